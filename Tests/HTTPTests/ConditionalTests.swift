import CZlib
import Testing

@testable import HTTP

/// RFC 9110, sections 8.8.3 and 13.1.2.
@Suite(.timeLimit(.minutes(1))) struct ConditionalTests {
  @Test(arguments: [
    ("\"abc\"", true), ("W/\"abc\"", true), ("*", true), ("\"x\", \"abc\"", true),
    ("\"a,b\",W/\"abc\"", true), ("\"x\" , W/\"abc\" , \"y\"", true), ("\"ab\"", false),
    ("\"abcd\"", false), ("abc", false), ("\"abc", false), ("", false), ("\"\"", false),
    ("\"*\"", false), ("*, \"x\"", false), ("\"ABC\"", false),
  ])
  func `If-None-Match is a list of tags, compared weakly`(value: String, expected: Bool) {
    let request = Request(fields: ["If-None-Match: " + value])
    #expect(request.hasCurrent(EntityTag("abc")) == expected)
    #expect(request.hasCurrent(EntityTag("abc", isWeak: true)) == expected)
  }

  @Test func `the list may go over several lines`() {
    let request = Request(fields: ["If-None-Match: \"a\"", "If-None-Match: \"b\""])
    #expect(request.hasCurrent(EntityTag("b")))
    #expect(!request.hasCurrent(EntityTag("c")))
    #expect(!Request().hasCurrent(EntityTag("a")))
  }

  @Test func `equal bytes have equal tags, others have not`() {
    #expect(EntityTag(of: [1, 2, 3]) == EntityTag(of: [1, 2, 3]))
    #expect(EntityTag(of: [1, 2, 3]) != EntityTag(of: [1, 2, 4]))
    #expect(EntityTag(of: []) != EntityTag(of: [0]))
  }

  private static let tagged: Router = {
    var router = Router.example
    router.on(.get, "/tagged") { _ in
      var response = Response.text("hello")
      response.tag = EntityTag("v1")
      response.fields = [
        ("Cache-Control", "max-age=5"), ("Content-Language", "en"), ("Vary", "Accept"),
      ]
      return response
    }
    router.on(.put, "/tagged") { _ in
      var response = Response.text("done")
      response.tag = EntityTag("v1")
      return response
    }
    return router
  }()

  @Test func `a client that has an answer is told so, and no more`() async throws {
    try await TestServer.run(Self.tagged) { server in
      let client = try server.client()
      let kept = ["etag": "\"v1\"", "cache-control": "max-age=5", "vary": "Accept"]
      try await client.get("/tagged", "If-None-Match: \"v0\"\r\n")
      #expect(
        try await client.reply()
          == .text("hello", fields: kept.merging(["content-language": "en"]) { $1 }))
      try await client.get("/tagged", "If-None-Match: \"v0\", W/\"v1\"\r\n")
      #expect(try await client.reply() == Reply(status: 304, fields: kept))
      try await client.send("HEAD /tagged HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n")
      #expect(try await client.reply(toHead: true) == Reply(status: 304, fields: kept))
      try await client.send("PUT /tagged HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"v1\"\r\n\r\n")
      #expect(try await client.reply().status == 200)
    }
  }
}

/// Answers that are made once.
@Suite(.timeLimit(.minutes(1))) struct CachedAnswerTests {
  private static let small = CachedAnswer(
    Array("{}".utf8), contentType: "application/json", tag: EntityTag("s"))
  private static let text = String(repeating: "all work and no play; ", count: 300)
  private static let large = CachedAnswer(
    Array(text.utf8), contentType: "text/plain", tag: EntityTag("l"),
    fields: [("Cache-Control", "max-age=60")])

  private static let router: Router = {
    var router = Router.example
    router.on(.get, "/small") { _ in .cached(small) }
    router.on(.get, "/large") { _ in .cached(large) }
    router.on(.get, "/own") { _ in
      var response = Response.cached(small)
      response.fields.append(("X-Own", "1"))
      return response
    }
    return router
  }()

  @Test func `it is answered like any other`() async throws {
    try await TestServer.run(Self.router) { server in
      let client = try server.client()
      let fields = ["etag": "\"s\"", "cache-control": "no-cache"]
      let content = ["content-type": "application/json", "content-length": "2"]
      try await client.get("/small", "Accept-Encoding: gzip\r\n")
      let whole = fields.merging(content) { $1 }
      #expect(try await client.reply() == Reply(status: 200, fields: whole, body: "{}"))
      try await client.get("/small", "If-None-Match: \"s\"\r\n")
      #expect(try await client.reply() == Reply(status: 304, fields: fields))
      try await client.send("HEAD /small HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.reply(toHead: true) == Reply(status: 200, fields: whole))
      try await client.get("/own", "Connection: close\r\n")
      let own = try await client.reply()
      #expect(own.fields == whole.merging(["x-own": "1", "connection": "close"]) { $1 })
      #expect(try await client.rest() == "")
    }
  }

  @Test func `it is compressed for who wants it, under another tag`() async throws {
    try await TestServer.run(Self.router) { server in
      let client = try server.client()
      try await client.get("/large")
      let plain = try await client.reply()
      #expect(plain.body == Self.text)
      #expect(plain.fields["etag"] == "\"l\"")
      #expect(plain.fields["vary"] == "Accept-Encoding")
      try await client.send(
        "HEAD /large HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br, gzip;q=0.5\r\n\r\n")
      let compressed = try await client.reply(toHead: true)
      #expect(compressed.fields["content-encoding"] == "gzip")
      #expect(compressed.fields["etag"] == "\"l-gzip\"")
      #expect(Int(compressed.fields["content-length"] ?? "").map { $0 < 300 } == true)
      for tag in ["\"l\"", "\"l-gzip\""] {
        try await client.get("/large", "If-None-Match: \(tag)\r\nAccept-Encoding: gzip\r\n")
        #expect(
          try await client.reply()
            == Reply(
              status: 304,
              fields: [
                "etag": "\"l-gzip\"", "vary": "Accept-Encoding", "cache-control": "max-age=60",
              ]))
      }
    }
  }
}

