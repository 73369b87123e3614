import Testing

@testable import HTTP

/// What handlers do, and what the connection makes of it.
@Suite(.timeLimit(.minutes(1))) struct ServerHandlerTests {
  private struct Failure: Error {}

  @Test func `answers keep the order of their requests, however long the first one takes`()
    async throws
  {
    let gate = Gate()
    let log = Log()
    var router = Router.example
    router.on(.get, "/slow") { _ in
      log.add("slow starts")
      await gate.wait()
      log.add("slow ends")
      return .text("slow")
    }
    router.on(.get, "/last") { _ in
      log.add("last")
      return .text("last")
    }
    try await TestServer.run(router) { server in
      let client = try server.client()
      try await client.send(
        ["/slow", "/items/1", "/slow", "/last"].map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
          .joined())
      let other = try server.client()
      try await other.get("/items/2")
      #expect(try await other.reply() == .text("2"))
      gate.open()
      for expected in ["slow", "1", "slow", "last"] {
        #expect(try await client.reply() == .text(expected))
      }
    }
    #expect(log.lines == ["slow starts", "slow ends", "slow starts", "slow ends", "last"])
  }

  @Test func `what is ready is answered at once, the rest by who may wait`() async throws {
    var router = Router.example
    let ready: @Sendable (Request) throws -> Response? = { request in
      switch try request.query("ask") {
      case "ready": .text("ready")
      case nil: throw HTTPError.notFound
      default: nil
      }
    }
    router.on(.get, "/either", ready: ready) { request in
      await Task.yield()
      return .text("waited for \(try request.query("ask") ?? "")")
    }
    try await TestServer.run(router) { server in
      let client = try server.client()
      for (ask, expected) in [("ready", "ready"), ("more", "waited for more"), ("ready", "ready")] {
        try await client.get("/either?ask=\(ask)")
        #expect(try await client.reply() == .text(expected))
      }
      try await client.get("/either")
      #expect(try await client.reply().status == 404)
    }
  }

  @Test func `a waiting handler does not hold up other connections`() async throws {
    let gate = Gate()
    let log = Log()
    var router = Router.example
    router.on(.get, "/slow") { _ in
      log.add("waits")
      await gate.wait()
      return .text("slow")
    }
    try await TestServer.run(router) { server in
      let slow = try server.client()
      try await slow.get("/slow")
      for number in 0..<8 {
        let client = try server.client()
        try await client.get("/items/\(number)")
        #expect(try await client.reply() == .text("\(number)"))
      }
      gate.open()
      #expect(try await slow.reply() == .text("slow"))
    }
    #expect(log.lines == ["waits"])
  }

  @Test func `many requests at once are all answered`() async throws {
    // The answers are more than may wait to be sent.
    var limits = HTTPLimits()
    limits.unsent = 1000
    let body = String(repeating: "x", count: 600)
    var router = Router()
    router.on(.get, "/{id}") { request in .text((request.parameter("id") ?? "") + body) }
    try await TestServer.run(router, limits: limits) { server in
      for isLast in [false, true] {
        let client = try server.client()
        try await client.send(
          (100..<200).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
        if isLast { await client.finishSending() }
        for number in 100..<200 {
          #expect(try await client.reply() == .text("\(number)" + body))
        }
        if isLast { #expect(try await client.rest() == "") }
      }
    }
  }

  @Test func `large answers come whole and in order, between small ones`() async throws {
    var limits = HTTPLimits()
    limits.copied = 1000
    let large = CachedAnswer(
      Array(repeating: 120, count: 1 << 20), contentType: "text/plain", tag: EntityTag("x"))
    var router = Router.example
    router.on(.get, "/large/{count}") { request in
      let count = Int(request.parameter("count") ?? "") ?? 0
      return .text(String(repeating: "y", count: count))
    }
    router.on(.get, "/cached") { _ in .cached(large) }
    try await TestServer.run(router, limits: limits) { server in
      let client = try server.client(receiveBuffer: 4096)
      let paths = ["/large/1001", "/", "/large/1000", "/cached", "/large/4000000", "/items/1"]
      try await client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
      for count in [1001, 4, 1000, 1 << 20, 4_000_000, 1] {
        #expect(try await client.reply().body.utf8.count == count)
      }
      try await client.send("HEAD /cached HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.reply(toHead: true).fields["content-length"] == "1048576")
      try await client.get("/")
      #expect(try await client.reply() == .text("root"))
    }
  }

  @Test func `a client that has said everything is still answered`() async throws {
    let gate = Gate()
    var router = Router()
    router.on(.get, "/") { _ in
      await gate.wait()
      return .text("late")
    }
    try await TestServer.run(router) { server in
      let client = try server.client()
      try await client.get("/")
      await client.finishSending()
      gate.open()
      #expect(try await client.reply() == .text("late"))
      #expect(try await client.rest() == "")
    }
  }

  @Test func `a failure of a handler is answered with 500 and told to the owner`() async throws {
    let log = Log()
    let hooks = ServerHooks(onFailure: { error, request in
      log.add("\(type(of: error)) \(request.method.rawValue) \(request.path)")
    })
    var router = Router.example
    router.on(.get, "/quick") { _ in throw Failure() }
    router.on(.put, "/slow/{id}") { _ in
      await Task.yield()
      throw Failure()
    }
    try await TestServer.run(router, hooks: hooks) { server in
      let client = try server.client()
      try await client.get("/quick?a=b")
      #expect(try await client.reply().problem == "500 internal_error")
      try await client.send("PUT /slow/1 HTTP/1.1\r\nHost: a\r\n\r\n")
      let reply = try await client.reply()
      #expect(reply.problem == "500 internal_error")
      // What went wrong inside is nobody's business outside.
      #expect(!reply.body.contains("Failure"))
      try await client.get("/")
      #expect(try await client.reply() == .text("root"))
    }
    #expect(log.lines == ["Failure GET /quick", "Failure PUT /slow/1"])
  }

  @Test func `an error of the client's is answered as the handler throws it`() async throws {
    let log = Log()
    let hooks = ServerHooks(onFailure: { _, request in log.add(request.path) })
    var router = Router.example
    router.on(.get, "/quick") { request in .text(try request.query("a") ?? "") }
    router.on(.get, "/slow") { _ in
      await Task.yield()
      throw HTTPError(429, code: "slow_down", "Wait.", fields: [("Retry-After", "5")])
    }
    try await TestServer.run(router, hooks: hooks) { server in
      let client = try server.client()
      try await client.get("/quick?a=%ff")
      #expect(try await client.reply().problem == "400 invalid_query")
      try await client.get("/slow")
      let reply = try await client.reply()
      #expect(reply.problem == "429 slow_down")
      #expect(reply.fields["retry-after"] == "5")
    }
    #expect(log.lines == [])
  }
}
