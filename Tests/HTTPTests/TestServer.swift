import Posix
import Synchronization

@testable import HTTP

/// A running server on a free port of this machine.
struct TestServer: Sendable {
  var server: Server
  var port: UInt16

  func client(receiveBuffer: Int32? = nil) throws -> WireClient {
    try WireClient(port: port, receiveBuffer: receiveBuffer)
  }

  /// Runs `body` with a server, which stops with it.
  static func run<Result>(
    _ router: Router = .example, loops: Int = 2, limits: HTTPLimits = HTTPLimits(),
    hooks: ServerHooks = ServerHooks(), trustedProxies: [String] = [],
    _ body: (TestServer) async throws -> Result
  ) async throws -> Result {
    let configuration = ServerConfiguration(
      addresses: [.network(host: "127.0.0.1", port: 0)], loops: loops, limits: limits,
      trustedProxies: trustedProxies.compactMap(AddressBlock.init))
    let server = Server(configuration: configuration, router: router, hooks: hooks)
    let port = try await server.start().compactMap(\.port).first ?? 0
    do {
      let result = try await body(TestServer(server: server, port: port))
      await server.stop(grace: .zero)
      return result
    } catch {
      await server.stop(grace: .zero)
      throw error
    }
  }
}

/// Closed until it is opened. One task may wait at it.
final class Gate: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func open() { continuation.finish() }

  /// Returns also when the task is cancelled.
  func wait() async { for await _ in stream {} }
}

/// What happened, in order.
final class Log: Sendable {
  private let state = Mutex<[String]>([])

  var lines: [String] { state.withLock { $0 } }

  func add(_ line: String) { state.withLock { $0.append(line) } }
}

extension Router {
  static var example: Router {
    var router = Router()
    router.on(.get, "/") { _ in .text("root") }
    router.on(.get, "/items/{id}") { request in .text(request.parameter("id") ?? "?") }
    router.on(.post, "/echo") { request in .text(String(decoding: request.body, as: UTF8.self)) }
    router.on(.post, "/small", bodyLimit: 4) { request in .text("\(request.body.count)") }
    router.on(.delete, "/items/{id}") { _ in Response(204) }
    return router
  }
}
