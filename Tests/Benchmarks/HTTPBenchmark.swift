import Foundation
import TestClient

/// `benchmark http [goals] [servers…]`: ours beside other servers, in one run, one core for the server
/// and the other for the load. Medians of three rounds, of nine for the load that we have goals for;
/// in each round every server gets the load. docker/bench/README.md says how to read it.
enum HTTPBenchmark {
  static let ours = "AsyncJudge"
  static let directory = ServerProcess.root.appendingPathComponent("docker/bench").path
  private static let rounds = 3
  private static let goalRounds = 9

  static func run(_ arguments: [String]) throws {
    LoopbackSocket.raiseLimit()
    let files = try TemporaryDirectory()
    try writeAnswers(in: files.url)
    let isBrief = arguments.contains("goals")
    let (peers, missing) = try start(arguments.filter { $0 != "goals" }, files.url)
    defer { for peer in peers { peer.stop() } }
    print("One core for the server, one for wrk; medians of \(rounds) runs of 2 s,")
    print("of \(goalRounds) for the load that we have goals for.")
    if !missing.isEmpty { print("Not here: \(missing.joined(separator: ", ")).") }
    var results = HTTPResults()
    let loads = isBrief ? [HTTPLoad.goal] : HTTPLoad.all
    try measure(loads, peers, &results)
    for load in loads { results.show(load) }
    try HTTPIdleBenchmark.run(peers, &results)
    try measureProduct(files.url, &results)
    results.showGoals()
  }

  private static func measure(
    _ loads: [HTTPLoad], _ peers: [HTTPPeer], _ results: inout HTTPResults
  ) throws {
    for load in loads {
      for round in 0...(load.name == HTTPLoad.goal.name ? goalRounds : rounds) {
        for peer in peers {
          // The first round only warms up.
          let sample = try load.run(on: peer, seconds: round == 0 ? 1 : 2)
          if round > 0 { results.add(sample, of: peer.name, for: load) }
        }
      }
    }
  }

  /// The whole program with real routes, where it is built.
  private static func measureProduct(_ files: URL, _ results: inout HTTPResults) throws {
    let program = ServerProcess.executable.path
    guard FileManager.default.isExecutableFile(atPath: program) else { return }
    let port: UInt16 = 18_089
    let peer = try HTTPPeer(
      "asyncjudge serve", port: port,
      [
        program, "serve", "--host", "127.0.0.1", "--port", "\(port)", "--data",
        files.appendingPathComponent("data").path, "--problems",
        ServerProcess.root.appendingPathComponent("Problems").path,
      ])
    defer { peer.stop() }
    let loads = ["/api/v1/problems/async-solver", "/api/v1/leaderboard?set=easy"].map {
      HTTPLoad(name: "GET \($0), 64 connections", path: $0, connections: 64)
    }
    try measure(loads, [peer], &results)
    for load in loads { results.show(load) }
  }

  /// Answers that every server gives byte by byte: 209 bytes, and 6 KiB.
  static func writeAnswers(in directory: URL) throws {
    let small =
      #"{"id":"gather-in-order","set":"easy","title":"Gather in order","time_limit_us":1000000,"#
      + #""memory_limit_bytes":268435456,"accepted":12,"submissions":40,"statement":"#
      + #""/api/v1/problems/gather-in-order/statement"}"#
    let row = #"{"rank":1,"account":"ada","score":100,"solved":12,"penalty_us":123456789}"#
    let large = "[" + Array(repeating: row, count: 84).joined(separator: ",") + "]"
    try Data(small.utf8).write(to: directory.appendingPathComponent("small"))
    try Data(large.utf8).write(to: directory.appendingPathComponent("large"))
  }

  /// The servers that are here, or those of them that are named, and the names of those that are not.
  private static func start(
    _ named: [String], _ files: URL
  ) throws -> (present: [HTTPPeer], missing: [String]) {
    let root = ServerProcess.root.path
    let beside = ServerProcess.executable.deletingLastPathComponent().path
    let commands: [(name: String, command: [String])] = [
      (ours, [beside + "/httpexample"]),
      ("C, epoll", [root + "/.build-c/server"]),
      ("nginx", ["/usr/sbin/nginx"]),
      ("Hummingbird", [root + "/.build-hummingbird/release/hummingbird-peer"]),
      ("FlyingFox", [root + "/.build-flyingfox/release/flyingfox-peer"]),
    ]
    var present: [HTTPPeer] = []
    var missing: [String] = []
    for (number, (name, command)) in commands.enumerated() {
      if !named.isEmpty, name != ours, !named.contains(where: name.lowercased().contains) {
        continue
      }
      guard FileManager.default.isExecutableFile(atPath: command[0]) else {
        missing.append(name)
        continue
      }
      let port = UInt16(18_080 + number)
      let arguments =
        name == "nginx"
        ? ["-c", try nginxConfiguration(port: port, files), "-p", files.path]
        : ["\(port)", files.path]
      present.append(try HTTPPeer(name, port: port, command + arguments))
    }
    return (present, missing)
  }

  private static func nginxConfiguration(port: UInt16, _ files: URL) throws -> String {
    var text = try String(contentsOfFile: directory + "/nginx.conf", encoding: .utf8)
    let small = try String(contentsOf: files.appendingPathComponent("small"), encoding: .utf8)
    for (name, value) in [
      ("PORT", "\(port)"), ("DIRECTORY", files.path), ("STATE", files.path), ("SMALL", small),
    ] {
      text = text.replacingOccurrences(of: name, with: value)
    }
    let file = files.appendingPathComponent("nginx.conf")
    try Data(text.utf8).write(to: file)
    return file.path
  }
}
