import Glibc
import Testing

@testable import HTTP

@Suite struct ByteRangeTests {
  @Test(arguments: [
    ("bytes=0-0", ByteRange.part(0..<1)), ("bytes=2-4", .part(2..<5)), ("bytes=5-", .part(5..<10)),
    ("bytes=-3", .part(7..<10)), ("bytes=-99", .part(0..<10)), ("bytes=0-99", .part(0..<10)),
    ("Bytes=1-1", .part(1..<2)), ("bytes=10-", .unsatisfiable), ("bytes=-0", .unsatisfiable),
    ("bytes=99-100", .unsatisfiable), ("bytes=4-2", .whole), ("bytes=-", .whole),
    ("bytes=", .whole),
    ("bytes=0-1,3-4", .whole), ("lines=0-1", .whole), ("bytes=a-b", .whole), ("bytes=+1-2", .whole),
    ("bytes=0--1", .whole), ("", .whole), ("bytes=9999999999999999-", .whole),
  ])
  func `one range is served, and what is none counts for nothing`(
    value: String, expected: ByteRange
  ) {
    #expect(ByteRange(value, size: 10) == expected)
  }

  @Test func `of nothing there is no part`() {
    #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
    #expect(ByteRange("bytes=-1", size: 0) == .unsatisfiable)
  }
}

