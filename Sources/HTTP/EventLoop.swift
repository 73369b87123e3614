import CPosix
import Dispatch
import Glibc
import Posix

/// Owns an epoll set and the connections in it. Dispatch says when the *set* is ready; the loop then
/// serves whole batches until the set is dry, and stays dry for `HTTPLimits.patience`, so that many
/// requests share one wake-up. Its executor is that queue: a connection's code is on it, or does not
/// compile.
actor EventLoop {
  nonisolated let executor: QueueExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  nonisolated let limits: HTTPLimits
  nonisolated let routes: RouteTree
  nonisolated let parser: HeadParser
  nonisolated let hooks: ServerHooks
  nonisolated let trustedProxies: [AddressBlock]
  private(set) var date = DateStamp()
  private(set) var isDraining = false
  /// Handlers at work that have not answered at once.
  var suspended = 0
  /// Memory for whoever is being served.
  let buffers = BufferPool()
  /// Random digits, then a count.
  private var requestNumber = UInt64.random(in: 0..<1 << 24) << 40
  private let epoll: FileDescriptor
  /// Connections, and the most of them since memory was last given back.
  private var open = 0
  private var mostOpen = 0
  /// By descriptor, so that an event finds its connection without a look-up.
  private var connections: [Connection?] = []
  private var readiness: (any DispatchSourceRead)?
  private var clock: (any DispatchSourceTimer)?
  /// Of connections that `onClose` has not heard of.
  private var closed: [PeerAddress] = []
  private var isServing = false
  private let onClose: @Sendable ([PeerAddress]) -> Void

  /// `onClose` is called, on the loop, after connections have closed: once for a batch of them.
  init(
    number: Int, routes: RouteTree, configuration: ServerConfiguration, hooks: ServerHooks,
    onClose: @escaping @Sendable ([PeerAddress]) -> Void
  ) throws(ListenError) {
    let descriptor = cposix_epoll_create()
    guard descriptor >= 0 else { throw ListenError(SystemError("make an epoll set")) }
    epoll = FileDescriptor(owning: descriptor)
    executor = QueueExecutor(label: "http.loop.\(number)")
    self.routes = routes
    limits = configuration.limits
    trustedProxies = configuration.trustedProxies
    self.hooks = hooks
    self.onClose = onClose
    parser = HeadParser(limits: limits)
  }

  func start() {
    date.refresh()
    let readiness = DispatchSource.makeReadSource(
      fileDescriptor: epoll.rawValue, queue: executor.queue)
    readiness.setEventHandler { @Sendable in self.assumeIsolated { $0.serve() } }
    readiness.activate()
    self.readiness = readiness
    let clock = DispatchSource.makeTimerSource(queue: executor.queue)
    clock.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(100))
    clock.setEventHandler { @Sendable in self.assumeIsolated { $0.tick() } }
    clock.activate()
    self.clock = clock
  }

  /// Call when no connection is left: the sources keep the loop alive until then.
  func stop() {
    readiness?.cancel()
    readiness = nil
    clock?.cancel()
    clock = nil
  }

  func serve() {
    var events = [cposix_readiness](repeating: cposix_readiness(), count: 256)
    var patience: UInt32 = 0
    isServing = true
    defer { isServing = false }
    for _ in 0..<64 {
      let count = unsafe cposix_epoll_wait(
        epoll.rawValue, &events, Int32(events.count), patience)
      if count <= 0 { return }
      date.refresh()
      for index in 0..<Int(count) {
        let event = events[index]
        // A connection that an earlier event of this batch has closed is gone from the table.
        connections[Int(event.descriptor)]?.ready(event.events, self)
      }
      // The next request is often on its way. To sleep through Dispatch, and be woken by it, costs
      // more than all the rest; but what suspended handlers come back with waits in the queue, as do
      // the connections of clients that make one for each request.
      patience = suspended == 0 && closed.isEmpty ? limits.patience : 0
      reportClosed()
    }
    // Stay fair to work that was queued from elsewhere, then carry on.
    executor.queue.async { @Sendable in self.assumeIsolated { $0.serve() } }
  }

  private func tick() {
    date.refresh()
    for connection in connections { connection?.tick(self) }
    if mostOpen >= 64, open <= mostOpen / 16 {
      // A flood is over. malloc keeps what it has used until it is told.
      Process.giveBackMemory()
      mostOpen = open
    }
  }

  func nextRequestID() -> RequestID {
    requestNumber &+= 1
    return .made(requestNumber)
  }

  // MARK: connections

  /// Takes over an accepted socket.
  func adopt(_ socket: Int32, peer: PeerAddress) {
    while connections.count <= Int(socket) { connections.append(nil) }
    let connection = Connection(FileDescriptor(owning: socket), peer: peer, self)
    connections[Int(socket)] = connection
    open += 1
    mostOpen = max(mostOpen, open)
    _ = cposix_epoll_add(epoll.rawValue, socket, Connection.readable)
    if isDraining { connection.drain(self) }
  }

  /// Changes which events of a connection are waited for.
  func watch(_ socket: Int32, _ interest: UInt32) {
    _ = cposix_epoll_change(epoll.rawValue, socket, interest)
  }

  /// Forgets a connection; its descriptor closes with it, once nothing refers to it any more.
  func remove(_ connection: Connection) {
    let socket = connection.socket.rawValue
    _ = cposix_epoll_remove(epoll.rawValue, socket)
    connections[Int(socket)] = nil
    open -= 1
    closed.append(connection.peer)
    if closed.count == 1 && !isServing {
      executor.queue.async { @Sendable in self.assumeIsolated { $0.reportClosed() } }
    }
  }

  private func reportClosed() {
    guard !closed.isEmpty else { return }
    onClose(closed)
    closed.removeAll(keepingCapacity: true)
  }

  /// No new requests: idle connections close, the others after their answer.
  func drain() {
    isDraining = true
    for connection in connections { connection?.drain(self) }
  }

  /// The grace is over.
  func closeAll() {
    for connection in connections { connection?.close(self) }
  }
}
