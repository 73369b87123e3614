import Testing

@testable import Domain

@Suite struct JSONWriterTests {
  @Test(arguments: [
    "null", "true", "0", "-7", "9223372036854775807", "1.5", "\"\"", "[]", "{}",
    #"[1,"a",null,{"b":[false]}]"#, #""\"\\""#,
  ])
  func `what is read is written again`(json: String) throws {
    #expect(try JSONParser.parse(Array(json.utf8)).json == json)
  }

  @Test func `escapes and characters beyond ASCII survive`() throws {
    let value = try JSONParser.parse(Array(#""\u00e9 é \ud83d\ude00 😀 \n\/""#.utf8))
    #expect(value == .string("é é 😀 😀 \n/"))
    #expect(try JSONParser.parse(value.jsonBytes) == value)
  }

  @Test func `numbers are compared by value, keys without order`() throws {
    func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }
    #expect(try parse("[1,2.0]").isSame(as: parse("[1.0,2]")))
    #expect(try parse(#"{"a":1,"b":2}"#).isSame(as: parse(#"{"b":2,"a":1}"#)))
    #expect(try !parse("true").isSame(as: parse("1")))
    #expect(try !parse("[1]").isSame(as: parse("[1,1]")))
  }
}
