import Testing

@testable import Domain

@Suite struct JSONParserTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONParser.parse(Array(text.utf8))
  }

  @Test(arguments: [
    ("null", JSONValue.null), (" true ", .bool(true)), ("\r\n\tfalse", .bool(false)),
    ("0", .integer(0)), ("-0", .integer(0)), ("-12", .integer(-12)), ("1.0", .number(1)),
    ("1e2", .number(100)), ("-1.5E-1", .number(-0.15)), ("1e+2", .number(100)),
    ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1e-999", .number(0)),
    ("\"\"", .string("")), ("\"é\u{1F600}\"", .string("é\u{1F600}")),
    (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
    (#""\u00e9\uD83D\uDE00\u0000""#, .string("é\u{1F600}\u{0}")), ("\"\u{7F}\"", .string("\u{7F}")),
    ("[]", .array([])), ("[ ]", .array([])),
    ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])),
    ("{}", .object([:])), ("{ }", .object([:])),
    (#"{"a" : {"b":null}, "": 1}"#, .object(["a": .object(["b": .null]), "": .integer(1)])),
  ])
  func `reads every kind of value`(text: String, value: JSONValue) throws {
    #expect(try parse(text) == value)
  }

  @Test(arguments: [
    ("", 1, "a value is missing here"), ("nul", 1, "a value is missing here"),
    ("truE", 1, "a value is missing here"), ("NaN", 1, "a value is missing here"),
    ("+1", 1, "a value is missing here"), (".5", 1, "a value is missing here"),
    ("'a'", 1, "a value is missing here"), ("[1,]", 4, "a value is missing here"),
    ("[,1]", 2, "a value is missing here"), ("[", 2, "a value is missing here"),
    ("\u{A0}1", 1, "a value is missing here"),
    ("01", 1, "this is no number of JSON"), ("-", 1, "this is no number of JSON"),
    (" 1.", 2, "this is no number of JSON"), ("1.e1", 1, "this is no number of JSON"),
    ("1e", 1, "this is no number of JSON"), ("1e+-1", 1, "this is no number of JSON"),
    ("-01.5", 1, "this is no number of JSON"),
    ("1e999", 1, "this number is too large"),
    ("[1 2]", 4, "a comma or the list's ] is missing here"),
    ("[1", 3, "a comma or the list's ] is missing here"),
    ("{\"a\":1", 7, "a comma or the object's } is missing here"),
    ("{a:1}", 2, "a key in double quotes is missing here"),
    ("{\"a\":1,}", 8, "a key in double quotes is missing here"),
    ("{\"a\" 1}", 6, "a colon is missing here"),
    ("{\"é\":1,\"é\":2}", 8, "the key \"é\" is given twice"),
    (#"{"a":1,"\u0061":2}"#, 8, "the key \"a\" is given twice"),
    ("1 2", 3, "there is more after the document's end"),
    ("{}}", 3, "there is more after the document's end"),
    ("\"é", 1, "this string has no end"), ("\"a\\\"", 1, "this string has no end"),
    ("\"a\\", 3, "this is no escape of JSON"), ("\"\\x\"", 2, "this is no escape of JSON"),
    ("\"\\u12\"", 2, "this is no escape of JSON"), ("\"\\u12G4\"", 2, "this is no escape of JSON"),
    ("\"\\u", 2, "this is no escape of JSON"), ("\"\\u+123\"", 2, "this is no escape of JSON"),
    (#""\ud800""#, 2, "this is no escape of JSON"), (#""\udc00""#, 2, "this is no escape of JSON"),
    (#""\ud800\u0041""#, 2, "this is no escape of JSON"),
    (#""\ud800\n""#, 2, "this is no escape of JSON"),
    ("\"\u{0}\"", 2, "a line break or control character must be escaped, as \\n"),
    ("\"a\tb\"", 3, "a line break or control character must be escaped, as \\n"),
  ])
  func `refuses what is not JSON and says where`(
    text: String, column: Int, problem: String
  ) throws {
    let failure = #expect(throws: JSONParser.Failure.self) { try parse(text) }
    #expect(failure == JSONParser.Failure(line: 1, column: column, problem: problem))
  }

  @Test func `lines are counted`() throws {
    let failure = #expect(throws: JSONParser.Failure.self) { try parse("{\n\"é\": [\n  é]}") }
    #expect(failure?.description == "line 3, column 3: a value is missing here")
  }

  @Test func `bytes that are no UTF-8 are refused`() throws {
    #expect(throws: JSONParser.Failure.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
    #expect(throws: JSONParser.Failure.self) { try JSONParser.parse([0xEF, 0xBB, 0xBF, 0x31]) }
  }

  @Test(arguments: ["[", "{\"a\":"])
  func `depth has an end`(opening: String) throws {
    let closing = opening == "[" ? "]" : "}"
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
    }
    _ = try parse(nested(JSONParser.maximumDepth))
    for depth in [JSONParser.maximumDepth + 1, 1_000_000] {
      let failure = #expect(throws: JSONParser.Failure.self) { try parse(nested(depth)) }
      #expect(failure?.problem == "more than 64 lists and objects are in each other")
    }
    // Only what is in each other counts.
    _ = try parse("[" + String(repeating: "[],", count: 100) + "1]")
  }

  @Test func `every prefix of a document is refused and crashes nothing`() throws {
    let bytes = Array(#"{"a":[1.5e+3,"\ud83d\ude00é\n",true,null,{"b":-0}]}"#.utf8)
    _ = try JSONParser.parse(bytes)
    for count in bytes.indices {
      #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array(bytes[..<count])) }
    }
  }

  @Test func `random bytes crash nothing`() {
    let alphabet = Array("{}[]\",:\\u0d8-+.e1tn \n\u{FF}".utf8)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 1...12)).map { _ in alphabet.randomElement()! }
      _ = try? JSONParser.parse(bytes)
    }
  }
}
