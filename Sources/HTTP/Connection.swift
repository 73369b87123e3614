import CPosix
import Glibc
import Posix

/// One client: bytes in, requests through their handlers one at a time, bytes out in order. Lives on
/// its loop and nowhere else. This file: its states, what happens to it, its end. `ConnectionInput`
/// makes requests of bytes, `ConnectionOutput` bytes of answers.
final class Connection {
  enum State {
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

  let socket: FileDescriptor
  let peer: PeerAddress
  let input: ByteBuffer
  let output: ByteBuffer
  var state = State.head
  /// The one that is being read or answered.
  var exchange = Exchange()
  /// For a request whose body is on its way.
  var pending: (handler: Handler, body: BodyReader)?
  var handling: Task<Void, Never>?
  var writer: CheckedContinuation<Void, any Error>?
  /// What is being streamed, when it is events.
  var events: EventSubscription?
  /// What is being streamed, when it is a file, or large and in memory.
  var body: BodyCursor?
  var inputEnded = false
  var isAdvancing = false
  /// No byte of the next request has come since the last answer.
  var isBetweenRequests = false
  private var discarded = 0
  /// What the epoll set was told last.
  private var interest = readable
  /// Bytes may be left in the socket, or room in it: its next event must come though nothing changes.
  var isUnfinished = false
  /// In the loop's seconds; nil while a handler works, which bounds its own time.
  var deadline: UInt32?

  /// No request has begun: there is nothing, or the empty line that old clients send after a body
  /// (RFC 9112, section 2.2), which is nobody's and no reason for an answer.
  var isIdle: Bool { state == .head && (input.isEmpty || input.isEmptyLine) }

  init(_ socket: consuming FileDescriptor, peer: PeerAddress, _ loop: isolated EventLoop) {
    self.socket = socket
    self.peer = peer
    input = ByteBuffer(loop.buffers)
    output = ByteBuffer(loop.buffers)
    expire(after: loop.limits.headSeconds, loop)
  }

  /// Events are edges: each tells of a change, once, so that a request costs the kernel one look at
  /// its socket and not two.
  static let readable = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue

  func expire(after seconds: UInt32, _ loop: isolated EventLoop) {
    deadline = loop.date.seconds &+ seconds
  }

  // MARK: what happens

  func ready(_ events: UInt32, _ loop: isolated EventLoop) {
    if state == .lingering { return discard(loop) }
    let mayRead = EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue
    if events & mayRead != 0, !inputEnded {
      switch receive() {
      case .bytes: isUnfinished = input.isFull || events & EPOLLRDHUP.rawValue != 0
      case .wouldBlock: break
      case .broken: return close(loop)
      case .end: inputEnded = true
      }
    }
    // Both directions are gone: nobody is there to be answered.
    if events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 { return close(loop) }
    // A client that listens to events has no reason to half-close: it has gone.
    if inputEnded, self.events != nil { return close(loop) }
    advance(loop)
  }

  private func receive() -> ByteBuffer.Received {
    input.receive(from: socket.rawValue, atLeast: state == .body ? 16 << 10 : 2048)
  }

  func tick(_ loop: isolated EventLoop) {
    guard let deadline, loop.date.seconds >= deadline else { return }
    switch state {
    case .head where !isIdle: refuseHead(.requestTimeout, loop)
    case .body: refuse(.requestTimeout, loop)
    case .handling, .closed: return
    case .streaming where events != nil && output.isEmpty: heartbeat(loop)
    case .head, .streaming, .closing, .lingering: close(loop)
    }
  }

  /// The server stops: what has been asked is still answered, and that is the end.
  func drain(_ loop: isolated EventLoop) {
    if let events { events.finish() }
    guard isIdle, output.isEmpty else { return }
    // A request may be here that nobody has looked at.
    ready(EPOLLIN.rawValue, loop)
    if isIdle, output.isEmpty { close(loop) }
  }

  func watch(_ loop: isolated EventLoop) {
    var wanted = EPOLLET.rawValue
    if !inputEnded, input.count < loop.limits.readAhead { wanted |= Self.readable }
    if !output.isEmpty || body != nil { wanted |= EPOLLOUT.rawValue }
    guard wanted != interest || isUnfinished else { return }
    isUnfinished = false
    interest = wanted
    loop.watch(socket.rawValue, wanted)
  }

  // MARK: the end

  func linger(_ loop: isolated EventLoop) {
    guard !inputEnded else { return close(loop) }
    shutdown(socket.rawValue, Int32(SHUT_WR))
    state = .lingering
    expire(after: loop.limits.lingerSeconds, loop)
    loop.watch(socket.rawValue, Self.readable)
  }

  private func discard(_ loop: isolated EventLoop) {
    while true {
      input.consume(input.count)
      switch receive() {
      case .bytes(let count):
        discarded += count
        if discarded > loop.limits.discarded { return close(loop) }
      case .wouldBlock: return
      case .end, .broken: return close(loop)
      }
    }
  }

  func close(_ loop: isolated EventLoop) {
    guard state != .closed else { return }
    if state == .handling || state == .streaming { record(isWhole: false, loop) }
    state = .closed
    handling?.cancel()
    if let events { events.abandon() }
    events = nil
    body = nil
    if let writer { resume(writer, with: .failure(CancellationError())) }
    loop.remove(self)
  }

  func resume(
    _ continuation: CheckedContinuation<Void, any Error>, with result: Result<Void, any Error>
  ) {
    writer = nil
    continuation.resume(with: result)
  }
}
