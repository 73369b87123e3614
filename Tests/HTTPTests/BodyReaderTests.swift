import Testing

@testable import HTTP

@Suite struct BodyReaderTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    var name: String
    var body: String
    var expected: [Parsed]
    var testDescription: String { name }

    init(_ name: String, _ body: String, _ status: Int = 400, _ code: String = "bad_request") {
      self.name = name
      self.body = body
      expected = [.refused(status, code)]
    }
  }

  static let limits: HTTPLimits = {
    var limits = HTTPLimits()
    limits.body = 30
    limits.chunkOverhead = 40
    limits.chunkExtension = 16
    return limits
  }()

  private static let start = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

  private static func message(_ body: String) -> Message {
    Message(
      method: .routable(.post), fields: ["Host: a", "Transfer-Encoding: chunked"], body: body)
  }

  static let refusals = [
    Refusal("no size", "\r\nhello\r\n"),
    Refusal("a size of letters", "hello\r\n"),
    Refusal("a size with a prefix", "0x5\r\nhello\r\n0\r\n\r\n"),
    Refusal("a size with a sign", "-1\r\nx\r\n"),
    Refusal("a space before the size", " 5\r\nhello\r\n0\r\n\r\n"),
    Refusal("a space after the size", "5 \r\nhello\r\n0\r\n\r\n"),
    Refusal("a size that overflows", "ffffffffffffffffff\r\n"),
    Refusal("a size of nine digits", "000000005\r\nhello\r\n0\r\n\r\n"),
    Refusal("the largest size", "7fffffff\r\n", 413, "body_too_large"),
    Refusal("a chunk over the limit", "1f\r\n", 413, "body_too_large"),
    Refusal(
      "chunks over the limit together", "14\r\n\(String(repeating: "x", count: 20))\r\nb\r\n", 413,
      "body_too_large"),
    Refusal("bare LF after a size", "5\nhello\n0\n\n"),
    Refusal("bare CR after a size", "5\rhello"),
    Refusal("data longer than its size", "4\r\nhello\r\n0\r\n\r\n"),
    Refusal("bare LF after data", "5\r\nhello\n0\r\n\r\n"),
    Refusal("CR without LF after data", "5\r\nhello\rX"),
    Refusal("an extension without a name", "5;\r\nhello\r\n0\r\n\r\n"),
    Refusal("an extension without a value", "5;a=\r\nhello\r\n0\r\n\r\n"),
    Refusal("an extension with an escape", "5;a=\"\\\"\"\r\nhello\r\n0\r\n\r\n"),
    Refusal("an extension with LF", "5;a=\"b\nc\"\r\nhello\r\n0\r\n\r\n"),
    Refusal("an extension with bare LF", "5;a\nhello\r\n0\r\n\r\n"),
    Refusal("an extension that is too long", "5;a=\(String(repeating: "b", count: 17))"),
    Refusal("an extension that never ends", "5;a=\"\(String(repeating: "b", count: 17))"),
    Refusal(
      "chunks that are smaller than what is around them",
      String(repeating: "1;a=bbbbb\r\nx\r\n", count: 6)),
    Refusal("a trailer without a colon", "0\r\nX\r\n\r\n"),
    Refusal("a trailer without a name", "0\r\n: b\r\n\r\n"),
    Refusal("a trailer with a space before its colon", "0\r\nX : b\r\n\r\n"),
    Refusal("a folded trailer", "0\r\nX: b\r\n c\r\n\r\n"),
    Refusal("a trailer with a NUL", "0\r\nX: b\0\r\n\r\n"),
    Refusal("a trailer with bare LF", "0\r\nX: b\n\r\n"),
    Refusal("a trailer with bare CR", "0\r\nX: b\rc\r\n\r\n"),
    Refusal("a length in the trailers", "0\r\nContent-Length: 5\r\n\r\n"),
    Refusal("a coding in the trailers", "0\r\nTRANSFER-ENCODING: chunked\r\n\r\n"),
    Refusal("a Host in the trailers", "0\r\nHost: a\r\n\r\n"),
    Refusal(
      "a trailer that is too long", "0\r\nX: \(String(repeating: "b", count: 40))\r\n\r\n", 431,
      "head_too_large"),
    Refusal(
      "a trailer that never ends", "0\r\nX: \(String(repeating: "b", count: 80))", 431,
      "head_too_large"),
    Refusal(
      "too many trailers", "0\r\n" + String(repeating: "X: b\r\n", count: 7), 431,
      "head_too_large"),
    Refusal("bare CR after the last chunk", "0\r\n\rX"),
  ]

  @Test(arguments: refusals)
  func `it is refused, wherever the bytes are cut`(refusal: Refusal) {
    let text = Self.start + refusal.body
    #expect(WireReader.read(text, limits: Self.limits) == refusal.expected)
    #expect(WireReader.cuts(of: text, limits: Self.limits, besides: refusal.expected) == [])
  }

  @Test(arguments: [
    ("0\r\n\r\n", ""),
    ("00000000\r\n\r\n", ""),
    ("1E\r\n\(String(repeating: "x", count: 30))\r\n0\r\n\r\n", String(repeating: "x", count: 30)),
    ("3;a;b=c;d=\"=;\"\r\nabc\r\n0;e\r\n\r\n", "abc"),
    ("3;a=bbbbbbbbbbbbb\r\nabc\r\n0\r\n\r\n", "abc"),
    ("2\r\n\r\n\r\n2\r\n0\r\r\n0\r\n\r\n", "\r\n0\r"),
    ("1\r\na\r\n0\r\nX: b\r\nY:\t\r\nContent-Type: c\r\n\r\n", "a"),
    // The more data, the more around it.
    (
      "1e\r\n\(String(repeating: "x", count: 30))\r\n0\r\nX: "
        + String(repeating: "b", count: 50) + "\r\n\r\n", String(repeating: "x", count: 30)
    ),
  ])
  func `chunks are put together, wherever the bytes are cut`(body: String, expected: String) {
    let expected: [Parsed] = [.request(Self.message(expected))]
    #expect(WireReader.read(Self.start + body, limits: Self.limits) == expected)
    #expect(WireReader.cuts(of: Self.start + body, limits: Self.limits, besides: expected) == [])
  }

  @Test func `a body leaves the bytes after it`() {
    let buffer = ByteBuffer(BufferPool(size: 1))
    buffer.append("hello, world")
    var reader = BodyReader(.length(5), limit: 5, limits: HTTPLimits())
    guard case .complete = reader.take(from: buffer) else {
      Issue.record("the body is there")
      return
    }
    #expect(String(decoding: reader.bytes, as: UTF8.self) == "hello")
    #expect(buffer.withSpan { $0.string(0..<$0.count) } == ", world")
  }

  @Test func `a body without framing has no bytes`() {
    let buffer = ByteBuffer(BufferPool(size: 16))
    buffer.append("GET / HTTP/1.1")
    var reader = BodyReader(.none, limit: 5, limits: HTTPLimits())
    guard case .complete = reader.take(from: buffer) else {
      Issue.record("nothing is to come")
      return
    }
    #expect(reader.bytes == [])
    #expect(buffer.count == 14)
  }
}
