import Testing

@testable import HTTP

/// RFC 9112, sections 2 and 3: where a request starts, and what its first line may be.
@Suite(.timeLimit(.minutes(1))) struct RequestLineConformanceTests {
  private static let host = "Host: a\r\n\r\n"

  static let starts: [ConformanceCase] = [
    .answered("9112 2.2: an empty line before a request is skipped", "\r\n" + .get(), 200),
    .answered(
      "9112 2.2: and before the next one on the connection", .get() + "\r\n" + .get(), 200, 200),
    .refused("9112 2.2: more empty lines are not", "\r\n\r\n" + .get()),
    .refused("9112 2.2: a bare LF is no empty line", "\n" + .get()),
    .refused("9112 2.2: white space before the first field", "GET / HTTP/1.1\r\n \(host)"),
    .refused("9112 2.2: a line of white space before the first field", "GET / HTTP/1.1\r\n \r\n"),
    .refused("9112 2.2: a bare CR instead of CRLF", "GET / HTTP/1.1\rHost: a\r\n\r\n"),
    .refused("9112 2.2: a bare LF instead of CRLF", "GET / HTTP/1.1\n\(host)"),
    .refused("9112 2.2: two CRs before LF", "GET / HTTP/1.1\r\r\n\(host)"),
    .refused("9112 2.2: a byte-order mark", "\u{FEFF}" + .get()),
    .refused("a TLS hello", "\u{16}\u{3}\u{1}\u{0}\u{5}\u{1}\u{0}\u{0}\u{1}\u{3}\r\n\r\n"),
    .refused("an answer instead of a request", "HTTP/1.1 200 OK\r\n\(host)"),
  ]

  static let versions: [ConformanceCase] = [
    .answered("9112 2.3: a higher minor version is read as 1.1", "GET / HTTP/1.2\r\n\(host)", 200),
    .refused("9110 15.6.6: a higher major version", "GET / HTTP/2.0\r\n\(host)", 505),
    .refused("9110 15.6.6: a lower major version", "GET / HTTP/0.9\r\n\(host)", 505),
    .refused("9112 2.3: the name in lower case", "GET / http/1.1\r\n\(host)"),
    .refused("9112 2.3: another name", "GET / HTTPS/1.1\r\n\(host)"),
    .refused("9112 2.3: two digits after the dot", "GET / HTTP/1.01\r\n\(host)"),
    .refused("9112 2.3: two digits before the dot", "GET / HTTP/01.1\r\n\(host)"),
    .refused("9112 2.3: no minor version", "GET / HTTP/1\r\n\(host)"),
    .refused("9112 2.3: a comma", "GET / HTTP/1,1\r\n\(host)"),
    .refused("9112 2.3: a space in it", "GET / HTTP/1. 1\r\n\(host)"),
    .refused("9112 2.3: HTTP/0.9, without a version", "GET /\r\n\r\n"),
  ]

  static let lines: [ConformanceCase] = [
    .refused("9112 3: two spaces after the method", "GET  / HTTP/1.1\r\n\(host)"),
    .refused("9112 3: two spaces before the version", "GET /  HTTP/1.1\r\n\(host)"),
    .refused("9112 3: a space at the end", "GET / HTTP/1.1 \r\n\(host)"),
    .refused("9112 3: a tab between", "GET\t/\tHTTP/1.1\r\n\(host)"),
    .refused("9112 3: a vertical tab between", "GET\u{B}/ HTTP/1.1\r\n\(host)"),
    .refused("9112 3: a space before the method", " GET / HTTP/1.1\r\n\(host)"),
    .refused("9112 3.2: white space in the target", "GET /a b HTTP/1.1\r\n\(host)"),
    .refused("9112 3.2: an escaped line break is no line break", "GET /\\r\\n HTTP/1.1\r\n\(host)"),
    .refused("9112 3: an empty request line", "\r\n\r\n"),
    .refused("9112 3.1: no method", "/ HTTP/1.1\r\n\(host)"),
    .refused("9110 9.1: a character that no token has", "G@T / HTTP/1.1\r\n\(host)"),
    .refused("9110 9.1: a method in brackets", "(GET) / HTTP/1.1\r\n\(host)"),
    .refused("9110 9.1: methods have their case", "Get / HTTP/1.1\r\n\(host)", 501),
    .refused("9110 9.1: a method nobody knows", "BREW / HTTP/1.1\r\n\(host)", 501),
    .refused("9110 9.1: a method with a known beginning", "GETS / HTTP/1.1\r\n\(host)", 501),
    .refused("9110 9.3.6: CONNECT is known, not served", "CONNECT a:1 HTTP/1.1\r\n\(host)", 405),
    .refused("9110 9.3.8: TRACE is known, not served", "TRACE / HTTP/1.1\r\n\(host)", 405),
    .refused("httpbis-safe-method-w-body: so is QUERY", "QUERY / HTTP/1.1\r\n\(host)", 405),
  ]

  static let targets: [ConformanceCase] = [
    .answered("9112 3.2.1: a path with a query", .get(target: "/?a=/?:@!$&'()*+,;=-._~%20"), 200),
    .answered("9112 3.2.1: an empty query", .get(target: "/?"), 200),
    .answered("9112 3.2.2: the absolute form", .get(target: "http://a/items/1"), 200),
    .answered("9112 3.2.2: with a port", .get(target: "http://a:80/items/1"), 200),
    .answered("9112 3.2.2: with a query and no path", .get(target: "http://a?b"), 200),
    .answered("9110 4.2.3: a scheme in capitals", .get(target: "HTTP://a/items/1"), 200),
    .refused("9110 4.2.4: user information in it", .get(target: "http://u:p@a/")),
    .refused("9112 3.2.2: no host in it", .get(target: "http:///items/1")),
    .refused("9112 3.2.2: a scheme that is not served", .get(target: "ftp://a/")),
    .refused("9112 3.2.3: the authority form is for CONNECT", .get(target: "a:80")),
    .refused("9112 3.2.4: the asterisk form is for OPTIONS", .get(target: "*")),
    .refused("9112 3.2.1: a path without a slash", .get(target: "items/1")),
    .refused("9112 3.2: an empty target", "GET  HTTP/1.1\r\n\(host)"),
    .refused("9112 3.2: a fragment", .get(target: "/#a")),
    .refused("9112 3.2: a backslash", .get(target: "/\\a")),
    .refused("9112 3.2: a quote", .get(target: "/\"a\"")),
    .refused("9112 3.2: angle brackets", .get(target: "/<a>")),
    .refused("9112 3.2: braces", .get(target: "/{a}")),
    .refused("9112 3.2: a caret", .get(target: "/^")),
    .refused("9112 3.2: a bar", .get(target: "/|")),
    .refused("9112 3.2: a grave accent", .get(target: "/`")),
    .refused("9112 3.2: a NUL", .get(target: "/\0")),
    .refused("9112 3.2: a DEL", .get(target: "/\u{7F}")),
    .refused("9112 3.2: a letter above ASCII", .get(target: "/é")),
    .refused(
      "9110 15.5.15: a target over the limit",
      .get(target: "/" + String(repeating: "a", count: 8192)), 414),
  ]

  static let hosts: [ConformanceCase] = [
    .refused("9112 3.2: no Host", "GET / HTTP/1.1\r\n\r\n"),
    .refused("9112 3.2: two Hosts", .get("Host: b\r\n")),
    .refused("9112 3.2: the same Host twice", .get("host: a\r\n")),
    .refused("9112 3.2: two Hosts, with a URL as target", .get("Host: b\r\n", target: "http://a/")),
    .refused("9112 3.2: no Host, with a URL as target", "GET http://a/ HTTP/1.1\r\n\r\n"),
    .refused(
      "9112 3.2: an empty Host for a URI with an authority", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
    .refused("9112 3.2: a list of Hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
    .refused("9112 3.2: a space in Host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
    .refused("9112 3.2: user information in Host", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
    .refused("9112 3.2: a path in Host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    .refused("9112 3.2: a URL in Host", "GET / HTTP/1.1\r\nHost: http://a\r\n\r\n"),
    .refused("9112 3.2: a port of letters", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"),
    .refused("9112 3.2: a port with a sign", "GET / HTTP/1.1\r\nHost: a:+80\r\n\r\n"),
    .refused("9112 3.2: two ports", "GET / HTTP/1.1\r\nHost: a:80:80\r\n\r\n"),
    .refused("9112 3.2: half an address of IPv6", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
    .answered("9112 3.2: an address of IPv6", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200),
    .answered("9112 3.2: a field name in capitals", "GET / HTTP/1.1\r\nHOST: a\r\n\r\n", 200),
  ]

  @Test(arguments: starts)
  func `a request starts with its request line`(rule: ConformanceCase) async throws {
    try await rule.check()
  }

  @Test(arguments: versions)
  func `a version is HTTP, a digit, a dot, a digit`(rule: ConformanceCase) async throws {
    try await rule.check()
  }

  @Test(arguments: lines)
  func `a request line is three words with single spaces`(rule: ConformanceCase) async throws {
    try await rule.check()
  }

  @Test(arguments: targets)
  func `a target has one of four forms, in the alphabet of URIs`(
    rule: ConformanceCase
  ) async throws {
    try await rule.check()
  }

  @Test(arguments: hosts)
  func `there is exactly one Host, and it is valid`(rule: ConformanceCase) async throws {
    try await rule.check()
  }

  /// Any byte in any place of a request line, besides those that make another valid line.
  @Test(arguments: [
    ("before the method", "", "GET / HTTP/1.1"), ("after the method", "GET", " / HTTP/1.1"),
    ("before the version", "GET / ", "HTTP/1.1"),
    ("in the version", "GET / HTTP/", "1.1"), ("after the version", "GET / HTTP/1.1", ""),
  ])
  func `a byte too many in a request line is refused, or makes another method`(
    place: String, before: String, after: String
  ) {
    let unexpected = (UInt8.min...UInt8.max).filter { byte in
      let bytes = Array(before.utf8) + [byte] + Array((after + "\r\nHost: a\r\n\r\n").utf8)
      switch WireReader.read([bytes[...]]).first {
      case .refused(400, _): return false
      case .request(let message):
        return message.method != .unknown || !ByteSet.token.contains(byte)
      default: return true
      }
    }
    #expect(unexpected == [], "\(place)")
  }
}

extension String {
  fileprivate static func get(_ lines: String = "", target: String = "/") -> String {
    ConformanceCase.get(lines, target: target)
  }
}
