import Synchronization
import Testing

@testable import HTTP

/// Answers that are written piece by piece.
@Suite(.timeLimit(.minutes(1))) struct ServerStreamTests {
  private struct Failure: Error {}

  private func router(
    _ produce: @escaping @Sendable (BodyWriter) async throws -> Void
  ) -> Router {
    var router = Router.example
    router.on(.get, "/stream") { _ in
      Response(.init(integerLiteral: 200), contentType: "text/event-stream", .stream(produce))
    }
    return router
  }

  private func stream(_ body: String) -> Reply {
    Reply(
      status: 200,
      fields: ["content-type": "text/event-stream", "transfer-encoding": "chunked"], body: body)
  }

  @Test func `each piece is a chunk, and the connection lives on`() async throws {
    let router = router { writer in
      for piece in ["one, ", "", "two, ", String(repeating: "x", count: 300)] {
        try await writer.write(Array(piece.utf8))
        await Task.yield()
      }
    }
    try await TestServer.run(router) { server in
      let client = try server.client()
      try await client.get("/stream")
      try await client.get("/")
      #expect(
        try await client.reply() == stream("one, two, " + String(repeating: "x", count: 300)))
      #expect(try await client.reply() == .text("root"))
    }
  }

  @Test func `a piece is sent when it is written`() async throws {
    let gate = Gate()
    let router = router { writer in
      try await writer.write(Array("first".utf8))
      await gate.wait()
      try await writer.write(Array("second".utf8))
    }
    try await TestServer.run(router) { server in
      let client = try server.client()
      try await client.get("/stream", "Connection: close\r\n")
      let head = try await client.reply(toHead: true)
      #expect(head.fields["transfer-encoding"] == "chunked")
      #expect(try await client.line() == "5")
      #expect(try await client.line() == "first")
      gate.open()
      #expect(try await client.rest() == "6\r\nsecond\r\n0\r\n\r\n")
    }
  }

  @Test func `HTTP 1.0 has no chunks, and the end of the connection is the end`() async throws {
    let router = router { writer in
      for _ in 0..<3 { try await writer.write(Array("piece ".utf8)) }
    }
    try await TestServer.run(router) { server in
      let client = try server.client()
      try await client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      let head = try await client.reply(toHead: true)
      #expect(head.fields == ["content-type": "text/event-stream", "connection": "close"])
      #expect(try await client.rest() == "piece piece piece ")
    }
  }

  @Test func `HEAD gets the head of a stream, and nothing is produced`() async throws {
    let log = Log()
    let router = router { _ in log.add("produced") }
    try await TestServer.run(router) { server in
      let client = try server.client()
      try await client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.reply(toHead: true).fields == stream("").fields)
      try await client.get("/")
      #expect(try await client.reply() == .text("root"))
    }
    #expect(log.lines == [])
  }

  @Test func `a stream that fails is cut: its last chunk never comes`() async throws {
    let router = router { writer in
      try await writer.write(Array("half".utf8))
      throw Failure()
    }
    try await TestServer.run(router) { server in
      let client = try server.client()
      try await client.get("/stream")
      _ = try await client.reply(toHead: true)
      #expect(try await client.rest() == "4\r\nhalf\r\n")
    }
  }

  @Test func `who writes waits for who reads`() async throws {
    let written = Atomic(0)
    let piece = [UInt8](repeating: 120, count: 64 << 10)
    let pieces = 256
    let router = router { writer in
      for _ in 0..<pieces {
        try await writer.write(piece)
        written.add(1, ordering: .relaxed)
      }
    }
    try await TestServer.run(router) { server in
      let client = try server.client(receiveBuffer: 4096)
      try await client.get("/stream", "Connection: close\r\n")
      _ = try await client.reply(toHead: true)
      // All that fits is on its way when others have been served so often.
      let other = try server.client()
      for _ in 0..<100 {
        try await other.get("/")
        _ = try await other.reply()
      }
      #expect(written.load(ordering: .relaxed) < pieces)
      let rest = try await client.rest()
      #expect(rest.utf8.count == pieces * (piece.count + "10000\r\n\r\n".utf8.count) + 5)
      #expect(written.load(ordering: .relaxed) == pieces)
    }
  }

  @Test func `who writes learns that nobody reads any more`() async throws {
    let ended = Gate()
    let log = Log()
    let router = router { writer in
      defer { ended.open() }
      do {
        while true { try await writer.write([UInt8](repeating: 120, count: 1 << 16)) }
      } catch {
        log.add("\(error)")
        throw error
      }
    }
    try await TestServer.run(router) { server in
      do {
        let client = try server.client(receiveBuffer: 4096)
        try await client.get("/stream")
        _ = try await client.reply(toHead: true)
      }
      await ended.wait()
    }
    #expect(log.lines == ["CancellationError()"])
  }
}
