import CPosix
import Glibc
import Posix

/// One client: bytes in, requests through their handlers one at a time, bytes out in order. Lives on
/// its loop and nowhere else.
final class Connection {
  private enum State {
    /// Waits for a request's head, or for the rest of it.
    case head
    case body
    case handling
    case streaming
    /// Closes once everything is sent.
    case closing
    /// Has told the client the end, and reads what it still sends: a reset would make its kernel
    /// throw away the answer before it is read.
    case lingering
    case closed
  }

  /// A request whose body is on its way.
  private struct Pending {
    var method: Method
    var head: [UInt8]
    var parsed: Head
    var handler: Handler
    var parameters: [RouteMatch.Parameter]
    var body: BodyReader
  }

  let socket: FileDescriptor
  private let peer: String
  private var input = ByteBuffer(capacity: 4096)
  private var output = ByteBuffer(capacity: 4096)
  private var state = State.head
  private var pending: Pending?
  private var handling: Task<Void, Never>?
  private var writer: CheckedContinuation<Void, any Error>?
  private var keepsAlive = true
  private var minorVersion = 1
  private var inputEnded = false
  private var isAdvancing = false
  /// No byte of the next request has come since the last answer.
  private var isBetweenRequests = false
  private var discarded = 0
  private var interest = EPOLLIN.rawValue
  /// In the loop's seconds; nil while a handler works, which bounds its own time.
  private var deadline: UInt32?

  init(_ socket: consuming FileDescriptor, peer: String, _ loop: isolated EventLoop) {
    self.socket = socket
    self.peer = peer
    expire(after: loop.limits.headSeconds, loop)
  }

  private func expire(after seconds: UInt32, _ loop: isolated EventLoop) {
    deadline = loop.date.seconds &+ seconds
  }

  // MARK: events

  func ready(_ events: UInt32, _ loop: isolated EventLoop) {
    if state == .lingering { return discard(loop) }
    let mayRead = EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue
    if events & mayRead != 0, !inputEnded {
      switch input.receive(from: socket.rawValue, atLeast: state == .body ? 16 << 10 : 2048) {
      case .bytes, .wouldBlock: break
      case .broken: return close(loop)
      case .end: inputEnded = true
      }
    }
    // Both directions are gone: nobody is there to be answered.
    if events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 { return close(loop) }
    advance(loop)
  }

  func tick(_ loop: isolated EventLoop) {
    guard let deadline, loop.date.seconds >= deadline else { return }
    switch state {
    case .head where !input.isEmpty, .body: refuse(.requestTimeout, loop)
    case .handling, .closed: return
    case .head, .streaming, .closing, .lingering: close(loop)
    }
  }

  /// The server stops.
  func drain(_ loop: isolated EventLoop) {
    if state == .head, input.isEmpty, output.isEmpty { close(loop) }
  }

  // MARK: from bytes to requests

  /// Takes up as many requests as are here, then sends what there is.
  private func advance(_ loop: isolated EventLoop) {
    guard !isAdvancing else { return }
    isAdvancing = true
    var wasFull: Bool
    repeat {
      while takeUp(loop) {}
      wasFull = isFull(loop)
      flush(loop)
      // Requests that had to wait for room would not be heard of again: their bytes are here already.
    } while wasFull && !isFull(loop)
    isAdvancing = false
  }

  /// Too many answers wait to be sent.
  private func isFull(_ loop: isolated EventLoop) -> Bool { output.count >= loop.limits.unsent }

  /// One step; false when there is nothing to do until more happens.
  private func takeUp(_ loop: isolated EventLoop) -> Bool {
    switch state {
    case .head:
      guard !input.isEmpty, !isFull(loop) else { return false }
      switch input.withSpan({ loop.parser.parse($0) }) {
      case .incomplete:
        if inputEnded { refuse(.badRequest("it ends in the middle of its head"), loop) }
        return false
      case .failed(let error): refuse(error, loop)
      case .complete(let head, let count): begin(head, count, loop)
      }
    case .body:
      switch pending?.body.take(from: &input) {
      case .incomplete, nil:
        if inputEnded { refuse(.badRequest("it ends in the middle of its body"), loop) }
        return false
      case .failed(let error): refuse(error, loop)
      case .complete: if let whole = pending.take() { handle(whole, loop) }
      }
    case .handling, .streaming, .closing, .lingering, .closed: return false
    }
    return true
  }