/// Files through a server.
@Suite(.timeLimit(.minutes(1))) final class StaticFilesTests: Sendable {
  private let directory: String
  private let large = String(repeating: "0123456789abcdef", count: 1 << 18)

  init() throws {
    var template = Array("/tmp/asyncjudge-files-XXXXXX".utf8CString)
    let made = unsafe mkdtemp(&template)
    try #require(unsafe made != nil)
    directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    for name in ["www", "www/sub"] { unsafe mkdir(directory + "/" + name, 0o755) }
    for (name, text) in [
      ("secret.txt", "secret"), ("www/a.txt", "0123456789"), ("www/index.html", "<p>"),
      ("www/sub/b.json", "{}"), ("www/empty.css", ""), ("www/large.bin", large),
    ] {
      try write(text, to: name)
    }
    unsafe symlink("../secret.txt", directory + "/www/link.txt")
    unsafe symlink("..", directory + "/www/up")
    unsafe mkfifo(directory + "/www/pipe", 0o644)
  }

  deinit {
    for name in [
      "www/sub/b.json", "www/sub", "www/a.txt", "www/index.html", "www/empty.css", "www/large.bin",
      "www/link.txt", "www/up", "www/pipe", "www", "secret.txt", "",
    ] {
      unsafe remove(directory + "/" + name)
    }
  }

  private func write(_ text: String, to name: String) throws {
    let file = unsafe open(directory + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    try #require(file >= 0)
    defer { close(file) }
    let bytes = Array(text.utf8)
    try #require(unsafe Glibc.write(file, bytes, bytes.count) == bytes.count)
    // A time with a known text.
    let time = timespec(tv_sec: 784_111_777, tv_nsec: 5)
    try #require(unsafe futimens(file, [time, time]) == 0)
  }

  private func run(_ body: (WireClient) async throws -> Void) async throws {
    let files = try StaticFiles(directory: directory + "/www")
    var router = Router.example
    router.on(.get, "/files/{path*}") { request in
      try files.response(to: request, path: request.parameter("path") ?? "..")
    }
    try await TestServer.run(router) { server in try await body(try server.client()) }
  }

  @Test func `a file is sent with what tells its version`() async throws {
    try await run { client in
      try await client.get("/files/a.txt")
      let reply = try await client.reply()
      #expect(reply.status == 200)
      #expect(reply.body == "0123456789")
      var fields = reply.fields
      let removed = fields.removeValue(forKey: "etag")
      let tag = try #require(removed)
      #expect(
        fields == [
          "content-type": "text/plain; charset=utf-8", "content-length": "10",
          "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT", "cache-control": "no-cache",
          "accept-ranges": "bytes", "x-content-type-options": "nosniff",
        ])
      try await client.send("HEAD /files/a.txt HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.reply(toHead: true).fields == reply.fields)
      for field in [
        "If-None-Match: \(tag)", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
        "If-Modified-Since: Mon, 07 Nov 1994 08:49:37 GMT",
      ] {
        try await client.get("/files/a.txt", field + "\r\n")
        let reply = try await client.reply()
        #expect(reply.status == 304, "\(field)")
        #expect(reply.fields["etag"] == tag && reply.fields["content-length"] == nil)
      }
      for field in [
        "If-None-Match: \"x\"", "If-Modified-Since: Sat, 05 Nov 1994 08:49:37 GMT",
        "If-None-Match: \"x\"\r\nIf-Modified-Since: Mon, 07 Nov 1994 08:49:37 GMT",
        "If-Modified-Since: tomorrow",
      ] {
        try await client.get("/files/a.txt", field + "\r\n")
        #expect(try await client.reply().body == "0123456789", "\(field)")
      }
    }
  }

  @Test(arguments: [
    ("", "text/html; charset=utf-8", "<p>"), ("sub/b.json", "application/json", "{}"),
    ("empty.css", "text/css; charset=utf-8", ""),
    ("%61.txt", "text/plain; charset=utf-8", "0123456789"),
  ])
  func `a path leads to its file`(path: String, type: String, body: String) async throws {
    try await run { client in
      try await client.get("/files/" + path)
      let reply = try await client.reply()
      #expect(reply.status == 200)
      #expect(reply.fields["content-type"] == type)
      #expect(reply.body == body)
      try await client.get("/")
      #expect(try await client.reply() == .text("root"))
    }
  }

  @Test(arguments: [
    "nothing", "sub", "sub/", "../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "link.txt",
    "up/secret.txt", "up/www/a.txt", "./a.txt", "sub//b.json", "sub/../a.txt", "a.txt/", "pipe",
    "a.txt%00", "%ff", "/etc/passwd", "%2Fetc%2Fpasswd",
  ])
  func `what is no file in the directory is not found`(path: String) async throws {
    try await run { client in
      try await client.get("/files/" + path)
      #expect(try await client.reply().problem == "404 not_found")
    }
  }

  @Test func `a part of a file is sent alone`() async throws {
    try await run { client in
      try await client.get("/files/a.txt")
      let tag = try #require(try await client.reply().fields["etag"])
      for (field, range, body) in [
        ("bytes=2-4", "bytes 2-4/10", "234"), ("bytes=-1", "bytes 9-9/10", "9"),
        ("bytes=8-\r\nIf-Range: \(tag)", "bytes 8-9/10", "89"),
        ("bytes=8-\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT", "bytes 8-9/10", "89"),
      ] {
        try await client.get("/files/a.txt", "Range: \(field)\r\n")
        let reply = try await client.reply()
        #expect(reply.status == 206)
        #expect(reply.fields["content-range"] == range)
        #expect(reply.body == body)
      }
      try await client.get("/files/a.txt", "Range: bytes=2-4\r\nIf-Range: \"old\"\r\n")
      #expect(try await client.reply().body == "0123456789")
      try await client.get("/files/a.txt", "Range: bytes=10-\r\n")
      let refused = try await client.reply()
      #expect(refused.problem == "416 range_not_satisfiable")
      #expect(refused.fields["content-range"] == "bytes */10")
    }
  }

  @Test func `large files go through pipelines whole, to slow readers too`() async throws {
    try await run { client in
      let requests = ["/files/large.bin", "/", "/files/large.bin", "/files/a.txt"]
      try await client.send(
        requests.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
      #expect(try await client.reply().body == large)
      #expect(try await client.reply() == .text("root"))
      #expect(try await client.reply().body == large)
      #expect(try await client.reply().body == "0123456789")
    }
  }
}
