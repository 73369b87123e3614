import Domain
import Logging
import Storage
import Testing

@testable import Judging

/// The worker of students' tests, with a real database, judge and sandbox.
@Suite(.timeLimit(.minutes(2))) struct TestSuiteWorkerTests {
  private let database: Database
  private let ada: Account

  init() async throws {
    database = try await Database.open(
      .memory, migrations: repository + "/Migrations", role: .server, now: .start)
    ada = try await database.addAccount(named: "ada", now: .start).account
  }

  private func submit(to problem: String = "batch-lookup") async throws -> TestSuite {
    try await database.submit(
      NewTestSuite(
        account: ada, problem: try #require(ProblemID(problem)), tests: StudentSuites.happy,
        submittedAt: .start))
  }

  /// Lets a worker run until `suite` is judged.
  private func judged(
    _ suite: TestSuite, patience: Duration = JudgingLimits.testSuitePatience
  ) async throws -> TestSuiteJudgement? {
    let worker = TestSuiteWorker(
      database: database, catalog: ExampleSubmissionTests.catalog,
      judge: try await SharedSandbox.judge(),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { .start },
      patience: patience)
    let generation = worker.judged.generation
    let running = Task { await worker.run() }
    await worker.judged.wait(after: generation)
    running.cancel()
    await running.value
    return try await database.testSuite(suite.id, seenBy: ada)?.suite.judgement
  }

  @Test func `what a dead server was at is judged by the next one`() async throws {
    let suite = try await submit()
    _ = try #require(try await database.claimTestSuite())
    let judgement = try #require(try await judged(suite))
    #expect(judgement.ending == .judged)
    #expect(judgement.wrong > 0)
  }

  @Test func `what ends the server each time is given up, as our own fault`() async throws {
    let suite = try await submit()
    for _ in 1...JudgingLimits.attempts {
      _ = try #require(try await database.claimTestSuite())
      #expect(try await database.releaseTestSuites() == 1)
    }
    #expect(try await judged(suite) == TestSuiteJudgement(ending: .judgeError))
  }

  @Test func `tests of a problem that has gone are given up, as our own fault`() async throws {
    let suite = try await submit(to: "no-longer-here")
    #expect(try await judged(suite) == TestSuiteJudgement(ending: .judgeError))
  }

  /// A submission that waits to be judged.
  private func submitLive(_ problem: ProblemID) async throws -> Submission {
    try await database.submit(
      NewSubmission(
        problem: problem, account: ada,
        configuration: SolverConfiguration(runtime: "python3", source: ""), submittedAt: .start))
  }

  @Test func `beside live submissions that never end, a suite has its turn`() async throws {
    let first = try await submit()
    let second = try await submit()
    let live = try await submitLive(first.problem)
    #expect(try await judged(first, patience: .milliseconds(100))?.ending == .judged)
    #expect(try await judged(second, patience: .milliseconds(100))?.ending == .judged)
    #expect(try await database.submission(live.id)?.state == .queued)
  }

  @Test func `live submissions are waited for`() async throws {
    let suite = try await submit()
    let live = try await submitLive(suite.problem)
    async let judgement = judged(suite)
    // Longer than a look at the queue.
    try await Task.sleep(for: JudgingLimits.testSuiteInterval * 1.5)
    #expect(try await database.testSuite(suite.id, seenBy: ada)?.suite.state == .queued)
    let claim = try #require(
      try await database.claim(worker: "another", lease: .seconds(60), now: .start))
    #expect(claim.submission.id == live.id)
    #expect(try await judgement?.ending == .judged)
  }
}
