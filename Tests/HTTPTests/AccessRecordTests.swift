import Testing

@testable import HTTP

/// What is told of each answer, and what requests are called.
@Suite(.timeLimit(.minutes(1))) struct AccessRecordTests {
  private func hooks(_ log: Log) -> ServerHooks {
    ServerHooks(onRequest: {
      log.add(
        "\($0.peer) \($0.method?.rawValue ?? "-") \($0.path ?? "-") \($0.status.code) \($0.bytes)"
          + ($0.isWhole ? "" : " cut"))
    })
  }

  @Test func `each answer is recorded`() async throws {
    let log = Log()
    try await TestServer.run(hooks: hooks(log)) { server in
      let client = try server.client()
      try await client.get("/items/%61?b")
      _ = try await client.reply()
      try await client.get("/nothing?b")
      let nothing = try await client.reply()
      try await client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
      _ = try await client.reply(toHead: true)
      #expect(
        log.lines == [
          "127.0.0.1 GET /items/%61 200 1",
          "127.0.0.1 GET /nothing 404 \(nothing.body.utf8.count)", "127.0.0.1 HEAD / 200 0",
        ])
    }
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "- - 400"), ("GET / HTTP/2.0\r\n", "- - 505"),
    ("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 16384))", "- - 431"),
    ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "- - 501"), ("G", "- - 408"),
    ("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "POST /small 413"),
    ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nx", "POST /echo 408"),
  ])
  func `so is what was no whole request, after one that was`(bytes: String, expected: String)
    async throws
  {
    let log = Log()
    var limits = HTTPLimits()
    limits.headSeconds = 1
    limits.bodySeconds = 1
    try await TestServer.run(limits: limits, hooks: hooks(log)) { server in
      let client = try server.client()
      try await client.get("/")
      _ = try await client.reply()
      try await client.send(bytes)
      let refused = try await client.reply()
      #expect(
        log.lines == [
          "127.0.0.1 GET / 200 4", "127.0.0.1 \(expected) \(refused.body.utf8.count)",
        ])
    }
  }

  @Test func `so is an answer that nobody waited for`() async throws {
    let log = Log()
    let started = Gate()
    var router = Router()
    router.on(.get, "/") { _ in
      started.open()
      await Gate().wait()
      return .text("late")
    }
    try await TestServer.run(router, hooks: hooks(log)) { server in
      let client = try server.client()
      try await client.get("/")
      await started.wait()
    }
    #expect(log.lines == ["127.0.0.1 GET / 499 0 cut"])
  }

  @Test func `a request has a name of its own, or the one it was given`() async throws {
    let names = Log()
    let hooks = ServerHooks(onRequest: { names.add($0.requestID) })
    var router = Router()
    router.on(.get, "/") { request in .text(request.requestID) }
    try await TestServer.run(router, loops: 1, hooks: hooks) { server in
      let client = try server.client()
      var seen: [String?] = []
      for field in [
        "", "X-Request-Id: a-B_3.4:5\r\n", "X-Request-Id: a b\r\n", "X-Request-Id:\r\n",
        "X-Request-Id: \(String(repeating: "x", count: 65))\r\n", "X-Request-Id: <script>\r\n",
      ] {
        try await client.get("/", field)
        let reply = try await client.reply()
        seen.append(await client.requestID)
        #expect(reply.body == seen.last)
      }
      try await client.send("BREW\r\n\r\n")
      _ = try await client.reply()
      seen.append(await client.requestID)
      #expect(seen[1] == "a-B_3.4:5")
      #expect(Set(seen).count == seen.count)
      for name in seen where name != seen[1] { #expect(name?.utf8.count == 16) }
      #expect(names.lines.map(Optional.some) == seen)
    }
  }
}
