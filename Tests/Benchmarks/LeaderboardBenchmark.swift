import Domain
import Foundation
import JudgeServer
import Storage
import TestClient

/// The public leaderboard over a small log and a large one: a start with and without a checkpoint,
/// what a verdict costs, what an answer costs.
enum LeaderboardBenchmark {
  private struct Figures {
    var coldStart = 0.0
    var checkpoint = 0.0
    var warmStart = 0.0
    var memory = 0.0
    var verdict: [Double] = []
    var verdictAndPage: [Double] = []
    var answers: [Double] = []
    var notModified: [Double] = []
    var pageBytes = 0
    var past = 0.0
  }

  static func run(largest: Int) async throws {
    let sizes = [10_000, largest]
    var figures: [Figures] = []
    for size in sizes {
      print("generating \(size) submissions …")
      figures.append(try await measure(size))
    }
    var table = Table("leaderboard", "\(sizes[0])", "\(sizes[1])", "ratio")
    func row(_ name: String, _ unit: String, _ value: (Figures) -> Double) {
      let (a, b) = (value(figures[0]), value(figures[1]))
      table.add(name, "\(text(a)) \(unit)", "\(text(b)) \(unit)", text(b / a))
    }
    row("start without checkpoint", "ms", \.coldStart)
    row("writing the checkpoint", "ms", \.checkpoint)
    row("start with checkpoint", "ms", \.warmStart)
    row("memory of the boards", "MiB", \.memory)
    row("new verdict, median", "us") { $0.verdict.quantile(0.5) }
    row("new verdict, 99th percentile", "us") { $0.verdict.quantile(0.99) }
    row("new verdict and its page, median", "us") { $0.verdictAndPage.quantile(0.5) }
    row("new verdict and its page, 99th percentile", "us") { $0.verdictAndPage.quantile(0.99) }
    row("page", "KiB") { Double($0.pageBytes) / 1024 }
    row("answer over HTTP, median", "us") { $0.answers.quantile(0.5) }
    row("answer over HTTP, 99th percentile", "us") { $0.answers.quantile(0.99) }
    row("304 over HTTP, median", "us") { $0.notModified.quantile(0.5) }
    row("board of the past over HTTP", "ms", \.past)
    table.print()
  }

  private static func measure(_ size: Int) async throws -> Figures {
    let data = try TemporaryDirectory()
    let path = data.url.path + "/asyncjudge.sqlite"
    let problems = try problems()
    let start = Timestamp(microseconds: 1_750_000_000_000_000)
    let end = start + .seconds(size * 10)
    await (try await open(path)).close()
    try LogGenerator.write(
      size, problems: problems.map(\.id), to: path, from: start, seed: 6)

    var figures = Figures()
    let database = try await open(path)
    let before = try residentMebibytes()
    let boards = Boards(database: database, problems: problems) { end }
    figures.coldStart = try await milliseconds { try await boards.refresh() }
    figures.memory = try residentMebibytes() - before
    figures.checkpoint = try await milliseconds { await boards.save() }
    let next = Boards(database: database, problems: problems) { end }
    figures.warmStart = try await milliseconds { try await next.refresh() }
    try await measureVerdicts(&figures, database, boards, problems, at: end)
    await boards.finish()
    await database.close()
    try await measureAnswers(&figures, data, at: start + .seconds(size * 5))
    return figures
  }

  /// What the boards need to know of the committed problems: their ids and sets.
  private static func problems() throws -> [Problem] {
    try ProblemSet.allCases.flatMap { set in
      let directory = ServerProcess.root.path + "/Problems/\(set.rawValue)"
      return try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        .compactMap(ProblemID.init).map { id in
          Problem(
            id: id, set: set, name: id.rawValue, statement: "",
            limits: ProblemLimits(
              cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(1),
              code: .kibibytes(64)),
            samples: [], runtimes: nil, keywords: [], maxScore: 100)
        }
    }
  }

  /// From the commit of a verdict to boards that know of it, and to a page that shows it.
  private static func measureVerdicts(
    _ figures: inout Figures, _ database: Database, _ boards: Boards, _ problems: [Problem],
    at time: Timestamp
  ) async throws {
    let board = Standings.Board(.all, by: .solved)
    let accounts = try await database.accounts().map(\.account)
    for round in 0..<400 {
      let problem = problems[round % problems.count]
      _ = try await database.submit(
        NewSubmission(
          problem: problem.id, account: accounts[round * 7 % accounts.count],
          configuration: SolverConfiguration(runtime: "python3", source: ""), submittedAt: time))
      guard
        let claim = try await database.claim(
          worker: "benchmark", lease: .seconds(60), now: time)
      else { continue }
      try await boards.refresh()
      let judgement = Judgement(
        verdict: .accepted, score: 1, maxScore: 1, startedAt: time, endedAt: time, isolation: .b)
      _ = try await database.finish(claim, with: judgement, now: time)
      let updating = try await milliseconds { try await boards.refresh() }
      let answering = try await milliseconds {
        _ = try await boards.answer(board, .page(after: 0, limit: 50))
      }
      figures.verdict.append(updating * 1000)
      figures.verdictAndPage.append((updating + answering) * 1000)
    }
  }

  private static func measureAnswers(
    _ figures: inout Figures, _ data: TemporaryDirectory, at past: Timestamp
  ) async throws {
    let server = try ServerProcess(data: data.url)
    let path = "/api/v1/leaderboard"
    let first = try await server.client.get(path)
    figures.pageBytes = first.body.count
    let tag = first.fields["etag"] ?? ""
    let connection = try KeptConnection(port: server.port)
    for round in 0..<2200 {
      let full = try connection.exchange("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
      let short = try connection.exchange(
        "GET \(path) HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \(tag)\r\n\r\n")
      // The first ones warm up.
      guard round >= 200 else { continue }
      figures.answers.append(full)
      figures.notModified.append(short)
    }
    figures.past = try await milliseconds {
      let reply = try await server.client.get(path + "?at=\(past)")
      precondition(reply.status == 200, "the past can be told: \(reply.text)")
    }
    _ = server.stop()
  }

  private static func open(_ path: String) async throws -> Database {
    try await Database.open(
      .file(path), migrations: ServerProcess.root.path + "/Migrations", role: .tool,
      now: Timestamp(microseconds: 0))
  }

  private static func milliseconds(_ work: () async throws -> Void) async throws -> Double {
    let start = ContinuousClock.now
    try await work()
    return (ContinuousClock.now - start) / .milliseconds(1)
  }

  private static func residentMebibytes() throws -> Double {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      .split(separator: " ")
    return (Double(pages[1]) ?? 0) * 4096 / 1_048_576
  }
}
