import Testing

@testable import HTTP

/// Bytes in, values out; and the same values wherever the network cuts the bytes.
@Suite struct HeadParserTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: String
    var expected: [Parsed]
    var testDescription: String { name }

    init(_ name: String, _ bytes: String, _ expected: Message...) {
      self.name = name
      self.bytes = bytes
      self.expected = expected.map(Parsed.request)
    }
  }

  static let examples = [
    Example("the least there is", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", Message()),
    Example("an empty line before it", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", Message()),
    Example(
      "the query stays in the target", "GET /a/b?c=d&e=%20f+g HTTP/1.1\r\nHost: a\r\n\r\n",
      Message(target: "/a/b?c=d&e=%20f+g")),
    Example(
      "escapes stay as they are", "GET /%2e%2E/a%2Fb/%C3%A9 HTTP/1.1\r\nHost: a\r\n\r\n",
      Message(target: "/%2e%2E/a%2Fb/%C3%A9")),
    Example(
      "white space around a value", "GET / HTTP/1.1\r\nHost:\t a \t\r\nX:\r\nY:b  c\r\n\r\n",
      Message(fields: ["Host: a", "X: ", "Y: b  c"])),
    Example(
      "bytes above ASCII in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: é\r\n\r\n",
      Message(fields: ["Host: a", "X: é"])),
    Example(
      "a body of a given length",
      "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe\r\nl",
      Message(
        method: .routable(.post), target: "/p", fields: ["Host: a", "Content-Length: 5"],
        body: "he\r\nl")),
    Example(
      "a body of length 0", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 000\r\n\r\n",
      Message(method: .routable(.post), fields: ["Host: a", "Content-Length: 000"])),
    Example(
      "chunks",
      "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
        + "5\r\nhello\r\n00a\r\n, \r\nworld!\r\n0\r\n\r\n",
      Message(
        method: .routable(.put), fields: ["Host: a", "Transfer-Encoding: Chunked"],
        body: "hello, \r\nworld!")),
    Example(
      "chunks with extensions and trailers",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "2;a;b=c;d=\"e; f\"\r\nhi\r\n0;last\r\nX-Sum: 7\r\nY:\r\n\r\n",
      Message(
        method: .routable(.post), fields: ["Host: a", "Transfer-Encoding: chunked"], body: "hi")),
    Example(
      "one after the other",
      "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
        + "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
        + "\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
      Message(
        method: .routable(.post), target: "/1", fields: ["Host: a", "Content-Length: 2"],
        body: "hi"),
      Message(
        method: .routable(.post), target: "/2", fields: ["Host: a", "Transfer-Encoding: chunked"],
        body: "x"),
      Message(target: "/3")),
    Example(
      "a whole URL as target", "GET HTTP://a.example:80/b?c HTTP/1.1\r\nHost: a\r\n\r\n",
      Message(target: "/b?c")),
    Example(
      "a URL without a path", "GET http://[::1]:80?c HTTP/1.1\r\nHost: a\r\n\r\n",
      Message(target: "?c")),
    Example(
      "an asterisk for OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
      Message(method: .routable(.options), target: "*")),
    Example(
      "an authority for CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
      Message(method: .unserved, target: "a:443")),
    Example(
      "a method nobody knows", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", Message(method: .unknown)),
    Example(
      "methods have their case", "get / HTTP/1.1\r\nHost: a\r\n\r\n", Message(method: .unknown)),
    Example(
      "a later HTTP/1", "GET / HTTP/1.9\r\nHost: a\r\n\r\n", Message()),
    Example(
      "HTTP/1.0 needs no Host and closes", "GET / HTTP/1.0\r\n\r\n",
      Message(minorVersion: 0, fields: [], keepsAlive: false)),
    Example(
      "HTTP/1.0 stays when asked",
      "GET / HTTP/1.0\r\nConnection: x , Keep-Alive\r\nExpect: 100-continue\r\n\r\n",
      Message(
        minorVersion: 0, fields: ["Connection: x , Keep-Alive", "Expect: 100-continue"])),
    Example(
      "the client closes", "GET / HTTP/1.1\r\nHost: a\r\nconnection: keep-alive,CLOSE\r\n\r\n",
      Message(fields: ["Host: a", "connection: keep-alive,CLOSE"], keepsAlive: false)),
    Example(
      "the client waits to be told",
      "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
      Message(
        method: .routable(.post),
        fields: ["Host: a", "Expect: 100-Continue", "Content-Length: 1"], body: "x",
        expectsContinue: true)),
  ]

  @Test(arguments: examples)
  func `a request is what its bytes say, wherever they are cut`(example: Example) {
    #expect(WireReader.read(example.bytes) == example.expected)
    #expect(
      WireReader.cuts(of: example.bytes, limits: HTTPLimits(), besides: example.expected) == [])
  }

  @Test(arguments: examples)
  func `half a request is never taken for a whole one`(example: Example) {
    let bytes = Array(example.bytes.utf8)
    for count in 1..<bytes.count {
      let parsed = WireReader.read([bytes[..<count]])
      let whole = parsed.filter { $0 != .unfinished }
      #expect(whole == Array(example.expected.prefix(whole.count)), "the first \(count) bytes")
      #expect(parsed != example.expected, "the first \(count) bytes")
    }
  }

  @Test(arguments: [
    "a", "a:80", "a:", "127.0.0.1:8080", "[::1]", "[::1]:80", "xn--d1acufc.example", "a%20b",
  ])
  func `a host may be`(host: String) {
    let expected = Message(fields: ["Host: \(host)"])
    #expect(
      WireReader.read("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n") == [.request(expected)])
  }

  @Test func `members of a list stand between commas, without white space`() {
    let bytes = Array("x: a,, b c\t,\t ,d ".utf8)
    let members = listMembers(2..<bytes.count, bytes.span).map { bytes.span.string($0) }
    #expect(members == ["a", "b c", "d"])
  }
}