  private func begin(_ parsed: Head, _ count: Int, _ loop: isolated EventLoop) {
    let head = input.prefix(count)
    input.consume(count)
    minorVersion = parsed.minorVersion
    keepsAlive = parsed.keepsAlive && !loop.isDraining
    guard case .routable(let method) = parsed.method else {
      return refuse(
        parsed.method == .unknown ? .unknownMethod : .methodNotAllowed("GET, HEAD, POST"), loop)
    }
    let (path, _) = Request.split(parsed.target, head.span)
    switch loop.routes.match(method, path, in: head.span) {
    case .nothing:
      answer(HTTPError.notFound.response, to: method, head.span.string(path), parsed, loop)
    case .otherMethods(let allow):
      let isOptions = method == .options
      answer(
        isOptions
          ? Response(204, fields: [("Allow", allow)])
          : HTTPError.methodNotAllowed(allow).response, to: method, head.span.string(path),
        parsed, loop)
    case .handler(let handler, let parameters, let bodyLimit):
      let limit = bodyLimit ?? loop.limits.body
      if case .length(let length) = parsed.framing, length > limit {
        return refuse(.bodyTooLarge(limit), loop)
      }
      pending = Pending(
        method: method, head: head, parsed: parsed, handler: handler, parameters: parameters,
        body: BodyReader(parsed.framing, limit: limit, limits: loop.limits))
      state = .body
      expire(after: loop.limits.bodySeconds, loop)
      // Not when the body is on its way already (RFC 9110, section 10.1.1).
      if parsed.expectsContinue, parsed.framing != .none, input.isEmpty {
        output.append("HTTP/1.1 100 Continue\r\n\r\n")
      }
    }
  }

  /// An answer that needs no body. With a body on its way the connection ends: reading it only to
  /// throw it away would let anyone upload to nowhere.
  private func answer(
    _ response: Response, to method: Method, _ path: String, _ parsed: Head,
    _ loop: isolated EventLoop
  ) {
    if parsed.framing != .none { keepsAlive = false }
    record(response, to: method, path, loop)
    respond(response, to: method, loop)
  }

  private func handle(_ whole: Pending, _ loop: isolated EventLoop) {
    let request = Request(
      method: whole.method, head: whole.head, whole.parsed, parameters: whole.parameters,
      body: whole.body.bytes, peer: peer)
    deadline = nil
    switch whole.handler {
    case .quick(let handler):
      respond(response(to: request, loop) { () throws in try handler(request) }, to: request, loop)
    case .suspending(let handler):
      state = .handling
      // Starts here and now, on the loop; only a handler that really suspends costs a switch.
      handling = Task.immediate {
        let response: Response
        do {
          response = try await handler(request)
        } catch {
          response = failure(error, of: request, loop)
        }
        handling = nil
        guard state == .handling else { return }
        respond(response, to: request, loop)
        advance(loop)
      }
    }
  }

  private func response(
    to request: Request, _ loop: isolated EventLoop, _ handler: () throws -> Response
  ) -> Response {
    do { return try handler() } catch { return failure(error, of: request, loop) }
  }

  private func failure(
    _ error: any Error, of request: Request, _ loop: isolated EventLoop
  ) -> Response {
    if let error = error as? HTTPError { return error.response }
    loop.hooks.onFailure?(error, request.method, request.path)
    return HTTPError.serverFailed.response
  }

  // MARK: from answers to bytes

  private func respond(_ response: Response, to request: Request, _ loop: isolated EventLoop) {
    record(response, to: request.method, request.path, loop)
    respond(response, to: request.method, loop)
  }

  private func record(
    _ response: Response, to method: Method, _ path: @autoclosure () -> String,
    _ loop: isolated EventLoop
  ) {
    loop.hooks.onRequest?(
      AccessRecord(peer: peer, method: method, path: path(), status: response.status))
  }

  private func respond(_ response: Response, to method: Method, _ loop: isolated EventLoop) {
    if loop.isDraining { keepsAlive = false }
    switch response.body {
    case .empty: write(response, bytes: [], isShown: true, loop)
    case .bytes(let bytes): write(response, bytes: bytes, isShown: method != .head, loop)
    case .stream(let produce):
      let framing = minorVersion == 1 ? ResponseFraming.chunked : .untilClose
      if framing == .untilClose { keepsAlive = false }
      appendHead(response, framing, loop)
      guard method != .head else { return finish(loop) }
      stream(produce, loop)
    }
  }

  private func write(
    _ response: Response, bytes: [UInt8], isShown: Bool, _ loop: isolated EventLoop
  ) {
    appendHead(response, .length(bytes.count), loop)
    if isShown, response.status.hasBody { output.append(bytes) }
    finish(loop)
  }

