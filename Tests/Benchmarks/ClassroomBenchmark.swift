import Domain
import Foundation
import TestClient

/// A class that submits all at once: 8 clients post 40 submissions, and a ninth keeps asking the API
/// for other things meanwhile. Shows how long verdicts take, how busy the cores are, and how fast
/// the API still answers: once for a problem on the virtual clock, and once for a plain program,
/// which really sleeps and so leaves the cores idle.
enum ClassroomBenchmark {
  static func run() async throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url)
    try await measure(server.client, problem: "async-solver", solution: "tasks.py")
    try await measure(server.client, problem: "gather-in-order", solution: "gather.py")
    _ = server.stop()
  }

  private static func measure(
    _ client: HTTPClient, problem: String, solution: String
  ) async throws {
    let source = try String(
      contentsOf: ServerProcess.root.appendingPathComponent(
        "Problems/easy/\(problem)/submissions/accepted/\(solution)"), encoding: .utf8)
    let path = "/api/v1/problems/\(problem)/submissions"
    _ = try await client.post(path + "?wait=30", type: nil, source)

    let clock = ContinuousClock()
    let start = clock.now
    let busyBefore = try busySeconds()
    let asking = Task { try await askUntilCancelled(client, problem) }
    let verdicts = try await withThrowingTaskGroup(of: [String].self) { tasks in
      for _ in 0..<8 { tasks.addTask { try await submitFive(client, path: path, source) } }
      var verdicts: [String] = []
      for try await some in tasks { verdicts += some }
      return verdicts
    }
    let wall = (clock.now - start) / .seconds(1)
    let busy = try busySeconds() - busyBefore
    asking.cancel()
    let answers = try await asking.value

    var table = Table("40 submissions by 8 clients", problem)
    table.add("judged with AC", "\(verdicts.count { $0 == "AC" }) of \(verdicts.count)")
    table.add("all judged after", "\(text(wall)) s")
    table.add("cores busy", "\(text(busy / wall)) of \(ProcessInfo.processInfo.processorCount)")
    table.add("other answers meanwhile", "\(answers.count)")
    table.add("their median", "\(text(answers.quantile(0.5))) ms")
    table.add("their 99th percentile", "\(text(answers.quantile(0.99))) ms")
    table.add("their slowest", "\(text(answers.quantile(1))) ms")
    table.print()
  }

  private static func submitFive(
    _ client: HTTPClient, path: String, _ source: String
  ) async throws -> [String] {
    var locations: [String] = []
    for _ in 0..<5 {
      let reply = try await client.post(path, type: nil, source)
      locations.append(reply.fields["location"] ?? "")
    }
    var verdicts: [String] = []
    for location in locations {
      verdicts.append(try await client.get(location + "?wait=60").json["verdict"].string ?? "none")
    }
    return verdicts
  }

  /// Milliseconds of each answer.
  private static func askUntilCancelled(
    _ client: HTTPClient, _ problem: String
  ) async throws -> [Double] {
    let paths = ["/api/v1/problems/\(problem)", "/api/v1/leaderboard", "/api/v1/submissions"]
    var times: [Double] = []
    while !Task.isCancelled {
      let start = ContinuousClock.now
      _ = try await client.get(paths[times.count % paths.count])
      times.append((ContinuousClock.now - start) / .milliseconds(1))
      try? await Task.sleep(for: .milliseconds(5))
    }
    return times
  }

  /// CPU seconds that all cores together have worked since the machine started.
  private static func busySeconds() throws -> Double {
    let line = try String(contentsOfFile: "/proc/stat", encoding: .utf8).prefix { $0 != "\n" }
    let ticks = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    // user nice system idle iowait irq softirq steal
    return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) / 100
  }
}
