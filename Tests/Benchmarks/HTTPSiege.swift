import Foundation
import Synchronization
import TestClient

/// `benchmark siege [seconds]`: clients that dribble, that do not read, that stop in the middle, and
/// that come and go by the thousand, all at once; an honest client beside them measures how it is
/// served, and afterwards nothing of them may be left in the server.
enum HTTPSiege {
  /// Half of a head, half of a body; a byte more each second.
  private static let dribbles = [
    "GET /small HTTP/1.1\r\nHost: a\r\nX: ",
    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n",
  ]

  static func run(seconds: Int) throws {
    LoopbackSocket.raiseLimit()
    signal(SIGPIPE, SIG_IGN)
    let files = try TemporaryDirectory()
    try HTTPBenchmark.writeAnswers(in: files.url)
    let program = ServerProcess.executable.deletingLastPathComponent().path + "/httpexample"
    let server = try HTTPPeer(
      HTTPBenchmark.ours, port: 18_090, [program, "18090", files.url.path])
    defer { server.stop() }
    // What a server allocates once is there after a siege in which every time-out has struck; a leak
    // would grow in a second one.
    _ = Besieged(port: server.port, until: .now.advanced(by: .seconds(min(seconds, 40)))).hold()
    let idle = settle(server, to: 0)
    let memory = server.memory
    let calm = Honest.ask(server.port, for: 5)
    let besieged = Besieged(port: server.port, until: .now.advanced(by: .seconds(seconds)))
    let honest = besieged.hold()
    let held = besieged.peak.load(ordering: .relaxed)
    let high = server.memory
    let left = settle(server, to: idle)
    var table = Table("\(seconds) s under siege", "before", "siege", "after")
    table.add("honest answers", "\(calm.latencies.count)", "\(honest.latencies.count)", "")
    table.add("without an answer", "\(calm.failures)", "\(honest.failures)", "")
    for (name, share) in [("p50 us", 0.5), ("p99 us", 0.99), ("slowest us", 1)] {
      table.add(
        name, "\(Int(calm.latencies.quantile(share)))", "\(Int(honest.latencies.quantile(share)))",
        "")
    }
    table.add("descriptors", "\(idle)", "\(held + idle)", "\(left)")
    table.add(
      "memory KiB", "\(memory >> 10)", "\(high >> 10)", "\(server.memory >> 10)")
    table.print()
    print(
      "\(besieged.dribbled.load(ordering: .relaxed)) dribbling clients, "
        + "\(besieged.deaf.load(ordering: .relaxed)) that did not read, "
        + "\(besieged.silent.load(ordering: .relaxed)) that stopped, "
        + "\(besieged.flooded.load(ordering: .relaxed)) that came and went; the server is "
        + (server.isRunning ? "alive." : "DEAD."))
  }

  /// Descriptors when they are down to `number`, or after 15 seconds.
  private static func settle(_ server: HTTPPeer, to number: Int) -> Int {
    for _ in 0..<15 where server.descriptors > number { sleep(1) }
    return server.descriptors
  }

  /// The clients of a siege, each kind on a thread of its own.
  private final class Besieged: Sendable {
    let dribbled = Atomic(0)
    let deaf = Atomic(0)
    let silent = Atomic(0)
    let flooded = Atomic(0)
    /// Most connections held at once.
    let peak = Atomic(0)
    private let open = Atomic(0)
    private let port: UInt16
    private let end: ContinuousClock.Instant

    init(port: UInt16, until end: ContinuousClock.Instant) {
      self.port = port
      self.end = end
    }

    /// Until the end; returns how the honest client was served meanwhile.
    func hold() -> Honest {
      let group = DispatchGroup()
      for attack in [dribble, ignore, stop, flood, flood] {
        group.enter()
        Thread.detachNewThread {
          attack()
          group.leave()
        }
      }
      let honest = Honest.ask(port, for: Int((end - .now) / .seconds(1)))
      group.wait()
      return honest
    }

