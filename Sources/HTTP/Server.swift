import Dispatch
import Glibc
import Posix

/// Accepts connections and spreads them over the event loops; stops gracefully.
package actor Server {
  nonisolated private let executor = QueueExecutor(label: "http.accept")
  nonisolated package var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  private let configuration: ServerConfiguration
  private let routes: RouteTree
  private let hooks: ServerHooks
  private var loops: [EventLoop] = []
  private var acceptors: [Acceptor] = []
  private var connections = 0
  /// Connections by network, when that is limited.
  private var networks: [PeerAddress: Int] = [:]
  private var next = 0
  private var stopped: CheckedContinuation<Void, Never>?

  package init(
    configuration: ServerConfiguration, router: Router, hooks: ServerHooks = ServerHooks()
  ) {
    self.configuration = configuration
    routes = RouteTree(router)
    self.hooks = hooks
  }

  /// Listens from now on, on every address or on none. Call it once.
  @discardableResult package func start() throws(ListenError) -> [BoundAddress] {
    precondition(loops.isEmpty, "a server starts once")
    var listeners: [Listener] = []
    for address in configuration.addresses {
      listeners.append(try Listener(address, backlog: configuration.limits.backlog))
    }
    for number in 0..<max(1, configuration.loops) {
      let loop = try EventLoop(
        number: number, routes: routes, configuration: configuration, hooks: hooks
      ) { [weak self] peers in
        guard let self else { return }
        executor.queue.async { @Sendable in self.assumeIsolated { $0.connectionsClosed(peers) } }
      }
      onLoop(loop) { $0.start() }
      loops.append(loop)
    }
    acceptors = listeners.enumerated().map { number, listener in
      Acceptor(listener, queue: executor.queue) { [weak self] in
        self?.assumeIsolated { $0.accept(number) }
      }
    }
    return listeners.map(\.address)
  }

  /// Refuses new connections, closes idle ones, lets requests in progress be answered; returns when
  /// the last connection is closed, or after `grace`, which cuts the rest.
  package func stop(grace: Duration) async {
    guard stopped == nil, !acceptors.isEmpty else { return }
    // Whose connection the kernel has accepted is not refused any more.
    for number in acceptors.indices { accept(number) }
    for acceptor in acceptors { acceptor.cancel() }
    acceptors = []
    for loop in loops { onLoop(loop) { $0.drain() } }
    let milliseconds = Int(grace / .milliseconds(1))
    executor.queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      @Sendable [weak self] in
      self?.assumeIsolated { $0.cut() }
    }
    if connections > 0 { await withCheckedContinuation { stopped = $0 } }
    for loop in loops { onLoop(loop) { $0.stop() } }
  }

  private func cut() {
    for loop in loops { onLoop(loop) { $0.closeAll() } }
  }

  private func onLoop(
    _ loop: EventLoop, _ body: @escaping @Sendable (isolated EventLoop) -> Void
  ) {
    loop.executor.queue.async { @Sendable in loop.assumeIsolated { body($0) } }
  }

  // MARK: accepting

  private func accept(_ number: Int) {
    guard acceptors.indices.contains(number) else { return }
    let listener = acceptors[number].listener
    // One hop to a loop for all that it gets.
    var admitted: [[(socket: Int32, peer: PeerAddress)]] = loops.map { _ in [] }
    defer {
      for (loop, new) in zip(loops, admitted) where !new.isEmpty {
        onLoop(loop) { loop in
          for (socket, peer) in new { loop.adopt(socket, peer: peer) }
        }
      }
    }
    while connections < configuration.limits.connections {
      switch listener.accept() {
      case .connection(let socket, let peer):
        guard count(peer) else {
          close(socket)
          continue
        }
        connections += 1
        next = (next + 1) % loops.count
        admitted[next].append((socket, peer))
      case .none: return
      case .exhausted:
        // No descriptor or memory left: wait for something to close instead of spinning.
        for acceptor in acceptors { acceptor.pause() }
        executor.queue.asyncAfter(deadline: .now() + .milliseconds(100)) { @Sendable [weak self] in
          self?.assumeIsolated { $0.resume() }
        }
        return
      }
    }
    // Full: the kernel's backlog holds the others, and then their clients wait.
    for acceptor in acceptors { acceptor.pause() }
  }

  /// Nobody is counted who speaks for many: a proxy, or what is behind a Unix socket.
  private func isCounted(_ peer: PeerAddress) -> Bool {
    configuration.limits.connectionsPerAddress > 0 && !peer.isUnix
      && !configuration.trustedProxies.contains { $0.contains(peer) }
  }

  /// False when its network has as many connections as it may.
  private func count(_ peer: PeerAddress) -> Bool {
    guard isCounted(peer) else { return true }
    let count = networks[peer.network, default: 0]
    guard count < configuration.limits.connectionsPerAddress else { return false }
    networks[peer.network] = count + 1
    return true
  }

  private func connectionsClosed(_ peers: [PeerAddress]) {
    connections -= peers.count
    for peer in peers where isCounted(peer) {
      guard let count = networks[peer.network] else { continue }
      networks[peer.network] = count > 1 ? count - 1 : nil
    }
    resume()
    if connections == 0, let stopped {
      self.stopped = nil
      stopped.resume()
    }
  }

  private func resume() {
    for acceptor in acceptors { acceptor.resume() }
  }
}
