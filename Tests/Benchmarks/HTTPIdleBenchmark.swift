import Foundation

/// Ten thousand clients that say nothing beside 64 that do: what an idle connection costs in memory,
/// and what it costs the others.
enum HTTPIdleBenchmark {
  static let idle = 10_000

  static func run(_ peers: [HTTPPeer], _ results: inout HTTPResults) throws {
    var table = Table(
      "\(idle) idle connections", "KiB each", "req/s, 64 busy", "without idle", "p50 us", "without",
      "p99 us", "without")
    for peer in peers where peer.name != "FlyingFox" {
      let samples = try (0..<3).map { _ in try HTTPLoad.goal.run(on: peer) }
      let memory = peer.memory
      let sockets = hold(peer)
      defer { for socket in sockets { socket.close() } }
      let each = Double(peer.memory - memory) / Double(max(1, sockets.count)) / 1024
      let beside = try (0..<3).map { _ in try HTTPLoad.goal.run(on: peer) }
      func median(_ samples: [HTTPLoad.Sample], _ value: (HTTPLoad.Sample) -> Double) -> Double {
        samples.map(value).quantile(0.5)
      }
      var cells = [sockets.count == idle ? peer.name : "\(peer.name) (\(sockets.count) only)"]
      cells.append(text(each))
      for value in [\HTTPLoad.Sample.rate, \.median, \.tail] {
        cells.append("\(Int(median(beside) { $0[keyPath: value] }))")
        cells.append("\(Int(median(samples) { $0[keyPath: value] }))")
      }
      table.add(cells)
      if peer.name == HTTPBenchmark.ours {
        results.idle = (each, median(beside, \.median) / median(samples, \.median))
      }
    }
    print("")
    table.print()
  }

  /// Each has had one answer: a server may keep something for a connection that was in use.
  private static func hold(_ peer: HTTPPeer) -> [LoopbackSocket] {
    var sockets: [LoopbackSocket] = []
    for _ in 0..<idle {
      guard let socket = try? LoopbackSocket(port: peer.port) else { break }
      sockets.append(socket)
      guard socket.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n"), !socket.receive().isEmpty else {
        break
      }
    }
    return sockets
  }
}
