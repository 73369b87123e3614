import Domain

/// JSON written member by member; who writes keeps the keys in order.
struct JSONBuffer {
  private(set) var bytes: [UInt8] = []

  mutating func object(_ write: (inout JSONBuffer) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    write(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  mutating func array<Element>(
    _ name: StaticString, _ elements: some Sequence<Element>,
    _ write: (inout JSONBuffer, Element) -> Void
  ) {
    key(name)
    bytes.append(UInt8(ascii: "["))
    for element in elements { write(&self, element) }
    bytes.append(UInt8(ascii: "]"))
  }

  /// `name`: ASCII without anything to escape.
  mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    bytes += [UInt8(ascii: "\""), UInt8(ascii: ":")]
  }

  mutating func field(_ name: StaticString, _ value: Int) {
    key(name)
    bytes += String(value).utf8
  }

  /// A whole number without its point: 1 and not 1.0.
  mutating func field(_ name: StaticString, _ value: Double) {
    key(name)
    bytes += (Int(exactly: value).map { String($0) } ?? "\(value)").utf8
  }

  mutating func field(_ name: StaticString, _ value: Bool) {
    key(name)
    bytes += (value ? "true" : "false").utf8
  }

  mutating func field(_ name: StaticString, _ value: String) {
    key(name)
    self.value(value)
  }

  mutating func field(_ name: StaticString, _ value: Timestamp) {
    field(name, value.description)
  }

  mutating func value(_ text: String) {
    separate()
    JSONValue.string(text).write(to: &bytes)
  }

  /// A comma, unless something has just begun.
  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
    default: bytes.append(UInt8(ascii: ","))
    }
  }
}
