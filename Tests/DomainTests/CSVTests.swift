import Domain
import Testing

@Suite struct CSVTests {
  private func fields(_ text: String) throws -> [[String]] {
    try CSV.parse(Array(text.utf8), recordLimit: 10, fieldLimit: 5).map(\.fields)
  }

  @Test(arguments: [
    ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
    ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
    ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
    ("\u{FEFF}a\r\n", [["a"]]),
    ("\r\n\r\na\r\n\r\n", [["a"]]),
    (",\r\n", [["", ""]]),
    ("\"a,\"\"b\"\"\r\nc\",d\r\n", [["a,\"b\"\r\nc", "d"]]),
    ("\"\"\r\n", []),
    ("\"\",x\r\n", [["", "x"]]),
    ("é,日本\n", [["é", "日本"]]),
    ("", []),
  ])
  func `a document is read as RFC 4180 has it`(text: String, expected: [[String]]) throws {
    #expect(try fields(text) == expected)
  }

  @Test func `a record knows the line that it starts on`() throws {
    let records = try CSV.parse(
      Array("a\n\n\"b\nb\"\nc\n".utf8), recordLimit: 10, fieldLimit: 5)
    #expect(records.map(\.line) == [1, 3, 5])
  }

  @Test(arguments: [
    ("a\nb\"c\n", 2), ("\"a\"b\n", 1), ("a\n\"b\nc", 2), ("1,2,3,4,5,6\n", 1),
    (String(repeating: "a\n", count: 11), 11),
  ])
  func `what cannot be read is refused with its line`(text: String, line: Int) {
    let fault = #expect(throws: CSV.Fault.self) { try fields(text) }
    #expect(fault?.line == line)
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(throws: CSV.Fault.self) {
      try CSV.parse([0x61, 0xFF], recordLimit: 1, fieldLimit: 1)
    }
  }

  @Test(arguments: [
    ("a", "a"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""),
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"),
    ("\rx", "\"'\rx\""), ("=a,b", "\"'=a,b\""), ("1=1", "1=1"), ("", ""),
  ])
  func `a cell is quoted when it has to be, and is never a formula`(text: String, cell: String) {
    #expect(CSV.line([text, "x"]) == cell + ",x\r\n")
  }
}
