import Domain
import HTTP

/// A JSON object that a client sent, read strictly: what is wrong is said with its path, and no key
/// is ignored in silence.
struct JSONDocument: Sendable {
  private let members: [String: JSONValue]
  /// Before each key in messages: `solver.`
  private let path: String

  /// The body, whatever its Content-Type says: it is JSON or refused. `known` are all keys there are.
  init(_ request: Request, known: [String]) throws(HTTPError) {
    try self.init(bytes: request.body, of: "the body", known: known)
  }

  /// `what` begins the messages: "the body".
  init(bytes: [UInt8], of what: String, known: [String]) throws(HTTPError) {
    try self.init(Self.object(bytes, of: what), path: "", known: known)
  }

  private init(_ members: [String: JSONValue], path: String, known: [String]) throws(HTTPError) {
    self.members = members
    self.path = path
    for key in members.keys.sorted() where !known.contains(key) {
      throw HTTPError(
        422, code: "unknown_field",
        "\"\(path)\(key)\" means nothing here; the keys are "
          + "\(known.map { path + $0 }.joined(separator: ", ")).")
    }
  }

  // MARK: values; nil when the key is not there, or null

  func string(_ key: String) throws(HTTPError) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value else { throw wrong(key, "a string") }
    return text
  }

  /// Of so many Unicode scalars.
  func string(_ key: String, length: ClosedRange<Int>) throws(HTTPError) -> String? {
    guard let text = try string(key) else { return nil }
    guard length.contains(text.unicodeScalars.count) else {
      throw wrong(
        key, "a string of \(length.lowerBound) to \(length.upperBound) characters")
    }
    return text
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, of type: Choice.Type
  ) throws(HTTPError) -> Choice? where Choice.RawValue == String {
    guard let text = try string(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw wrong(key, "one of \(type.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(HTTPError) -> Int? {
    let number: Int?
    switch value(key) {
    case nil: return nil
    case .integer(let integer): number = integer
    // 3.0 is an integer, too (JSON Schema, section 4.2.3).
    case .number(let double): number = Int(exactly: double)
    default: number = nil
    }
    guard let number, range.contains(number) else {
      throw wrong(key, "an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func number(_ key: String, in range: ClosedRange<Double>) throws(HTTPError) -> Double? {
    let number: Double
    switch value(key) {
    case nil: return nil
    case .integer(let integer): number = Double(integer)
    case .number(let double): number = double
    default: number = .nan
    }
    guard range.contains(number) else {
      throw wrong(key, "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func bool(_ key: String) throws(HTTPError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .bool(let flag) = value else { throw wrong(key, "true or false") }
    return flag
  }

  /// RFC 3339, with an offset.
  func time(_ key: String) throws(HTTPError) -> Timestamp? {
    guard let text = try string(key) else { return nil }
    guard let time = Timestamp(rfc3339: text) else {
      throw wrong(key, "a time as RFC 3339 has it, such as \"2026-09-01T08:00:00+02:00\"")
    }
    return time
  }

  /// Whether the key is there, even as null.
  func has(_ key: String) -> Bool { members[key] != nil }

  /// Any value under a key.
  func value(_ key: String) -> JSONValue? {
    guard let value = members[key], value != .null else { return nil }
    return value
  }

  func object(_ key: String, known: [String]) throws(HTTPError) -> JSONDocument? {
    guard let value = value(key) else { return nil }
    guard case .object(let members) = value else { throw wrong(key, "an object") }
    return try JSONDocument(members, path: path + key + ".", known: known)
  }

  /// As it is, with whatever keys.
  func object(_ key: String) throws(HTTPError) -> [String: JSONValue]? {
    guard let value = value(key) else { return nil }
    guard case .object(let members) = value else { throw wrong(key, "an object") }
    return members
  }

  func strings(_ key: String, count: ClosedRange<Int>) throws(HTTPError) -> [String]? {
    let rule = "a list of \(count.lowerBound) to \(count.upperBound) strings"
    guard let value = value(key) else { return nil }
    guard case .array(let values) = value, count.contains(values.count) else {
      throw wrong(key, rule)
    }
    var texts: [String] = []
    for value in values {
      guard case .string(let text) = value else { throw wrong(key, rule) }
      texts.append(text)
    }
    return texts
  }

  func objects(
    _ key: String, count: ClosedRange<Int>, known: [String]
  ) throws(HTTPError) -> [JSONDocument]? {
    guard let value = value(key) else { return nil }
    let rule = "a list of \(count.lowerBound) to \(count.upperBound) objects"
    guard case .array(let values) = value, count.contains(values.count) else {
      throw wrong(key, rule)
    }
    var documents: [JSONDocument] = []
    for (index, value) in values.enumerated() {
      guard case .object(let members) = value else { throw wrong(key, rule) }
      documents.append(
        try JSONDocument(members, path: "\(path)\(key)[\(index)].", known: known))
    }
    return documents
  }

  // MARK: errors

  /// For a value that has to be there: `try document.string("name") ?? document.missing("name")`.
  func missing<Value>(_ key: String) throws(HTTPError) -> Value {
    throw HTTPError(422, code: "missing_field", "\(path)\(key) is missing.")
  }

  /// `rule` completes "… must be".
  func wrong(_ key: String, _ rule: String) -> HTTPError { .wrongType(path + key, rule) }

  // MARK: bytes

  /// The object that `bytes` are.
  static func object(
    _ bytes: [UInt8], of what: String
  ) throws(HTTPError) -> [String: JSONValue] {
    _ = try text(bytes, of: what)
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw HTTPError(
        400, code: "malformed_json",
        "\(capitalized(what)) is not JSON that can be taken: \(error). `python3 -m json.tool` checks "
          + "a file.")
    }
    guard case .object(let object) = value else { throw .wrongType(capitalized(what), "an object") }
    return object
  }

  static func text(_ bytes: [UInt8], of what: String) throws(HTTPError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw HTTPError(
        422, code: "invalid_utf8",
        "\(capitalized(what)) is not valid UTF-8; save the file as UTF-8 and send it again.")
    }
    return text
  }
}

/// As a sentence starts.
private func capitalized(_ text: String) -> String {
  text.prefix(1).uppercased() + text.dropFirst()
}

extension HTTPError {
  static func wrongType(_ path: String, _ type: String) -> HTTPError {
    HTTPError(422, code: "wrong_type", "\(path) must be \(type).")
  }
}
