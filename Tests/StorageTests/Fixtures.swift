import Domain
import GRDB
import Testing

@testable import Storage

extension Timestamp {
  /// When the clocks of these tests start.
  static let start = Timestamp(microseconds: 1_700_000_000_000_000)

  static func second(_ second: Int64) -> Timestamp { start + .seconds(second) }
}

extension ProblemID {
  static let echo = ProblemID("echo")!
  static let sum = ProblemID("sum")!
}

extension Judgement {
  /// Without groups and runs.
  static func example(_ verdict: Verdict, message: String? = nil) -> Judgement {
    Judgement(
      verdict: verdict, score: verdict == .accepted ? 1 : 0, maxScore: 1, startedAt: .second(10),
      endedAt: .second(11), isolation: .b, message: message)
  }
}

extension Storage.Database {
  /// With the committed schema.
  static func inMemory() async throws -> Storage.Database {
    try await open(
      .memory, migrations: Directory.committedMigrations, role: .server, now: .start)
  }

  func addAccount(_ name: String) async throws -> Account {
    try await addAccount(named: name, now: .start).account
  }

  @discardableResult func submit(
    _ source: String = "print(1)", at problem: ProblemID = .echo, by account: Account? = nil,
    now: Timestamp = .start
  ) async throws -> Submission {
    try await submit(
      NewSubmission(
        problem: problem, account: account,
        configuration: SolverConfiguration(runtime: "python3", source: source), submittedAt: now))
  }

  /// Claims for ten seconds.
  func claim(by worker: String = "worker", now: Timestamp = .start) async throws -> Claim? {
    try await claim(worker: worker, lease: .seconds(10), now: now)
  }

  /// The sources of the submissions in the order in which they are claimed, until none waits.
  func claimAll() async throws -> [String] {
    var sources: [String] = []
    while let claim = try await claim() { sources.append(claim.submission.configuration.source) }
    return sources
  }

  /// The first column of a query's rows, as text.
  func texts(_ sql: String) async throws -> [String] {
    try await connection.read { database in try String.fetchAll(database, sql: sql) }
  }

  func number(_ sql: String) async throws -> Int? {
    try await connection.read { database in try Int.fetchOne(database, sql: sql) }
  }

  /// Writes behind the module's back.
  func execute(_ sql: String) async throws {
    try await connection.writeWithoutTransaction { database in try database.execute(sql: sql) }
  }
}
