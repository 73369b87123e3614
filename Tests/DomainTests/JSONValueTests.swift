import Domain
import FoundationEssentials
import Testing

@Suite struct JSONValueTests {
  @Test(arguments: [
    ("null", JSONValue.null), ("true", .bool(true)), ("1", .integer(1)), ("1.5", .number(1.5)),
    ("\"1\"", .string("1")), ("[1,[]]", .array([.integer(1), .array([])])),
    ("{\"a\":{}}", .object(["a": .object([:])])), ("-9223372036854775808", .integer(.min)),
  ])
  func `reads and writes every kind of value`(text: String, value: JSONValue) throws {
    #expect(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) == value)
    #expect(String(decoding: try JSONEncoder().encode(value), as: UTF8.self) == text)
  }
}
