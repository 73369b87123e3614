#if DEBUG || FUZZING
  import Glibc
  import Posix
  import Synchronization

  @testable import HTTP

  /// A real connection on a real event loop, whose epoll set is served by hand: nothing waits, no
  /// clock ticks, so that what comes out depends on what goes in and on nothing else.
  struct Conversation {
    private let loop: EventLoop
    private let closings = ClosingCount()

    init() {
      let closings = closings
      do {
        loop = try EventLoop(
          number: 0, routes: RouteTree(.fuzzed),
          configuration: ServerConfiguration(addresses: [], limits: .tight), hooks: ServerHooks()
        ) { _ in closings.number.add(1, ordering: .relaxed) }
      } catch {
        fatalError("no event loop: \(error)")
      }
    }

    /// Sends the pieces one by one, each read before the next one is sent, then the end; returns
    /// what the server answered, as far as it may not depend on time or on the pieces.
    func hold(_ pieces: [ArraySlice<UInt8>]) -> [UInt8] {
      let closedBefore = closings.number.load(ordering: .relaxed)
      let (ours, theirs) = Self.sockets()
      var answer: [UInt8] = []
      serve { $0.adopt(theirs, peer: .unix) }
      for piece in pieces {
        Self.send(piece, to: ours)
        serve()
        // A fast client, or one that takes nothing before it has said everything.
        if pieces.count % 2 == 0 { _ = Self.receive(from: ours, into: &answer) }
      }
      shutdown(ours, Int32(SHUT_WR))
      // A connection that does not end is a hang, which libFuzzer notices. `Task.yield` needs other
      // threads to run.
      var rounds = 0
      serve()
      while !Self.receive(from: ours, into: &answer) {
        rounds += 1
        if rounds > 20 { usleep(20) }
        serve()
      }
      close(ours)
      serve()
      let closed = closings.number.load(ordering: .relaxed) - closedBefore
      precondition(closed == 1, "the connection is closed \(closed) times")
      return Self.withoutAccidents(answer)
    }

    /// What is ready, and what the handlers have put off.
    private func serve(_ body: @Sendable (isolated EventLoop) -> Void = { _ in }) {
      loop.executor.queue.sync {
        loop.assumeIsolated { loop in
          body(loop)
          loop.serve()
        }
      }
    }

    // MARK: the client's end

    private static func sockets() -> (Int32, Int32) {
      var pair: [Int32] = [0, 0]
      let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
      guard unsafe socketpair(AF_UNIX, Int32(kind), 0, &pair) == 0 else {
        fatalError("no sockets: errno \(errno)")
      }
      return (pair[0], pair[1])
    }

    private static func send(_ piece: ArraySlice<UInt8>, to socket: Int32) {
      let count = unsafe piece.withUnsafeBytes {
        unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      // The server may have closed, and what it does not read may not fit.
      precondition(count == piece.count || errno == EPIPE || errno == EAGAIN)
    }

    /// True at the end.
    private static func receive(from socket: Int32, into answer: inout [UInt8]) -> Bool {
      while true {
        let (count, code) = unsafe withUnsafeTemporaryAllocation(
          byteCount: 16 << 10, alignment: 1
        ) { room in
          let count = unsafe recv(socket, room.baseAddress, room.count, 0)
          let code = errno
          if count > 0 { unsafe answer.append(contentsOf: room.prefix(count)) }
          return (count, code)
        }
        if count == 0 || (count < 0 && code != EAGAIN) { return true }
        if count < 0 { return false }
      }
    }

    /// Date and request id are accidents, and so is whether a client had to be told to go on.
    private static func withoutAccidents(_ answer: [UInt8]) -> [UInt8] {
      var rest = answer[...]
      var kept: [UInt8] = []
      while let byte = rest.first {
        if let accident = accidents.first(where: { rest.starts(with: $0.start) }) {
          rest = rest.dropFirst(accident.start.count + accident.more)
        } else {
          kept.append(byte)
          rest = rest.dropFirst()
        }
      }
      return kept
    }

    /// How they start, and how many bytes follow.
    private static let accidents: [(start: [UInt8], more: Int)] = [
      (Array("\r\nDate: ".utf8), 29), (Array("\r\nX-Request-Id: ".utf8), 16),
      (Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), 0),
    ]
  }

  private final class ClosingCount: Sendable {
    let number = Atomic(0)
  }

  extension HTTPLimits {
    /// So low that short inputs meet every one of them.
    static let tight: HTTPLimits = {
      var limits = HTTPLimits()
      limits.target = 64
      limits.head = 400
      limits.fieldCount = 8
      limits.body = 40
      limits.chunkOverhead = 48
      limits.chunkExtension = 16
      limits.readAhead = 600
      limits.unsent = 1500
      limits.discarded = 1000
      return limits
    }()
  }

  extension Router {
    /// One route for each way to answer; what they answer says all they were told.
    fileprivate static var fuzzed: Router {
      var router = Router()
      router.on(.get, "/") { .text($0.summary) }
      router.on(.post, "/") { .text($0.summary) }
      router.on(.get, "/items/{id}") { .text("\($0.parameter("id") ?? "?") \($0.summary)") }
      router.on(.delete, "/items/{id}") { _ in Response(204) }
      router.on(.post, "/small", bodyLimit: 4) { .text($0.summary) }
      router.on(.get, "/query") { .text(try $0.query("a") ?? "nothing") }
      router.on(.put, "/wait") { request in
        await Task.yield()
        return .text(request.summary)
      }
      router.on(.get, "/large") { request in
        .text(request.summary + String(repeating: "x", count: 2000))
      }
      let cached = CachedAnswer(
        [UInt8](repeating: 120, count: 500), contentType: "text/plain", tag: EntityTag("a"))
      router.on(.get, "/cached") { _ in .cached(cached) }
      // A file whose path, and all that happens after it is opened, depends on the request.
      if let files = try? StaticFiles(directory: "Tests/HTTPFuzz/Corpus") {
        router.on(.get, "/files/{path*}") { request in
          try files.response(to: request, path: request.parameter("path") ?? "..")
        }
      }
      router.on(.get, "/tagged") { request in
        var response = Response.text(request.summary)
        response.tag = EntityTag("a", isWeak: true)
        return response
      }
      router.on(.get, "/stream") { request in
        let summary = Array(request.summary.utf8)
        return Response(
          .init(integerLiteral: 200), contentType: "text/plain",
          .stream { writer in
            for _ in 0..<3 {
              try await writer.write(summary)
              await Task.yield()
              try await writer.write([UInt8](repeating: 120, count: 700))
            }
          })
      }
      return router
    }
  }

  extension Request {
    fileprivate var summary: String {
      let names = queryNames.joined(separator: "&")
      return "[\(method.rawValue) \(path)?\(names) \(head.count) \(contentType ?? "-") "
        + "\(self[header: "x"] ?? "-") \(String(decoding: body, as: UTF8.self))]"
    }
  }
#endif
