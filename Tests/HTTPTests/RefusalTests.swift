import Testing

@testable import HTTP

/// What no two servers may read in two ways is refused, with a status and a code that stay.
@Suite struct RefusalTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: String
    var expected: [Parsed]
    var testDescription: String { name }

    init(_ name: String, _ bytes: String, _ status: Int = 400, _ code: String = "bad_request") {
      self.name = name
      self.bytes = bytes
      expected = [.refused(status, code)]
    }

    /// A request with these header lines, each with its CRLF, besides Host.
    static func fields(
      _ name: String, _ lines: String, _ status: Int = 400, _ code: String = "bad_request"
    ) -> Example {
      Example(name, "POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n", status, code)
    }
  }

  /// Small, so that a request that breaks one fits on a line.
  static let limits: HTTPLimits = {
    var limits = HTTPLimits()
    limits.target = 40
    limits.head = 160
    limits.fieldCount = 4
    limits.body = 10
    limits.chunkOverhead = 40
    limits.chunkExtension = 16
    return limits
  }()

  static let requestLines = [
    Example("no request line", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("a space first", " GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("a tab", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("a space last", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
    Example("no version", "GET /\r\nHost: a\r\n\r\n"),
    Example("no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("a version in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n"),
    Example("a version of two digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
    Example("bare LF", "GET / HTTP/1.1\nHost: a\n\n"),
    Example("bare CR", "GET / HTTP/1.1\rHost: a\r\r"),
    Example("a fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("a byte that must be encoded", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("a NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("a path without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("an asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("another scheme", "GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("user information in a URL", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("a URL without a host", "GET http:///b HTTP/1.1\r\nHost: a\r\n\r\n"),
    Example("an endless method", String(repeating: "M", count: 33)),
    Example(
      "an endless target", "GET /" + String(repeating: "a", count: 40), 414, "target_too_long"),
    Example("HTTP/2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, "unsupported_version"),
    Example("HTTP/0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505, "unsupported_version"),
    Example(
      "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "unsupported_version"),
  ]

  static let fields = [
    Example.fields("white space before the colon", "X : b\r\n"),
    Example.fields("no colon", "X\r\n"),
    Example.fields("no name", ": b\r\n"),
    Example.fields("a folded line", "X: b\r\n c\r\n"),
    Example.fields("a line folded with a tab", "X: b\r\n\tc\r\n"),
    Example("a folded first line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
    Example.fields("a NUL in a value", "X: b\0c\r\n"),
    Example.fields("a control byte in a value", "X: b\u{1}c\r\n"),
    Example.fields("a DEL in a value", "X: b\u{7F}\r\n"),
    Example.fields("a NUL in a name", "X\0: b\r\n"),
    Example.fields("a letter above ASCII in a name", "é: b\r\n"),
    Example.fields("bare LF after a value", "X: b\nY: c\r\n"),
    Example.fields("bare CR in a value", "X: b\rc\r\n"),
    Example("bare CR at the end", "GET / HTTP/1.1\r\nHost: a\r\n\rX"),
    Example("no Host", "GET / HTTP/1.1\r\nX: a\r\n\r\n"),
    Example.fields("two Hosts", "Host: a\r\n"),
    Example("an empty Host", "GET / HTTP/1.1\r\nHost: \r\n\r\n"),
    Example("two hosts in one", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
    Example("a path in Host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    Example("a port of letters", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"),
    Example("a port alone", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n"),
    Example("half a bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
    Example("a bracket in the middle", "GET / HTTP/1.1\r\nHost: a[b]\r\n\r\n"),
    Example("text after a bracket", "GET / HTTP/1.1\r\nHost: [::1]a\r\n\r\n"),
    Example.fields("too many fields", "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n", 431, "head_too_large"),
    Example.fields(
      "an endless value", "X: \(String(repeating: "b", count: 160))\r\n", 431, "head_too_large"),
    Example(
      "an endless name", "GET / HTTP/1.1\r\n" + String(repeating: "X", count: 160), 431,
      "head_too_large"),
    Example.fields("another expectation", "Expect: 200-ok\r\n", 417, "expectation_failed"),
  ]

  static let lengths = ["+5", "-1", "0x5", "5 5", "5,5", "", "5.0", "1e1", "٥", "1234567890123456"]

  static let framings =
    lengths.map { Example.fields("Content-Length: \($0)", "Content-Length: \($0)\r\n") } + [
      Example.fields("a length that is too large", "Content-Length: 11\r\n", 413, "body_too_large"),
      Example.fields(
        "a huge length", "Content-Length: 999999999999999\r\n", 413, "body_too_large"),
      Example.fields("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n"),
      Example.fields("the same length twice", "Content-Length: 5\r\ncontent-length: 5\r\n"),
      Example.fields("length, then chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
      Example.fields("chunks, then length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
      Example.fields("chunks and length 0", "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"),
      Example.fields("another coding", "Transfer-Encoding: gzip\r\n"),
      Example.fields("two codings", "Transfer-Encoding: gzip, chunked\r\n"),
      Example.fields("no coding", "Transfer-Encoding:\r\n"),
      Example.fields("chunked twice", "Transfer-Encoding: chunked, chunked\r\n"),
      Example.fields(
        "chunked in two fields", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
      Example.fields("chunked in quotes", "Transfer-Encoding: \"chunked\"\r\n"),
      Example("chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ]

  @Test(arguments: requestLines + fields + framings)
  func `it is refused, wherever the bytes are cut`(example: Example) {
    #expect(WireReader.read(example.bytes, limits: Self.limits) == example.expected)
    #expect(
      WireReader.cuts(of: example.bytes, limits: Self.limits, besides: example.expected) == [])
  }

  @Test func `a head may be as long as the limit, and not a byte longer`() {
    let start = "GET / HTTP/1.1\r\nHost: a\r\nX: "
    for (excess, expected) in [
      (0, Parsed?.none), (1, .refused(431, "head_too_large")), (2, .refused(431, "head_too_large")),
    ] {
      let value = String(repeating: "b", count: Self.limits.head - start.utf8.count - 4 + excess)
      let message = Message(fields: ["Host: a", "X: " + value])
      let expected = expected ?? .request(message)
      let text = start + value + "\r\n\r\n"
      #expect(WireReader.read(text, limits: Self.limits) == [expected])
      #expect(WireReader.cuts(of: text, limits: Self.limits, besides: [expected]) == [])
    }
  }

  @Test func `a target may be as long as the limit`() {
    let target = "/" + String(repeating: "a", count: Self.limits.target - 1)
    let text = "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n"
    #expect(WireReader.read(text, limits: Self.limits) == [.request(Message(target: target))])
  }
}
