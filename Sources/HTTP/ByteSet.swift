/// A set of ASCII characters with a look-up of two operations.
struct ByteSet: Sendable {
  private let low: UInt64
  private let high: UInt64

  init(_ characters: String) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    for byte in characters.utf8 {
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
    }
    self.low = low
    self.high = high
  }

  @inline(__always) func contains(_ byte: UInt8) -> Bool {
    byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
  }

  private static let alphanumerics =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
  /// RFC 9110, section 5.6.2.
  static let token = ByteSet(alphanumerics + "!#$%&'*+-.^_`|~")
  /// What RFC 3986 allows in a path or query.
  static let target = ByteSet(alphanumerics + "-._~:/?[]@!$&'()*+,;=%")
  /// What RFC 3986 allows in an authority without user information.
  static let host = ByteSet(alphanumerics + "-._~:[]%!$&'()*+;=")
}

/// Names of the ASCII characters that shape a message.
enum ASCII {
  static let tab: UInt8 = 9
  static let lineFeed: UInt8 = 10
  static let carriageReturn: UInt8 = 13
  static let space: UInt8 = 32
  static let quote: UInt8 = 34
  static let percent: UInt8 = 37
  static let asterisk: UInt8 = 42
  static let plus: UInt8 = 43
  static let comma: UInt8 = 44
  static let slash: UInt8 = 47
  static let zero: UInt8 = 48
  static let colon: UInt8 = 58
  static let semicolon: UInt8 = 59
  static let equals: UInt8 = 61
  static let question: UInt8 = 63
  static let backslash: UInt8 = 92
  static let delete: UInt8 = 127

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

  @inline(__always) static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 65 < 26 ? byte | 0x20 : byte
  }

  static func hexDigit(_ byte: UInt8) -> Int? {
    switch byte {
    case 48...57: Int(byte) - 48
    case 97...102: Int(byte) - 87
    case 65...70: Int(byte) - 55
    default: nil
    }
  }
}

extension Span<UInt8> {
  /// Whether the bytes of `range` are `text`, which must be lower case, in any case of ASCII letters.
  @inline(__always) func matches(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { expected in
      for unsafe(offset, byte) in unsafe expected.enumerated()
      where ASCII.lowercased(self[range.lowerBound + offset]) != byte { return false }
      return true
    }
  }

  /// Whether the bytes of `range` are `text`.
  @inline(__always) func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    range.count == text.utf8CodeUnitCount && begins(range, text)
  }

  /// Whether the bytes of `range`, no more than those of `text`, are the first ones of `text`.
  @inline(__always) func begins(_ range: Range<Int>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { expected in
      for offset in 0..<range.count
      where unsafe self[range.lowerBound + offset] != expected[offset] { return false }
      return true
    }
  }

  /// `range` without the spaces and tabs at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (first, last) = (range.lowerBound, range.upperBound)
    while first < last, self[first] == ASCII.space || self[first] == ASCII.tab { first += 1 }
    while first < last, self[last - 1] == ASCII.space || self[last - 1] == ASCII.tab { last -= 1 }
    return first..<last
  }

  func string(_ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    for index in range { bytes.append(self[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
