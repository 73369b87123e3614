import Foundation
import HTTP
import Posix

/// `httpexample PORT DIRECTORY`: the HTTP module without the judge, for benchmarks and for the
/// suites of others (docker/bench/README.md). Serves `small` and `large` of the directory as JSON,
/// and one route for every kind of answer.
@main
enum ExampleServer {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let port = UInt16(arguments[1]) else {
      print("usage: httpexample PORT DIRECTORY")
      exit(2)
    }
    var router = Router()
    for name in ["small", "large"] {
      let file = URL(fileURLWithPath: arguments[2]).appendingPathComponent(name)
      let bytes = Array(try Data(contentsOf: file))
      router.on(.get, "/\(name)") { _ in .json(bytes) }
      let cached = CachedAnswer(bytes, contentType: "application/json")
      router.on(.get, "/cached/\(name)") { _ in .cached(cached) }
    }
    let files = try StaticFiles(directory: arguments[2])
    router.on(.get, "/files/{path*}") { request in
      try files.response(to: request, path: request.parameter("path") ?? "..")
    }
    addKinds(to: &router)
    var limits = HTTPLimits()
    limits.connections = 20_000
    // Benchmarks and suites are one address.
    limits.connectionsPerAddress = 0
    let server = Server(
      configuration: ServerConfiguration(
        host: "127.0.0.1", port: port, loops: Posix.Process.availableCores, limits: limits),
      router: router)
    let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
    let watch = try SignalWatch { number, _ in continuation.yield(number) }
    Posix.Process.bufferOutputByLine()
    for address in try await server.start() { print(address) }
    for await _ in signals { break }
    _ = watch
    await server.stop(grace: .seconds(10))
  }

  private static func addKinds(to router: inout Router) {
    router.on(.get, "/") { _ in .text("An example of AsyncJudge's HTTP module.\n") }
    // Suites post to `/` and look for their body in the answer.
    for path in ["/", "/echo"] {
      router.on(.post, path) { request in
        Response(200, contentType: "application/octet-stream", .bytes(request.body))
      }
    }
    router.on(.get, "/problem") { _ in
      throw HTTPError(404, code: "unknown_problem", "There is no problem of this name.")
    }
    router.on(.delete, "/thing") { _ in Response(204) }
    router.on(.get, "/events") { _ in
      let subscription = EventSubscription()
      subscription.send(StreamEvent(id: "1", data: "first"))
      return .events(subscription)
    }
    router.on(.get, "/stream") { _ in
      Response(
        contentType: "text/plain; charset=utf-8",
        .stream { writer in
          for number in 1...3 {
            try await writer.write(Array("line \(number)\n".utf8))
            try await Task.sleep(for: .milliseconds(20))
          }
        })
    }
  }
}
