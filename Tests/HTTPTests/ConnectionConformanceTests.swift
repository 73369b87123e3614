import Glibc
import Testing

@testable import HTTP

/// RFC 9112, section 9, and what a kernel does to connections.
@Suite(.timeLimit(.minutes(1))) struct ConnectionConformanceTests {
  private func served(_ server: TestServer) async throws {
    let client = try server.client()
    try await client.get("/")
    #expect(try await client.reply() == .text("root"))
  }

  // accept(2): ECONNABORTED and its like are the client's affair.
  @Test func `a client that resets before it is served does no harm`() async throws {
    try await TestServer.run { server in
      for number in 0..<200 {
        let client = try server.client()
        if number % 2 == 0 { try await client.send("GET / HTTP/1.1\r\n") }
        await client.reset()
      }
      try await served(server)
    }
  }

  // send(2): the process would end by SIGPIPE, which this one does not ignore.
  @Test func `a client that is gone before its answer does no harm`() async throws {
    let started = Gate()
    let gate = Gate()
    var router = Router.example
    router.on(.get, "/slow") { _ in
      started.open()
      await gate.wait()
      return .text(String(repeating: "x", count: 1 << 20))
    }
    try await TestServer.run(router) { server in
      let client = try server.client()
      try await client.get("/slow")
      await started.wait()
      await client.reset()
      gate.open()
      try await served(server)
    }
  }

  // RFC 9110, section 10.1.1: 1.0 knows no interim answers.
  @Test func `a client of HTTP 1.0 is not told to go on`() async throws {
    try await TestServer.run(loops: 1) { server in
      let client = try server.client()
      try await client.send(
        "POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
      // The loop has seen the head when it has served another.
      try await served(server)
      try await client.send("hi")
      #expect(try await client.reply().status == 200)
    }
  }

  // RFC 9110, section 10.1.1: nor is one whose body is not wanted.
  @Test(arguments: [
    ("POST /nothing", 404), ("POST /items/1", 405), ("POST /small", 413),
  ])
  func `a client is not told to go on when it is refused`(
    line: String, status: Int
  ) async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.send(
        "\(line) HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
      let reply = try await client.reply()
      #expect(reply.status == status)
      #expect(reply.fields["connection"] == "close")
      #expect(try await client.rest() == "")
    }
  }

  // RFC 9112, section 9.3.2.
  @Test func `pipelined requests are answered in order, wherever the bytes are cut`() async throws {
    let requests =
      ConformanceCase.get(target: "/items/1")
      + ConformanceCase.post("Content-Length: 2\r\n", "hi")
      + ConformanceCase.post("Transfer-Encoding: chunked\r\n", "2\r\nho\r\n0\r\n\r\n")
      + ConformanceCase.get("Connection: close\r\n", target: "/items/2")
    try await TestServer.run { server in
      for size in [1, 2, 3, 7, 50, 1000] {
        let client = try server.client()
        var rest = Substring(requests)
        while !rest.isEmpty {
          try await client.send(String(rest.prefix(size)))
          rest = rest.dropFirst(size)
        }
        #expect(try await client.replies().map(\.body) == ["1", "hi", "ho", "2"])
      }
    }
  }

  // RFC 9112, section 2.2: old clients send one after a body, and nothing more.
  @Test func `an empty line that nothing follows is not answered`() async throws {
    var limits = HTTPLimits()
    limits.headSeconds = 1
    limits.idleSeconds = 2
    try await TestServer.run(limits: limits) { server in
      let leaving = try server.client()
      let staying = try server.client()
      for client in [leaving, staying] {
        try await client.send(ConformanceCase.post("Content-Length: 2\r\n", "hi") + "\r\n")
        #expect(try await client.reply().body == "hi")
      }
      await leaving.finishSending()
      #expect(try await leaving.rest() == "")
      #expect(try await staying.rest() == "")
    }
  }

  // RFC 9112, section 9.6: a reset would take the answer from the client's kernel.
  @Test func `who is refused in the middle of a large body can read why`() async throws {
    try await TestServer.run { server in
      for _ in 0..<20 {
        let client = try server.client()
        try await client.send(ConformanceCase.post("Content-Length: 1000000\r\n"))
        try? await client.send(String(repeating: "x", count: 1_000_000))
        #expect(try await client.reply().problem == "413 body_too_large, close")
      }
    }
  }

  // RFC 9110, section 9.3.2: the head of GET, without its body.
  @Test(arguments: ["/", "/items/1", "/nothing"])
  func `HEAD has the fields of GET`(target: String) async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.get(target)
      var expected = try await client.reply().fields
      try await client.send("HEAD \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
      var fields = try await client.reply(toHead: true).fields
      expected["x-request-id"] = nil
      fields["x-request-id"] = nil
      #expect(fields == expected)
    }
  }

  // RFC 9110, section 10.2.1.
  @Test(arguments: [
    ("PUT", "/", "GET, HEAD, OPTIONS"), ("GET", "/echo", "POST, OPTIONS"),
    ("POST", "/items/1", "GET, HEAD, DELETE, OPTIONS"),
  ])
  func `405 says what is allowed, and OPTIONS agrees`(
    method: String, target: String, allow: String
  ) async throws {
    try await TestServer.run { server in
      let client = try server.client()
      for (method, status) in [(method, 405), ("OPTIONS", 204)] {
        try await client.send("\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        let reply = try await client.reply()
        #expect(reply.status == status)
        #expect(reply.fields["allow"] == allow)
      }
    }
  }

  @Test func `a server listens on IPv6 too, and there only`() async throws {
    let server = Server(
      configuration: ServerConfiguration(host: "::1", port: 0, loops: 1), router: .example)
    let port = try #require(try await server.start().first?.port)
    #expect(throws: WireClient.Failure.self) { try WireClient(port: port) }
    let reply = try Self.askByIPv6(port: port)
    #expect(reply.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(reply.hasSuffix("\r\n\r\nroot"))
    await server.stop(grace: .zero)
  }

  private static func askByIPv6(port: UInt16) throws -> String {
    let socket = Glibc.socket(AF_INET6, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    try #require(socket >= 0)
    defer { Glibc.close(socket) }
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    address.sin6_addr = in6addr_loopback
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
      }
    }
    try #require(status == 0, "connect: errno \(errno)")
    let request = "GET / HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n"
    try #require(unsafe Glibc.send(socket, request, request.utf8.count, 0) == request.utf8.count)
    var reply: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return String(decoding: reply, as: UTF8.self) }
      reply += buffer[..<count]
    }
  }
}
