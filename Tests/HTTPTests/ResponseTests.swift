import Testing

@testable import HTTP

@Suite struct ResponseTests {
  /// The head of an answer without its Date, which must be there.
  private func head(
    _ response: Response, _ framing: ResponseFraming = .length(0), keepsAlive: Bool = true,
    minorVersion: Int = 1
  ) throws -> [String] {
    var date = DateStamp()
    date.refresh()
    let buffer = ByteBuffer(BufferPool(size: 1))
    buffer.append(
      headOf: response, framing: framing,
      ResponseSetting(date: date, id: nil, keepsAlive: keepsAlive, minorVersion: minorVersion))
    let text = buffer.withSpan { $0.string(0..<$0.count) }
    try #require(text.hasSuffix("\r\n\r\n"))
    var lines = text.split(separator: "\r\n").map(String.init)
    try #require(lines[1].hasPrefix("Date: ") && lines[1].hasSuffix(" GMT"))
    lines.remove(at: 1)
    return lines
  }

  @Test func `an answer with a body says how long it is`() throws {
    #expect(
      try head(.text("hé"), .length(3)) == [
        "HTTP/1.1 200 OK", "Content-Type: text/plain; charset=utf-8", "Content-Length: 3",
      ])
    #expect(
      try head(.json(Array("{}".utf8), status: 201), .length(2)) == [
        "HTTP/1.1 201 Created", "Content-Type: application/json", "Content-Length: 2",
      ])
  }

  @Test func `an answer without a body says so too`() throws {
    #expect(try head(Response(404)) == ["HTTP/1.1 404 Not Found", "Content-Length: 0"])
  }

  @Test(arguments: [Status(integerLiteral: 204), 304])
  func `an answer that cannot have a body has no length`(status: Status) throws {
    for framing in [ResponseFraming.length(0), .length(5), .chunked, .untilClose] {
      #expect(
        try head(Response(status), framing)
          == ["HTTP/1.1 \(status.code) \(status.phrase)"])
    }
  }

  @Test func `a stream is chunked, or ends with the connection`() throws {
    #expect(
      try head(Response(), .chunked) == ["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"])
    #expect(
      try head(Response(), .untilClose, keepsAlive: false, minorVersion: 0)
        == ["HTTP/1.1 200 OK", "Connection: close"])
  }

  @Test func `the connection's future is told where it is not the default`() throws {
    func last(keepsAlive: Bool, minorVersion: Int) throws -> String? {
      try head(Response(), keepsAlive: keepsAlive, minorVersion: minorVersion).last
    }
    #expect(try last(keepsAlive: true, minorVersion: 1) == "Content-Length: 0")
    #expect(try last(keepsAlive: false, minorVersion: 1) == "Connection: close")
    #expect(try last(keepsAlive: true, minorVersion: 0) == "Connection: keep-alive")
    #expect(try last(keepsAlive: false, minorVersion: 0) == "Connection: close")
  }

  @Test func `fields come in their order`() throws {
    let response = Response(fields: [("Location", "/a"), ("Set-Cookie", "b=c"), ("Set-Cookie", "")])
    #expect(
      try head(response) == [
        "HTTP/1.1 200 OK", "Location: /a", "Set-Cookie: b=c", "Set-Cookie: ", "Content-Length: 0",
      ])
  }

  @Test(arguments: ["/a\r\nSet-Cookie: b", "/a\nSet-Cookie: b", "/a\rSet-Cookie: b", "\r\n\r\n<p>"])
  func `a value cannot smuggle in another field`(value: String) throws {
    #expect(
      try head(Response(fields: [("Location", value)]))
        == ["HTTP/1.1 200 OK", "Location: ", "Content-Length: 0"])
  }

  @Test(arguments: [
    (Status(integerLiteral: 200), "OK"), (413, "Content Too Large"), (422, "Unprocessable Content"),
    (431, "Request Header Fields Too Large"), (505, "HTTP Version Not Supported"), (299, "Status"),
  ])
  func `a status has a phrase`(status: Status, phrase: String) {
    #expect(status.phrase.description == phrase)
  }
}

@Suite struct HTTPErrorTests {
  @Test func `an error is a problem document`() {
    let error = HTTPError(
      429, code: "slow_down", "Wait \"5 s\".", fields: [("Retry-After", "5")])
    let response = error.response
    #expect(response.status == 429)
    #expect(response.contentType?.description == "application/problem+json")
    #expect(response.fields.map { "\($0.name): \($0.value)" } == ["Retry-After: 5"])
    guard case .bytes(let body) = response.body else {
      Issue.record("it has a body")
      return
    }
    #expect(
      String(decoding: body, as: UTF8.self)
        == #"{"code":"slow_down","detail":"Wait \"5 s\".","status":429,"#
        + #""title":"Too Many Requests","type":"about:blank"}"#)
  }

  @Test(arguments: [
    ("", #""""#), ("a/é👍", #""a/é👍""#), ("\"\\", #""\"\\""#), ("\n\r\t", #""\n\r\t""#),
    ("\r\n", #""\r\n""#), ("\0\u{1F}", #""\u0000\u001f""#), ("e\u{301}", "\"e\u{301}\""),
  ])
  func `any text is a JSON string`(text: String, expected: String) {
    #expect(jsonString(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }
}
