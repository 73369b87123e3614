import Dispatch
import Glibc
import Posix
import Testing

@testable import HTTP

/// How a server begins and ends.
@Suite(.timeLimit(.minutes(1))) struct ServerStopTests {
  private func isListening(_ server: TestServer) -> Bool { (try? server.client()) != nil }

  /// A connection between two requests. Its end says that the loop knows of the stop.
  private func idleClient(of server: TestServer) async throws -> WireClient {
    let client = try server.client()
    try await client.get("/")
    #expect(try await client.reply() == .text("root"))
    return client
  }

  @Test func `a request that runs is answered, and then the connection ends`() async throws {
    let started = Gate()
    let gate = Gate()
    var router = Router.example
    router.on(.get, "/slow") { _ in
      started.open()
      await gate.wait()
      return .text("slow")
    }
    try await TestServer.run(router, loops: 1) { server in
      let client = try server.client()
      let idle = try await idleClient(of: server)
      try await client.get("/slow")
      await started.wait()
      let stopping = Task { await server.server.stop(grace: .seconds(30)) }
      #expect(try await idle.rest() == "")
      #expect(!isListening(server))
      gate.open()
      #expect(try await client.reply() == .text("slow", fields: ["connection": "close"]))
      #expect(try await client.rest() == "")
      await client.finishSending()
      await stopping.value
    }
  }

  @Test func `a request that is half here may still come`() async throws {
    try await TestServer.run(loops: 1) { server in
      let client = try server.client()
      let idle = try await idleClient(of: server)
      // Once the first is answered, the half after it is here too.
      try await client.send(
        "GET /items/1 HTTP/1.1\r\nHost: a\r\n\r\nGET /items/2 HTTP/1.1\r\n")
      #expect(try await client.reply() == .text("1"))
      let stopping = Task { await server.server.stop(grace: .seconds(30)) }
      #expect(try await idle.rest() == "")
      try await client.send("Host: a\r\n\r\n")
      #expect(try await client.reply() == .text("2", fields: ["connection": "close"]))
      #expect(try await client.rest() == "")
      await client.finishSending()
      await stopping.value
    }
  }

  @Test func `a request that came before the stop is answered, also if nobody has looked at it`()
    async throws
  {
    let started = Gate()
    let held = DispatchSemaphore(value: 0)
    var router = Router.example
    // Holds up the only loop.
    router.on(.get, "/hold") { _ in
      started.open()
      held.wait()
      return .text("held")
    }
    try await TestServer.run(router, loops: 1) { server in
      let first = try server.client()
      try await first.get("/hold")
      await started.wait()
      let second = try server.client()
      try await second.get("/")
      let stopping = Task { await server.server.stop(grace: .seconds(30)) }
      while isListening(server) { await Task.yield() }
      held.signal()
      // The first is answered before the loop hears of the stop.
      #expect(try await first.reply() == .text("held"))
      #expect(
        try await second.reply() == .text("root", fields: ["connection": "close"]))
      for client in [first, second] {
        #expect(try await client.rest() == "")
        await client.finishSending()
      }
      await stopping.value
    }
  }

  @Test func `what is not done when the grace is over is cut off`() async throws {
    let started = Gate()
    let log = Log()
    var router = Router()
    router.on(.get, "/") { _ in
      started.open()
      await Gate().wait()
      log.add(Task.isCancelled ? "cancelled" : "done")
      return .text("too late")
    }
    try await TestServer.run(router) { server in
      let client = try server.client()
      try await client.get("/")
      await started.wait()
      await server.server.stop(grace: .milliseconds(50))
      #expect(try await client.rest() == "")
      while log.lines.isEmpty { await Task.yield() }
      #expect(log.lines == ["cancelled"])
    }
  }

  @Test func `a stopped server listens no more`() async throws {
    try await TestServer.run { server in
      #expect(isListening(server))
      await server.server.stop(grace: .seconds(30))
      #expect(!isListening(server))
    }
  }

  @Test func `a server that waits for room can stop`() async throws {
    var limits = HTTPLimits()
    limits.connections = 1
    try await TestServer.run(limits: limits) { server in
      let first = try server.client()
      try await first.get("/")
      #expect(try await first.reply() == .text("root"))
      let second = try server.client()
      await server.server.stop(grace: .seconds(30))
      #expect(try await first.rest() == "")
      #expect(try await second.rest() == "")
    }
  }

  @Test func `servers can come and go`() async throws {
    try await withThrowingTaskGroup { tasks in
      for _ in 0..<4 {
        tasks.addTask {
          for _ in 0..<50 {
            try await TestServer.run { server in
              let client = try server.client()
              try await client.get("/", "Connection: close\r\n")
              #expect(try await client.reply().body == "root")
            }
          }
        }
      }
      try await tasks.waitForAll()
    }
  }

  @Test func `a port in use is said to be so`() async throws {
    try await TestServer.run { server in
      let second = Server(
        configuration: ServerConfiguration(host: "127.0.0.1", port: server.port, loops: 1),
        router: .example)
      let error = await #expect(throws: ListenError.self) { try await second.start() }
      #expect(
        error?.description
          == "the server cannot start: listen on 127.0.0.1 port \(server.port): Address already in "
          + "use. Stop what uses the port, or choose another with --port.")
    }
  }

  @Test func `an answer does not wait for more to send`() async throws {
    let listener = try Listener(.network(host: "127.0.0.1", port: 0), backlog: 8)
    let client = try WireClient(port: try #require(listener.address.port))
    var accepted = listener.accept()
    while case .none = accepted { accepted = listener.accept() }
    guard case .connection(let socket, let peer) = accepted else {
      Issue.record("the client has connected")
      return
    }
    defer { close(socket) }
    #expect(peer.description == "127.0.0.1")
    var isOn: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    #expect(unsafe getsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, &size) == 0)
    #expect(isOn != 0)
    _ = client
  }

  @Test func `a name is no address`() async throws {
    let server = Server(
      configuration: ServerConfiguration(host: "localhost", port: 0, loops: 1), router: .example)
    let error = await #expect(throws: ListenError.self) { try await server.start() }
    #expect(error?.description.hasPrefix("localhost is not a numeric address; use 0.0.0.0") == true)
  }

  @Test(arguments: [
    ("127.0.0.1", "http://127.0.0.1:80"), ("::1", "http://[::1]:80"), ("::", "http://[::]:80"),
  ])
  func `an address is a URL`(host: String, expected: String) {
    #expect(BoundAddress.network(host: host, port: 80).description == expected)
  }
}