    private func connect(receiveBuffer: Int32? = nil) -> LoopbackSocket? {
      guard let socket = try? LoopbackSocket(port: port, receiveBuffer: receiveBuffer) else {
        return nil
      }
      let now = open.add(1, ordering: .relaxed).newValue
      if now > peak.load(ordering: .relaxed) { peak.store(now, ordering: .relaxed) }
      return socket
    }

    private func close(_ socket: LoopbackSocket) {
      socket.close()
      open.subtract(1, ordering: .relaxed)
    }

    /// Keeps `number` connections open and does something with each of them every second.
    private func keep(
      _ number: Int, _ begin: (Int) -> LoopbackSocket?, _ goOn: (LoopbackSocket) -> Bool
    ) {
      var sockets: [LoopbackSocket] = []
      while .now < end {
        while sockets.count < number, let socket = begin(sockets.count) { sockets.append(socket) }
        usleep(1_000_000)
        sockets.removeAll { socket in
          if goOn(socket) { return false }
          close(socket)
          return true
        }
      }
      for socket in sockets { close(socket) }
    }

    private func dribble() {
      keep(400) { number in
        guard let socket = connect() else { return nil }
        socket.send(HTTPSiege.dribbles[number % 2])
        dribbled.add(1, ordering: .relaxed)
        return socket
      } _: { socket in
        !socket.hasEnded && socket.send("a")
      }
    }

    /// Ask for much, and take nothing.
    private func ignore() {
      keep(100) { _ in
        guard let socket = connect(receiveBuffer: 4096) else { return nil }
        let request = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n"
        socket.send(String(repeating: request, count: 200))
        deaf.add(1, ordering: .relaxed)
        return socket
      } _: { socket in
        // A reader so slow that only a limit of the server's ends it.
        !socket.isReset
      }
    }

    /// Half a request, then nothing; or nothing at all; or only half of the connection.
    private func stop() {
      keep(400) { number in
        guard let socket = connect() else { return nil }
        if number % 4 != 0 { socket.send("GET / HTTP/1.1\r\nHo") }
        if number % 4 == 2 { shutdown(socket.descriptor, Int32(SHUT_WR)) }
        silent.add(1, ordering: .relaxed)
        return socket
      } _: { socket in
        !socket.hasEnded
      }
    }

    /// At most some two thousand a second from each of two threads; half of them end with a reset.
    private func flood() {
      var number = 0
      while .now < end {
        if let socket = connect() {
          socket.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n")
          if number % 2 == 0 {
            var reset = linger(l_onoff: 1, l_linger: 0)
            unsafe setsockopt(
              socket.descriptor, SOL_SOCKET, SO_LINGER, &reset,
              socklen_t(MemoryLayout<linger>.size))
          }
          close(socket)
          flooded.add(1, ordering: .relaxed)
        }
        number += 1
        if number % 20 == 0 { usleep(10_000) }
      }
    }
  }

  /// A client that asks, waits for the answer, and asks again.
  private struct Honest {
    /// Microseconds.
    var latencies: [Double] = []
    var failures = 0

    static func ask(_ port: UInt16, for seconds: Int) -> Honest {
      var honest = Honest()
      let end = ContinuousClock.now.advanced(by: .seconds(seconds))
      while .now < end {
        // Ten requests on each connection, so that connecting is part of what is measured.
        let start = ContinuousClock.now
        guard let socket = try? LoopbackSocket(port: port) else {
          honest.failures += 1
          continue
        }
        var last = start
        for _ in 0..<10 {
          socket.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n")
          if socket.receive().isEmpty {
            honest.failures += 1
            break
          }
          let now = ContinuousClock.now
          honest.latencies.append((now - last) / .microseconds(1))
          last = now
        }
        socket.close()
        usleep(5_000)
      }
      return honest
    }
  }
}