  private func appendHead(
    _ response: Response, _ framing: ResponseFraming, _ loop: isolated EventLoop
  ) {
    output.append(
      headOf: response, framing: framing, date: loop.date, keepsAlive: keepsAlive,
      minorVersion: minorVersion)
  }

  private func stream(
    _ produce: @escaping @Sendable (BodyWriter) async throws -> Void, _ loop: isolated EventLoop
  ) {
    state = .streaming
    let writer = BodyWriter(loop: loop, connection: ConnectionReference(self))
    handling = Task.immediate {
      do {
        try await produce(writer)
      } catch {
        // Half a body cannot be taken back: without its last chunk the client sees that it is cut.
        handling = nil
        return close(loop)
      }
      handling = nil
      guard state == .streaming else { return }
      if minorVersion == 1 { output.append("0\r\n\r\n") }
      finish(loop)
      advance(loop)
    }
  }

  /// For `BodyWriter`: returns when the client has taken most of what it was sent.
  func write(_ bytes: [UInt8], _ loop: isolated EventLoop) async throws {
    guard state == .streaming else { throw CancellationError() }
    // An empty chunk would be the last one.
    guard !bytes.isEmpty else { return }
    if minorVersion == 1 {
      output.append(String(bytes.count, radix: 16))
      output.append("\r\n")
    }
    output.append(bytes)
    if minorVersion == 1 { output.append("\r\n") }
    flush(loop)
    guard state == .streaming else { throw CancellationError() }
    guard output.count > loop.limits.readAhead else { return }
    try await withCheckedThrowingContinuation { writer = $0 }
  }

  private func finish(_ loop: isolated EventLoop) {
    state = keepsAlive && !loop.isDraining ? .head : .closing
    isBetweenRequests = true
    expire(after: loop.limits.idleSeconds, loop)
  }

  /// Answers what cannot be understood, and ends the connection: where the next request would start
  /// is anyone's guess.
  private func refuse(_ error: HTTPError, _ loop: isolated EventLoop) {
    pending = nil
    keepsAlive = false
    write(error.response, bytes: Self.bytes(of: error.response), isShown: true, loop)
    if !isAdvancing { flush(loop) }
  }

  private static func bytes(of response: Response) -> [UInt8] {
    if case .bytes(let bytes) = response.body { bytes } else { [] }
  }

  private func flush(_ loop: isolated EventLoop) {
    guard state != .closed, state != .lingering else { return }
    let unsentBefore = output.count
    switch output.send(to: socket.rawValue) {
    case .broken: return close(loop)
    case .all:
      output.shrink()
      input.shrink()
      if let writer { resume(writer, with: .success(())) }
      if state == .closing { return linger(loop) }
      if inputEnded, state == .head, input.isEmpty { return close(loop) }
      if state == .streaming { deadline = nil }
      // A request that starts to arrive has its own, shorter time.
      if state == .head, !input.isEmpty, isBetweenRequests {
        isBetweenRequests = false
        expire(after: loop.limits.headSeconds, loop)
      }
    case .wouldBlock:
      if output.count < unsentBefore || deadline == nil {
        expire(after: loop.limits.writeSeconds, loop)
      }
    }
    watch(loop)
  }

  private func resume(
    _ continuation: CheckedContinuation<Void, any Error>, with result: Result<Void, any Error>
  ) {
    writer = nil
    continuation.resume(with: result)
  }

  private func watch(_ loop: isolated EventLoop) {
    var wanted: UInt32 = 0
    if !inputEnded, input.count < loop.limits.readAhead { wanted |= EPOLLIN.rawValue }
    if !output.isEmpty { wanted |= EPOLLOUT.rawValue }
    guard wanted != interest else { return }
    interest = wanted
    loop.watch(socket.rawValue, wanted)
  }

  // MARK: the end

  private func linger(_ loop: isolated EventLoop) {
    guard !inputEnded else { return close(loop) }
    shutdown(socket.rawValue, Int32(SHUT_WR))
    state = .lingering
    expire(after: loop.limits.lingerSeconds, loop)
    interest = EPOLLIN.rawValue
    loop.watch(socket.rawValue, interest)
  }

  private func discard(_ loop: isolated EventLoop) {
    input.consume(input.count)
    switch input.receive(from: socket.rawValue, atLeast: 4096) {
    case .bytes(let count):
      discarded += count
      if discarded > loop.limits.discarded { close(loop) }
    case .wouldBlock: break
    case .end, .broken: close(loop)
    }
  }

  func close(_ loop: isolated EventLoop) {
    guard state != .closed else { return }
    state = .closed
    handling?.cancel()
    if let writer { resume(writer, with: .failure(CancellationError())) }
    loop.remove(self)
  }
}
