/// Reads a JSON document (RFC 8259) that may be hostile, in time linear in its bytes.
///
/// A decoder that asks for a value's type by trial throws an error for each wrong guess: 50 µs for a
/// number, 300 µs for an empty object, minutes for two megabytes of them.
package struct JSONParser {
  /// Why a document is refused.
  package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Both count from 1; columns are characters.
    package var line: Int
    package var column: Int
    package var problem: String

    /// `line 3, column 7: a value is missing here`
    package var description: String { "line \(line), column \(column): \(problem)" }
  }

  /// Lists and objects in each other.
  package static let maximumDepth = 64

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A document of one value. Refuses a key that is given twice: which of the two counts would be
  /// anyone's guess.
  package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
    var parser = JSONParser(bytes)
    let value = try parser.value()
    guard parser.next == nil else { throw parser.failure("there is more after the document's end") }
    return value
  }

  // MARK: values

  private mutating func value() throws(Failure) -> JSONValue {
    switch next {
    case UInt8(ascii: "{"):
      return .object(try nested { parser throws(Failure) in try parser.object() })
    case UInt8(ascii: "["):
      return .array(try nested { parser throws(Failure) in try parser.array() })
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): return try number()
    default: throw failure("a value is missing here")
    }
  }

  private mutating func nested<Value>(
    _ read: (inout JSONParser) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    guard depth < Self.maximumDepth else {
      throw failure("more than \(Self.maximumDepth) lists and objects are in each other")
    }
    depth += 1
    index += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  private mutating func array() throws(Failure) -> [JSONValue] {
    var values: [JSONValue] = []
    if take("]") { return values }
    repeat { values.append(try value()) } while take(",")
    guard take("]") else { throw failure("a comma or the list's ] is missing here") }
    return values
  }

  private mutating func object() throws(Failure) -> [String: JSONValue] {
    var values: [String: JSONValue] = [:]
    if take("}") { return values }
    repeat {
      guard next == UInt8(ascii: "\"") else {
        throw failure("a key in double quotes is missing here")
      }
      let start = index
      let key = try string()
      guard take(":") else { throw failure("a colon is missing here") }
      guard values.updateValue(try value(), forKey: key) == nil else {
        throw failure("the key \"\(key)\" is given twice", at: start)
      }
    } while take(",")
    guard take("}") else { throw failure("a comma or the object's } is missing here") }
    return values
  }

  private mutating func literal(
    _ text: StaticString, _ value: JSONValue
  ) throws(Failure) -> JSONValue {
    let letters = Array(text.description.utf8)
    guard bytes[index...].starts(with: letters) else { throw failure("a value is missing here") }
    index += letters.count
    return value
  }

  private mutating func number() throws(Failure) -> JSONValue {
    let start = index
    _ = has("-")
    let first = index
    var isValid = skipDigits() && (bytes[first] != UInt8(ascii: "0") || index == first + 1)
    let end = index
    if has(".") { isValid = skipDigits() && isValid }
    if has("e") || has("E") {
      if !has("+") { _ = has("-") }
      isValid = skipDigits() && isValid
    }
    guard isValid else { throw failure("this is no number of JSON", at: start) }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if index == end, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      throw failure("this number is too large", at: start)
    }
    return .number(number)
  }

  // MARK: strings

  private mutating func string() throws(Failure) -> String {
    let start = index
    var text: [UInt8] = []
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("this string is not valid UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"): text += String(try escape()).utf8
      case 0..<32: throw failure("a line break or control character must be escaped, as \\n")
      default:
        text.append(byte)
        index += 1
      }
    }
    throw failure("this string has no end", at: start)
  }

  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    let start = index
    index += 2
    switch index <= bytes.count ? bytes[index - 1] : 0 {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let unit = codeUnit() else { break }
      var units = [unit]
      if UTF16.isLeadSurrogate(unit), has("\\"), has("u"), let low = codeUnit() {
        units.append(low)
      }
      let text = String(validating: units, as: UTF16.self)
      if let scalar = text?.unicodeScalars.first { return scalar }
    default: break
    }
    throw failure("this is no escape of JSON", at: start)
  }

  /// Four hexadecimal digits.
  private mutating func codeUnit() -> UInt16? {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
      return nil
    }
    index += 4
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  // MARK: bytes

  /// The first byte after white space; nil at the end.
  private var next: UInt8? {
    mutating get {
      while index < bytes.count {
        switch bytes[index] {
        case 0x20, 0x0A, 0x0D, 0x09: index += 1
        case let byte: return byte
        }
      }
      return nil
    }
  }

  /// Takes a character if it is the next after white space.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    next == nil ? false : has(character)
  }

  /// Takes a character if it is the next.
  private mutating func has(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// False when there is none.
  private mutating func skipDigits() -> Bool {
    let start = index
    while index < bytes.count, Self.isDigit(bytes[index]) { index += 1 }
    return index > start
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func failure(_ problem: String, at place: Int? = nil) -> Failure {
    let before = bytes[..<min(place ?? index, bytes.count)]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    // Bytes that continue a character of UTF-8 count with its first.
    return Failure(
      line: before.count { $0 == 0x0A } + 1,
      column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1, problem: problem)
  }
}
