import Testing

@testable import HTTP

/// RFC 9112, section 5, and RFC 9110, sections 5, 7, 9 and 10: header fields, and the few of them
/// that change how a request is answered.
@Suite(.timeLimit(.minutes(1))) struct FieldConformanceTests {
  static let shapes: [ConformanceCase] = [
    .refused("9112 5.1: a space before the colon", .get("X : b\r\n")),
    .refused("9112 5.1: a tab before the colon", .get("X\t: b\r\n")),
    .refused("9112 5.1: a space inside a name", .get("X Y: b\r\n")),
    .refused("9112 5.1: no colon", .get("X\r\n")),
    .refused("9112 5.1: an equals sign for a colon", .get("X= b\r\n")),
    .refused("9110 5.1: an empty name", .get(": b\r\n")),
    .refused("9110 5.1: a name in quotes", .get("\"X\": b\r\n")),
    .refused("9110 5.1: a name with a slash", .get("X/Y: b\r\n")),
    .refused("9110 5.1: a name with a comma", .get("X,Y: b\r\n")),
    .refused("9110 5.1: a name above ASCII", .get("Ü: b\r\n")),
    .refused("9112 5.2: a value folded by a space", .get("X: b\r\n c\r\n")),
    .refused("9112 5.2: a value folded by a tab", .get("X: b\r\n\tc\r\n")),
    .refused("9112 5.2: a line of white space at the end", .get("X: b\r\n \r\n")),
    .refused("9110 5.5: a NUL in a value", .get("X: a\0b\r\n")),
    .refused("9110 5.5: a CR in a value", .get("X: a\rb\r\n")),
    .refused("9110 5.5: a LF in a value", .get("X: a\nb\r\n")),
    .refused("9110 5.5: a field after a bare LF", .get("X: a\nContent-Length: 5\r\n")),
    .refused("9110 5.5: a field after a bare CR", .get("X: a\rContent-Length: 5\r\n")),
    .refused("9110 5.5: another control byte in a value", .get("X: a\u{1B}[31m\r\n")),
    .refused("9112 2.2: an empty line of LF alone", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
    .refused("9112 2.2: an empty line of CR alone", "GET / HTTP/1.1\r\nHost: a\r\n\rX"),
    .answered("9112 5: white space around a value", .get("X:\t b \t\r\nY:b\r\nZ:\r\n"), 200),
    .answered("9110 5.6.2: any token is a name", .get("!#$%&'*+-.^_`|~09: b\r\n"), 200),
    .answered("9110 5.5: bytes above ASCII in a value", .get("X: é\u{80}\r\n"), 200),
    .answered("9110 5.3: a field of the same name twice", .get("X: a\r\nX: b\r\n"), 200),
    .answered("9110 5.5: a value of nothing but punctuation", .get("X: :;,=\"(\\\r\n"), 200),
    .refused(
      "9110 5.4: more fields than the limit", .get(String(repeating: "X: b\r\n", count: 100)), 431),
    .answered(
      "9110 5.4: as many as the limit", .get(String(repeating: "X: b\r\n", count: 99)), 200),
    .refused(
      "6585 5: a field longer than the limit",
      .get("X: " + String(repeating: "b", count: 16 << 10) + "\r\n"), 431),
    .refused(
      "6585 5: a name longer than the limit",
      .get(String(repeating: "X", count: 16 << 10) + ": b\r\n"), 431),
    .refused("RFC 7540 3.5: the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
  ]

  static let meanings: [ConformanceCase] = [
    .answered("9110 7.8: an upgrade that is not served is ignored", .get("Upgrade: h2c\r\n"), 200),
    .answered(
      "9110 7.8: and so is a WebSocket",
      .get("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"), 200),
    .answered("9110 7.6.1: Connection may name other fields", .get("Connection: x, y\r\n"), 200),
    .answered("9110 5.6.1: a list may have empty members", .get("Connection: ,, ,\r\n"), 200),
    .answered(
      "9110 14.2: a Range that is not served is ignored", .get("Range: bytes=0-1\r\n"), 200),
    .answered("9110 14.2: a broken one too", .get("Range: bytes=5-1\r\n"), 200),
    .answered(
      "9110 7.6.2: Max-Forwards is for TRACE and OPTIONS", .get("Max-Forwards: 0\r\n"), 200),
    .refused("9110 10.1.1: another expectation", .get("Expect: 200-ok\r\n"), 417),
    .refused("9110 10.1.1: two of them", .get("Expect: 100-continue, b\r\n"), 417),
    .answered(
      "9110 10.1.1: an expectation in capitals",
      .post("Expect: 100-CONTINUE\r\nContent-Length: 2\r\n", "hi"), 200),
    .answered("9110 10.1.1: an expectation without a body", .get("Expect: 100-continue\r\n"), 200),
    .answered(
      "9110 9.3.7: OPTIONS of the whole server", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 204),
    .answered(
      "9110 9.3.7: OPTIONS says what there is", "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n", 204),
    .answered(
      "9110 15.5.6: a method that this path does not take", "PUT / HTTP/1.1\r\nHost: a\r\n\r\n", 405
    ),
    .answered("9110 9.3.2: HEAD has no body", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", 200),
    .answered("9110 9.3.2: nor has its error", "HEAD /nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    .answered("9110 15.3.5: 204 has no body", "DELETE /items/1 HTTP/1.1\r\nHost: a\r\n\r\n", 204),
    .answered("9112 9.3: a connection goes on by itself", .get() + .get() + .get(), 200, 200, 200),
    .answered(
      "9112 9.3: HTTP/1.0 goes on when it asks to",
      "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200),
  ]

  @Test(arguments: shapes)
  func `a field is a name, a colon and a value on one line`(rule: ConformanceCase) async throws {
    try await rule.check()
  }

  @Test(arguments: meanings)
  func `a field means what the standard says`(rule: ConformanceCase) async throws {
    try await rule.check()
  }

  // RFC 9112, section 9.6.
  @Test(arguments: [
    "Connection: close\r\n", "connection:CLOSE\r\n", "Connection: x, close\r\n",
    "Connection: x\r\nConnection: close\r\n", "Connection: keep-alive, close\r\n",
    "Connection: close, keep-alive\r\n",
  ])
  func `after close nothing is read`(lines: String) async throws {
    try await ConformanceCase(
      rule: "", bytes: .get(lines), statuses: [200], isRefused: true
    ).check()
  }

  // RFC 9110, sections 15.5.12, 15.5.16 and 15.5.22: what a handler may ask for.
  @Test(arguments: [
    (HTTPError.lengthRequired, "411 length_required", nil, nil),
    (
      .unsupportedMediaType("application/json"), "415 unsupported_media_type", "accept",
      "application/json"
    ),
    (.upgradeRequired("websocket"), "426 upgrade_required", "upgrade", "websocket"),
  ])
  func `411, 415 and 426 say what would be taken`(
    error: HTTPError, problem: String, field: String?, value: String?
  ) async throws {
    var router = Router.example
    router.on(.post, "/picky") { _ in throw error }
    try await TestServer.run(router) { server in
      let client = try server.client()
      for _ in 0..<2 {
        try await client.send("POST /picky HTTP/1.1\r\nHost: a\r\n\r\n")
        let reply = try await client.reply()
        #expect(reply.problem.hasPrefix(problem))
        if let field { #expect(reply.fields[field] == value) }
      }
    }
  }

  // RFC 9110, section 6.6.1.
  @Test(arguments: [
    String.get(), .get(target: "/nothing"), "BREW / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
    "DELETE /items/1 HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n",
  ])
  func `every answer has a Date`(request: String) async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.send(request)
      await client.finishSending()
      let answer = try await client.rest()
      let dates = answer.matches(of: /Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n/)
      #expect(dates.count == 1, "\(answer)")
    }
  }

  /// Any byte in any place of a field, besides those that make another valid field.
  @Test(arguments: [
    ("before the name", "", "X:b"), ("after the name", "X", ":b"), ("before the value", "X:", "b"),
    ("in the value", "X:b", "c"), ("after the value", "X:b", ""),
  ])
  func `a byte too many in a field is refused, or part of it`(
    place: String, before: String, after: String
  ) {
    let isInName = place.hasSuffix("name")
    let wrong = (UInt8.min...UInt8.max).filter { byte in
      let bytes =
        Array(("GET / HTTP/1.1\r\nHost: a\r\n" + before).utf8) + [byte]
        + Array((after + "\r\n\r\n").utf8)
      // A colon after the name begins the value early.
      let isAllowed =
        isInName
        ? ByteSet.token.contains(byte) || (place == "after the name" && byte == ASCII.colon)
        : byte >= 0x20 && byte != 0x7F || byte == ASCII.tab
      if case .request = WireReader.read([bytes[...]]).first { return !isAllowed }
      return isAllowed
    }
    #expect(wrong == [], "\(place)")
  }
}

extension String {
  fileprivate static func get(_ lines: String = "", target: String = "/") -> String {
    ConformanceCase.get(lines, target: target)
  }

  fileprivate static func post(_ lines: String, _ body: String = "") -> String {
    ConformanceCase.post(lines, body)
  }
}
