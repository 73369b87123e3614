import Testing

@testable import HTTP

@Suite struct RequestTests {
  @Test(arguments: [
    ("/", "/", ""), ("/a/b", "/a/b", ""), ("/a?", "/a", ""), ("/a?b", "/a", "b"),
    ("/a?b?c", "/a", "b?c"), ("http://a", "/", ""), ("http://a?b", "/", "b"),
    ("/%61%2F", "/%61%2F", ""),
  ])
  func `a target has a path and a query`(target: String, path: String, query: String) {
    let request = Request(target: target)
    #expect(request.path == path)
    let (_, range) = Request.split(
      4..<(4 + target.utf8.count), Array("GET \(target)".utf8).span)
    #expect(Array("GET \(target)".utf8).span.string(range) == query)
  }

  @Test(arguments: [
    ("a=b", "b"), ("a=", ""), ("a", ""), ("x=1&a=2&y=3", "2"), ("&&a=1&&", "1"), ("a=b=c", "b=c"),
    ("a=b%20c+d", "b c d"), ("%61=%C3%A9", "é"), ("a=%2B%26%3D", "+&="), ("A=1", nil),
    ("b=a", nil), ("", nil),
  ])
  func `a parameter of the query is decoded`(query: String, expected: String?) throws {
    #expect(try Request(target: "/?" + query).query("a") == expected)
  }

  @Test func `there may be no query`() throws {
    #expect(try Request(target: "/a=1").query("a") == nil)
    #expect(Request(target: "/a=1").queryNames == [])
  }

  @Test(arguments: ["a=1&a=2", "a=1&a=1", "a&a", "a=%", "a=%4", "a=%4g", "a=%zz", "a=%ff", "a=%C3"])
  func `a parameter that is doubtful is refused`(query: String) {
    let error = #expect(throws: HTTPError.self) { try Request(target: "/?" + query).query("a") }
    #expect(error?.summary == "400 invalid_query")
    #expect(error?.detail.contains("\"a\"") == true)
  }

  @Test func `a doubtful parameter does not spoil the others`() throws {
    let request = Request(target: "/?a=%ff&b=1&c=2&c=3")
    #expect(try request.query("b") == "1")
  }

  @Test func `the names of a query come in order`() {
    #expect(Request(target: "/?b=1&a=2&%62&c+d=&%ff").queryNames == ["b", "a", "b", "c d", ""])
  }

  @Test func `a field is found by its name in any case, the first of its name`() {
    let request = Request(fields: ["X-One: 1", "x-TWO:  2 ", "X-One: 3", "X-Empty:"])
    #expect(request[header: "x-one"] == "1")
    #expect(request[header: "x-two"] == "2")
    #expect(request[header: "x-empty"] == "")
    #expect(request[header: "x-three"] == nil)
    #expect(request[header: "host"] == "a")
  }

  @Test(arguments: [
    ("application/json", "application/json"), ("Text/HTML; charset=x", "text/html"),
    ("text/plain;charset=x", "text/plain"), ("text/plain ; charset=x", "text/plain"),
  ])
  func `a content type is its media type`(value: String, expected: String) {
    #expect(Request(fields: ["Content-Type: " + value]).contentType == expected)
  }

  @Test func `there may be no content type`() {
    #expect(Request().contentType == nil)
  }
}
