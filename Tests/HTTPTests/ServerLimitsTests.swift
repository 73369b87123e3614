import Testing

@testable import HTTP

/// Clients that are slow, or too many. A server's clock ticks once a second, so these wait for it.
@Suite(.timeLimit(.minutes(1))) struct ServerLimitsTests {
  private func limits(_ change: (inout HTTPLimits) -> Void) -> HTTPLimits {
    var limits = HTTPLimits()
    change(&limits)
    return limits
  }

  @Test(arguments: ["G", "GET / HTTP/1.1\r\nHost: a\r\n", "\r"])
  func `half a head is waited for no longer than its limit`(bytes: String) async throws {
    try await TestServer.run(limits: limits { $0.headSeconds = 1 }) { server in
      let client = try server.client()
      try await client.send(bytes)
      #expect(try await client.reply().problem == "408 request_timeout, close")
      #expect(try await client.rest() == "")
    }
  }

  @Test func `a head that dribbles in has no more time than one that stops`() async throws {
    try await TestServer.run(limits: limits { $0.headSeconds = 1 }) { server in
      let client = try server.client()
      try await client.send("GET / HTTP/1.1\r\nX: ")
      while try await !client.hasReceived() {
        try await client.send("a")
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(try await client.reply().problem == "408 request_timeout, close")
    }
  }

  @Test func `the time of a head begins with its first byte, also on a connection in use`()
    async throws
  {
    try await TestServer.run(limits: limits { $0.headSeconds = 2 }) { server in
      let client = try server.client()
      try await client.get("/")
      #expect(try await client.reply() == .text("root"))
      try await client.send("GET / HTTP/1.1\r\n")
      #expect(try await client.reply().problem == "408 request_timeout, close")
    }
  }

  @Test func `half a body is waited for no longer than its limit`() async throws {
    try await TestServer.run(limits: limits { $0.bodySeconds = 1 }) { server in
      let client = try server.client()
      try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf")
      #expect(try await client.reply().problem == "408 request_timeout, close")
      #expect(try await client.rest() == "")
    }
  }

  @Test func `a client that says nothing is sent away without a word`() async throws {
    let limits = limits {
      $0.headSeconds = 2
      $0.idleSeconds = 1
    }
    try await TestServer.run(limits: limits) { server in
      let silent = try server.client()
      let idle = try server.client()
      try await idle.get("/")
      #expect(try await idle.reply() == .text("root"))
      #expect(try await silent.rest() == "")
      #expect(try await idle.rest() == "")
    }
  }

  @Test func `a handler may take longer than any client`() async throws {
    let limits = limits {
      $0.bodySeconds = 1
      $0.idleSeconds = 1
    }
    var router = Router.example
    router.on(.get, "/slow") { _ in
      try await Task.sleep(for: .seconds(3))
      return .text("slow")
    }
    try await TestServer.run(router, limits: limits) { server in
      let client = try server.client()
      try await client.get("/slow")
      #expect(try await client.reply() == .text("slow"))
    }
  }

  @Test func `a client that does not take its answer is cut off, and makes room`() async throws {
    let limits = limits {
      $0.writeSeconds = 1
      $0.connections = 1
    }
    // More than the kernel keeps for both ends.
    let body = [UInt8](repeating: 120, count: 32 << 20)
    var router = Router.example
    router.on(.get, "/large") { _ in Response(.init(integerLiteral: 200), .bytes(body)) }
    try await TestServer.run(router, limits: limits) { server in
      let slow = try server.client(receiveBuffer: 4096)
      try await slow.get("/large")
      let next = try server.client()
      try await next.get("/")
      #expect(try await next.reply() == .text("root"))
      #expect(try await slow.rest().utf8.count < body.count)
    }
  }

  @Test func `a client beyond the limit of connections waits for its turn`() async throws {
    let log = Log()
    let hooks = ServerHooks(onRequest: { log.add($0.path ?? "") })
    try await TestServer.run(limits: limits { $0.connections = 1 }, hooks: hooks) { server in
      let second: WireClient
      do {
        let first = try server.client()
        try await first.get("/items/0")
        #expect(try await first.reply() == .text("0"))
        second = try server.client()
        try await second.get("/items/second")
        for number in 1..<50 {
          try await first.get("/items/\(number)")
          #expect(try await first.reply() == .text("\(number)"))
        }
        try await first.get("/items/50", "Connection: close\r\n")
        #expect(try await first.reply().body == "50")
      }
      #expect(try await second.reply() == .text("second"))
    }
    #expect(log.lines == (0...50).map { "/items/\($0)" } + ["/items/second"])
  }

  @Test func `an address has no more connections than its share, unless it is a proxy's`()
    async throws
  {
    let limits = limits { $0.connectionsPerAddress = 2 }
    try await TestServer.run(limits: limits) { server in
      var clients: [WireClient] = []
      for _ in 0..<2 {
        clients.append(try server.client())
        try await clients[clients.count - 1].get("/")
        #expect(try await clients[clients.count - 1].reply() == .text("root"))
      }
      #expect(try await server.client().rest() == "")
      try await clients[0].get("/", "Connection: close\r\n")
      #expect(try await clients[0].reply().body == "root")
      #expect(try await clients[0].rest() == "")
      clients.removeFirst()
      // Its place is free as soon as the server has seen it go.
      var isServed = false
      while !isServed {
        let client = try server.client()
        try? await client.get("/")
        isServed = (try? await client.reply()) == .text("root")
      }
    }
    try await TestServer.run(limits: limits, trustedProxies: ["127.0.0.0/8"]) { server in
      var clients: [WireClient] = []
      for _ in 0..<5 {
        clients.append(try server.client())
        try await clients[clients.count - 1].get("/")
        #expect(try await clients[clients.count - 1].reply() == .text("root"))
      }
    }
  }

  @Test func `who goes on sending after an error is cut off`() async throws {
    let limits = limits {
      $0.discarded = 10_000
      $0.connections = 1
      $0.lingerSeconds = 1000
    }
    try await TestServer.run(limits: limits) { server in
      let rude = try server.client()
      try await rude.send("BREW / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await rude.reply().problem == "501 unknown_method, close")
      // The last of this may meet a closed door.
      for _ in 0..<3 { try? await rude.send(String(repeating: "x", count: 8000)) }
      let next = try server.client()
      try await next.get("/")
      #expect(try await next.reply() == .text("root"))
    }
  }
}
