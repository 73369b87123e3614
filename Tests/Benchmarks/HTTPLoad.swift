import Foundation

/// One kind of load: what wrk is told.
struct HTTPLoad {
  var name: String
  var path: String
  var connections: Int
  /// Sixteen requests in one write.
  var isPipelined = false
  /// A new connection for each request.
  var isReconnecting = false

  static let all =
    [1, 16, 64, 256, 1024].map {
      HTTPLoad(
        name: "small JSON, \($0) connection\($0 == 1 ? "" : "s")", path: "/small", connections: $0)
    } + [
      HTTPLoad(name: "6 KB JSON, 64 connections", path: "/large", connections: 64),
      HTTPLoad(
        name: "small JSON, 64 connections, 16 pipelined", path: "/small", connections: 64,
        isPipelined: true),
      HTTPLoad(
        name: "small JSON, 64 clients, a connection each request", path: "/small", connections: 64,
        isReconnecting: true),
    ]

  /// The answer of interest: the issue's goals are about it.
  static let goal = all[2]

  /// What one run showed.
  struct Sample {
    /// Requests a second.
    var rate: Double
    /// Microseconds.
    var median, tail: Double
    /// Microseconds of the server's processor time for one request.
    var processor: Double
    /// Connections that failed, and answers that were not 2xx.
    var failures: Int
  }

  /// Two seconds of it, from a core of its own.
  func run(on peer: HTTPPeer, seconds: Int = 2) throws -> Sample {
    let before = peer.processorSeconds
    let output = try wrk(port: peer.port, seconds: seconds)
    let used = peer.processorSeconds - before
    guard let requests = Self.number(in: output, after: "", before: " requests in"),
      let rate = Self.number(in: output, after: "Requests/sec:", before: "\n")
    else { throw Spawn.Failure(description: "wrk against \(peer.name) said: \(output)") }
    var failures = 0
    for line in output.split(separator: "\n") {
      guard line.contains("Socket errors:") || line.contains("Non-2xx") else { continue }
      failures += line.split { !$0.isNumber }.compactMap { Int($0) }.reduce(0, +)
    }
    return Sample(
      rate: rate, median: Self.latency(in: output, "50%"), tail: Self.latency(in: output, "99%"),
      processor: used * 1e6 / max(1, requests), failures: failures)
  }

  private func wrk(port: UInt16, seconds: Int) throws -> String {
    let url = "http://127.0.0.1:\(port)\(path)"
    var command = [
      "/usr/bin/taskset", "-c", "1", "/usr/bin/wrk", "-t1", "-c\(connections)", "-d\(seconds)s",
      "--latency",
    ]
    if isReconnecting { command += ["-H", "Connection: close"] }
    if isPipelined { command += ["-s", HTTPBenchmark.directory + "/pipeline.lua"] }
    let file = NSTemporaryDirectory() + "/wrk-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Spawn(command: command + [url]).run(output: file)
    return try String(contentsOfFile: file, encoding: .utf8)
  }

  private static func number(in text: String, after: String, before: String) -> Double? {
    for line in text.split(separator: "\n") {
      let line = line + "\n"
      guard let end = line.range(of: before), line.hasPrefix(after) || after.isEmpty else {
        continue
      }
      return Double(
        line[..<end.lowerBound].dropFirst(after.count).trimmingCharacters(in: .whitespaces))
    }
    return nil
  }

  /// `     99%    5.04ms` in microseconds.
  private static func latency(in text: String, _ quantile: String) -> Double {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2, words[0] == quantile, let value = words.last else { continue }
      let units = [("us", 1.0), ("ms", 1e3), ("s", 1e6), ("m", 60e6)]
      for (unit, factor) in units where value.hasSuffix(unit) {
        return (Double(value.dropLast(unit.count)) ?? .nan) * factor
      }
    }
    return .nan
  }
}
