import Glibc
import Testing

@testable import HTTP
@testable import Posix

/// Listening elsewhere than on one port.
@Suite(.timeLimit(.minutes(1))) struct UnixSocketTests {
  private let path = "/tmp/asyncjudge-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"

  private func server(_ addresses: [ListenAddress]) -> Server {
    var router = Router.example
    router.on(.get, "/peer") { request in .text(request.peer + " " + request.origin) }
    return Server(
      configuration: ServerConfiguration(
        addresses: addresses, loops: 1, trustedProxies: ["unix"].compactMap(AddressBlock.init)),
      router: router)
  }

  private func mode() -> UInt32? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status.st_mode : nil
  }

  @Test func `a socket is there with its permissions while the server is`() async throws {
    let server = server([.unix(path: path, mode: 0o600)])
    #expect(try await server.start().map(\.description) == ["unix:" + path])
    #expect(mode() == S_IFSOCK | 0o600)
    let client = try WireClient(path: path)
    try await client.get("/peer")
    #expect(try await client.reply() == .text("unix http://a"))
    try await client.get("/peer", "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n")
    #expect(try await client.reply() == .text("192.0.2.7 https://a"))
    await server.stop(grace: .zero)
    #expect(mode() == nil)
  }

  @Test func `what a dead server left behind is replaced`() async throws {
    do {
      // Bound, and closed without being removed.
      let socket = try Listener.makeSocket(AF_UNIX)
      let left = try SocketFile(
        binding: socket.rawValue, to: path + ".left", mode: 0o600, backlog: 1)
      try #require(unsafe link(path + ".left", path) == 0)
      _ = left
    }
    #expect(mode() != nil)
    let server = server([.unix(path: path)])
    try await server.start()
    let client = try WireClient(path: path)
    try await client.get("/")
    #expect(try await client.reply() == .text("root"))
    await server.stop(grace: .zero)
    #expect(mode() == nil)
  }

  @Test func `a living server keeps its socket`() async throws {
    let first = server([.unix(path: path)])
    try await first.start()
    let second = server([.unix(path: path)])
    let error = await #expect(throws: ListenError.self) { try await second.start() }
    #expect(error?.description.hasPrefix("another server listens on \(path)") == true)
    #expect(try WireClient(path: path) as WireClient? != nil)
    await first.stop(grace: .zero)
  }

  @Test func `what is no socket is left alone`() async throws {
    close(unsafe open(path, O_WRONLY | O_CREAT, 0o600))
    defer { unsafe unlink(path) }
    let server = server([.unix(path: path)])
    let error = await #expect(throws: ListenError.self) { try await server.start() }
    #expect(error?.description.contains("is no socket; remove it") == true)
    #expect(mode() == S_IFREG | 0o600)
  }

  @Test func `a path that is too long is refused`() async {
    let server = server([.unix(path: "/tmp/" + String(repeating: "x", count: 200))])
    let error = await #expect(throws: ListenError.self) { try await server.start() }
    #expect(error?.description.contains("choose a shorter one") == true)
  }

  @Test func `a server listens in several places at once`() async throws {
    let server = server([
      .network(host: "127.0.0.1", port: 0), .unix(path: path), .network(host: "127.0.0.1", port: 0),
    ])
    let addresses = try await server.start()
    #expect(addresses.count == 3)
    let ports = addresses.compactMap(\.port)
    try #require(ports.count == 2)
    let clients = [
      try WireClient(port: ports[0]), try WireClient(path: path), try WireClient(port: ports[1]),
    ]
    for client in clients {
      try await client.get("/")
      #expect(try await client.reply() == .text("root"))
    }
    await server.stop(grace: .zero)
    #expect((try? WireClient(port: ports[1])) == nil)
  }
}