@Suite struct CompressionTests {
  @Test(arguments: [
    ("gzip", true), ("GZIP", true), ("x-gzip", true), ("deflate, gzip;q=1.0, *;q=0.5", true),
    ("*", true), ("gzip; q=0.001", true), ("br;q=1.0,\tgzip ; q=0.8", true), ("identity", false),
    ("gzip;q=0", false), ("gzip; q=0.000", false), ("*;q=0", false), ("gzip;q=0, *", false),
    ("", false), ("br", false), ("gzip;q=x", false), ("gzip;level=9", false), ("gzipped", false),
    ("*;q=0, gzip", true),
  ])
  func `Accept-Encoding says whether gzip is welcome`(value: String, expected: Bool) {
    #expect(Request(fields: ["Accept-Encoding: " + value]).acceptsGzip == expected)
  }

  @Test func `nobody asked, nothing is compressed`() {
    #expect(!Request().acceptsGzip)
  }

  @Test func `what is compressed can be read again`() throws {
    let text = Array((0..<2000).map { "line \($0 % 50)\n" }.joined().utf8)
    let compressed = try #require(Compression.gzip(text))
    #expect(compressed.count < text.count / 5)
    #expect(gunzip(compressed, size: text.count) == text)
  }

  @Test func `what would not get smaller is left alone`() {
    #expect(Compression.gzip(Array(repeating: 120, count: 100)) == nil)
    var random = SystemRandomNumberGenerator()
    #expect(
      Compression.gzip((0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }) == nil)
  }

  @Test func `a large answer of a handler that waits is compressed for who wants it`() async {
    let body = [UInt8](repeating: 120, count: 5000)
    var response = Response.json(body)
    response.tag = EntityTag("v")
    let plain = await Compression.applied(to: response, for: Request())
    #expect(plain.body.bytes == body)
    #expect(plain.fields.map(\.value) == ["Accept-Encoding"])
    let request = Request(fields: ["Accept-Encoding: gzip"])
    let compressed = await Compression.applied(to: response, for: request)
    #expect(compressed.fields.map(\.value) == ["Accept-Encoding", "gzip"])
    #expect(compressed.tag?.description == "W/\"v\"")
    response.tag = nil
    response.fields = [("ETag", "\"v\"")]
    let own = await Compression.applied(to: response, for: request)
    #expect(own.fields.first?.value == "W/\"v\"")
    #expect(gunzip(compressed.body.bytes ?? [], size: 5000) == body)
    let image = Response(contentType: "image/png", .bytes(body))
    #expect(await Compression.applied(to: image, for: request).body.bytes == body)
  }
}

/// What a client makes of it; `size` bytes at the most.
func gunzip(_ bytes: [UInt8], size: Int) -> [UInt8]? {
  var stream = unsafe z_stream()
  guard
    unsafe inflateInit2_(
      &stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  else { return nil }
  defer { unsafe inflateEnd(&stream) }
  var input = bytes
  var isWhole = false
  let result = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { output, count in
    unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe stream.next_in = input.baseAddress
      unsafe stream.avail_in = UInt32(input.count)
      unsafe stream.next_out = output.baseAddress
      unsafe stream.avail_out = UInt32(output.count)
      isWhole = unsafe inflate(&stream, Z_FINISH) == Z_STREAM_END
      count = unsafe output.count - Int(stream.avail_out)
    }
  }
  return isWhole ? result : nil
}
