import Testing

@testable import HTTP

@Suite struct RouterTests {
  private static let router: Router = {
    var router = Router()
    func answer(_ method: HTTP.Method, _ pattern: String, limit: Int? = nil) {
      router.on(method, pattern, bodyLimit: limit) { _ in .text("\(method.rawValue) \(pattern)") }
    }
    answer(.get, "/")
    answer(.get, "/problems")
    answer(.post, "/problems", limit: 7)
    answer(.get, "/problems/{id}")
    answer(.get, "/problems/new")
    answer(.get, "/problems/{id}/cases/{case}")
    answer(.delete, "/problems/{id}/cases/{case}")
    answer(.head, "/own")
    answer(.get, "/own")
    answer(.post, "/actions")
    answer(.options, "/asked")
    answer(.get, "/files/{path*}")
    return router
  }()
  private static let tree = RouteTree(router)

  /// The route and its parameters, or why there is none.
  private func find(_ method: HTTP.Method, _ path: String) throws -> String {
    let bytes = Array(path.utf8)
    switch Self.tree.match(method, 0..<bytes.count, in: bytes.span) {
    case .nothing: return "404"
    case .otherMethods(let allow): return "405 \(allow)"
    case .handler(.suspending, _, _), .handler(.either, _, _): return "suspending"
    case .handler(.quick(let handler), let parameters, _):
      let response = try handler(Request())
      guard case .bytes(let body) = response.body else { return "no body" }
      return String(decoding: body, as: UTF8.self)
        + parameters.map { " \($0.name)=\(bytes.span.string($0.range))" }.joined()
    }
  }

  @Test(arguments: [
    (HTTP.Method.get, "/", "GET /"), (.get, "", "GET /"),
    (.get, "/problems", "GET /problems"), (.post, "/problems", "POST /problems"),
    (.get, "/problems/sum", "GET /problems/{id} id=sum"),
    (.get, "/problems/new", "GET /problems/new"),
    (.get, "/problems/news", "GET /problems/{id} id=news"),
    (.get, "/problems/New", "GET /problems/{id} id=New"),
    (.get, "/problems/a%2Fb", "GET /problems/{id} id=a%2Fb"),
    (.get, "/problems/...", "GET /problems/{id} id=..."),
    (.get, "/files/a/b//c", "GET /files/{path*} path=a/b//c"),
    (.get, "/files/", "GET /files/{path*} path="),
    (.get, "/problems/{id}", "GET /problems/{id} id={id}"),
    (.get, "/problems/1/cases/2", "GET /problems/{id}/cases/{case} id=1 case=2"),
    (.delete, "/problems/1/cases/2", "DELETE /problems/{id}/cases/{case} id=1 case=2"),
    (.head, "/problems", "GET /problems"), (.head, "/own", "HEAD /own"),
    (.options, "/asked", "OPTIONS /asked"),
  ])
  func `a path leads to its route`(method: HTTP.Method, path: String, expected: String) throws {
    #expect(try find(method, path) == expected)
  }

  @Test(arguments: [
    "problems", "/Problems", "/problem", "/problemss", "/problems/", "//problems", "//",
    "/problems//cases/1", "/problems/1/cases", "/problems/1/cases/", "/problems/1/cases/2/3",
    "/pr%6Fblems", "/problems/.", "/problems/..", "/problems/%2E%2e", "/problems/.%2E/cases/1",
    "/files",
    // The literal segment has won, and leads nowhere.
    "/problems/new/cases/1",
  ])
  func `another path leads nowhere`(path: String) throws {
    for method in HTTP.Method.allCases { #expect(try find(method, path) == "404") }
  }

  @Test(arguments: [
    (HTTP.Method.put, "/problems", "405 GET, HEAD, POST, OPTIONS"),
    (.options, "/problems", "405 GET, HEAD, POST, OPTIONS"),
    (.post, "/", "405 GET, HEAD, OPTIONS"),
    (.post, "/problems/1", "405 GET, HEAD, OPTIONS"),
    (.patch, "/problems/1/cases/2", "405 GET, HEAD, DELETE, OPTIONS"),
    (.get, "/actions", "405 POST, OPTIONS"), (.head, "/actions", "405 POST, OPTIONS"),
    (.get, "/asked", "405 OPTIONS"),
    (.options, "*", "405 GET, HEAD, POST, DELETE, OPTIONS"),
  ])
  func `another method learns which there are`(
    method: HTTP.Method, path: String, expected: String
  ) throws {
    #expect(try find(method, path) == expected)
  }

  @Test func `a route may have its own limit for bodies`() {
    let bytes = Array("/problems".utf8)
    for (method, expected) in [(HTTP.Method.post, Int?(7)), (.get, nil)] {
      guard
        case .handler(_, _, let limit) = Self.tree.match(method, 0..<bytes.count, in: bytes.span)
      else {
        Issue.record("the route is there")
        continue
      }
      #expect(limit == expected)
    }
  }

  @Test func `a handler that waits is told from one that does not`() throws {
    var router = Router()
    router.on(.get, "/quick") { _ in Response() }
    router.on(.get, "/slow") { _ in
      await Task.yield()
      return Response()
    }
    let kinds = router.routes.map { route in
      if case .quick = route.handler { "quick" } else { "suspending" }
    }
    #expect(kinds == ["quick", "suspending"])
  }

  @Test func `routes describe themselves in order`() {
    #expect(
      Self.router.descriptions.prefix(4) == [
        "GET /", "GET /problems", "POST /problems", "GET /problems/{id}",
      ])
  }

  @Test(arguments: [
    ("sum", "sum"), ("a%2Fb", "a/b"), ("a+b", "a+b"), ("%C3%A9", "é"), ("%2e%2e", ".."),
    ("%ff", nil), ("%", nil), ("%4", nil), ("%4x", nil),
  ])
  func `a parameter of the path is decoded, once`(segment: String, expected: String?) {
    let range = 5..<(5 + segment.utf8.count)
    let parameters = [RouteMatch.Parameter(name: "id", range: range)]
    let request = Request(target: "/" + segment, parameters: parameters)
    #expect(request.parameter("id") == expected)
    #expect(request.parameter("other") == nil)
  }

  @Test(arguments: [("%252F", "%2F"), ("%2B", "+"), ("a%00b", "a\0b"), ("%41%6a", "Aj")])
  func `an escape stands for one byte`(text: String, expected: String) {
    #expect(PercentCoding.decode(Array(text.utf8)[...], plusIsSpace: true) == expected)
  }
}
