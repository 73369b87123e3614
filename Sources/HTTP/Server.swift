import CPosix
import Dispatch
import Glibc
import Posix

/// Where a server listens.
package struct ServerConfiguration: Sendable, Hashable {
  /// A numeric IPv4 or IPv6 address.
  package var host: String
  /// 0 picks a free one.
  package var port: UInt16
  /// Event loops; one per core.
  package var loops: Int
  package var limits: HTTPLimits

  package init(
    host: String, port: UInt16, loops: Int = Process.availableCores,
    limits: HTTPLimits = HTTPLimits()
  ) {
    self.host = host
    self.port = port
    self.loops = loops
    self.limits = limits
  }
}

/// Where a server really listens: `http://127.0.0.1:8080`, `http://[::1]:8080`.
package struct BoundAddress: Sendable, Hashable, CustomStringConvertible {
  package var host: String
  package var port: UInt16

  package var description: String {
    "http://" + (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
  }
}

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
  private var listener: Listener?
  private var acceptor: (any DispatchSourceRead)?
  private var isPaused = false
  private var connections = 0
  private var next = 0
  private var stopped: CheckedContinuation<Void, Never>?

  package init(
    configuration: ServerConfiguration, router: Router, hooks: ServerHooks = ServerHooks()
  ) {
    self.configuration = configuration
    routes = RouteTree(router)
    self.hooks = hooks
  }

  /// Listens from now on. Call it once.
  package func start() throws(ServerError) -> BoundAddress {
    precondition(loops.isEmpty, "a server starts once")
    let listener = try Listener(
      host: configuration.host, port: configuration.port, backlog: configuration.limits.backlog)
    for number in 0..<max(1, configuration.loops) {
      let loop = try EventLoop(
        number: number, routes: routes, limits: configuration.limits, hooks: hooks
      ) { [weak self] in
        guard let self else { return }
        executor.queue.async { @Sendable in self.assumeIsolated { $0.connectionClosed() } }
      }
      loop.executor.queue.async { @Sendable in loop.assumeIsolated { $0.start() } }
      loops.append(loop)
    }
    let acceptor = DispatchSource.makeReadSource(
      fileDescriptor: listener.descriptor, queue: executor.queue)
    acceptor.setEventHandler { @Sendable [weak self] in self?.assumeIsolated { $0.accept() } }
    acceptor.activate()
    self.acceptor = acceptor
    self.listener = listener
    return listener.address
  }

  /// Refuses new connections, closes idle ones, lets requests in progress be answered; returns when
  /// the last connection is closed, or after `grace`, which cuts the rest.
  package func stop(grace: Duration) async {
    guard stopped == nil, let acceptor else { return }
    resume()
    acceptor.cancel()
    self.acceptor = nil
    listener = nil
    for loop in loops {
      loop.executor.queue.async { @Sendable in loop.assumeIsolated { $0.drain() } }
    }
    let milliseconds = Int(grace / .milliseconds(1))
    executor.queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      @Sendable [weak self] in
      self?.assumeIsolated { $0.cut() }
    }
    if connections > 0 { await withCheckedContinuation { stopped = $0 } }
    for loop in loops {
      loop.executor.queue.async { @Sendable in loop.assumeIsolated { $0.stop() } }
    }
  }

  private func cut() {
    for loop in loops {
      loop.executor.queue.async { @Sendable in loop.assumeIsolated { $0.closeAll() } }
    }
  }

  private func accept() {
    guard let listener else { return }
    while connections < configuration.limits.connections {
      switch listener.accept() {
      case .connection(let socket, let peer):
        connections += 1
        next = (next + 1) % loops.count
        let loop = loops[next]
        loop.executor.queue.async { @Sendable in
          loop.assumeIsolated { $0.adopt(socket, peer: peer) }
        }
      case .none: return
      case .exhausted:
        // No descriptor or memory left: wait for something to close instead of spinning.
        pause()
        executor.queue.asyncAfter(deadline: .now() + .milliseconds(100)) { @Sendable [weak self] in
          self?.assumeIsolated { $0.resume() }
        }
        return
      }
    }
    // Full: the kernel's backlog holds the others, and then their clients wait.
    pause()
  }

  private func connectionClosed() {
    connections -= 1
    resume()
    if connections == 0, let stopped {
      self.stopped = nil
      stopped.resume()
    }
  }

  private func pause() {
    guard !isPaused, let acceptor else { return }
    isPaused = true
    acceptor.suspend()
  }

  private func resume() {
    guard isPaused, let acceptor else { return }
    isPaused = false
    acceptor.resume()
  }
}
