import Domain
import Logging
import Packages
import Sandboxing
import Storage
import Testing

@testable import Judging

/// The worker with a real queue, a real judge and a real sandbox.
@Suite(.timeLimit(.minutes(2))) struct JudgeWorkerTests {
  private let database: Database
  private let events = EventHub()

  init() async throws {
    database = try await Database.open(
      .memory, migrations: repository + "/Migrations", role: .server, now: .start)
  }

  private func worker(
    runtimes: RuntimeTable? = nil, stopGrace: Duration = JudgingLimits.stopGrace
  ) async throws -> JudgeWorker {
    let sandbox = try await SharedSandbox.sandbox()
    let known = try await SharedSandbox.runtimes()
    return JudgeWorker(
      name: "test", database: database, catalog: ExampleSubmissionTests.catalog,
      judge: Judge(sandbox: sandbox, runtimes: runtimes ?? known, now: { .start }),
      isolation: sandbox.report.tier, events: events,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { .start },
      stopGrace: stopGrace)
  }

  @discardableResult private func submit(
    _ source: String, at problem: String = "gather-in-order"
  ) async throws -> SubmissionID {
    let problem = try #require(ProblemID(problem))
    return try await database.submit(
      NewSubmission(
        problem: problem, account: nil,
        configuration: SolverConfiguration(runtime: "python3", source: source),
        submittedAt: .start)
    ).id
  }

  private func claim() async throws -> Claim {
    try #require(
      try await database.claim(worker: "another", lease: .seconds(3600), now: .start))
  }

  /// Lets `worker` run until `count` judgements have been told of; the events until then.
  private func run(
    _ worker: JudgeWorker, width: Int = 2, until count: Int = 1
  ) async throws -> [Event] {
    let news = events.events()
    let running = Task { await worker.run(width: width) }
    let heard = await heard(news, until: count)
    running.cancel()
    await running.value
    return heard
  }

  private func heard(_ news: AsyncStream<Event>, until count: Int) async -> [Event] {
    var heard: [Event] = []
    for await event in news {
      heard.append(event)
      if heard.count(where: \.isJudgement) == count { break }
    }
    return heard
  }

  private func untilJudging() async throws {
    while try await database.queueCounts().judging == 0 { await Task.yield() }
  }

  @Test func `a run is replayed to the bit, or not at all when it takes another course`()
    async throws
  {
    let problem = try #require(ProblemID("async-solver"))
    let package = try #require(ExampleSubmissionTests.catalog[problem])
    let reference = try #require(package.examples.first { $0.isReference })
    let id = try await submit(
      String(decoding: try reference.source(), as: UTF8.self), at: "async-solver")
    let worker = try await worker()
    _ = try await run(worker)
    let submission = try #require(try await database.submission(id))
    var run = try #require(submission.judgement?.runs.last)
    #expect(run.verdict == .accepted && !run.isSample)
    let replayed = try #require(try await worker.replay(run, of: submission))
    #expect(replayed.lab?.traceHash == run.lab?.traceHash)
    #expect(replayed.timeline?.object?["requests"]?.array?.isEmpty == false)
    var other = run
    other.lab?.traceHash = "0000000000000000"
    #expect(try await worker.replay(other, of: submission) == nil)
    run.testCase = "secret/gone"
    #expect(try await worker.replay(run, of: submission) == nil)
  }

  @Test func `what waits is judged once each, and told of after its runs`() async throws {
    var ids: [SubmissionID] = []
    for number in 1...6 { ids.append(try await submit("print(\(number))")) }
    let heard = try await run(try await worker(), width: 3, until: 6)
    for id in ids {
      let own = heard.filter { $0.submission == id }
      #expect(own.count(where: \.isJudgement) == 1)
      #expect(own.count > 1)
      #expect(own.last?.isJudgement == true)
      #expect(try await database.submission(id)?.judgement?.verdict == .wrongAnswer)
    }
    #expect(try await database.queueCounts() == (queued: 0, judging: 0))
  }

  @Test func `sleeps while nothing waits, and wakes`() async throws {
    let worker = try await worker()
    let news = events.events()
    let running = Task { await worker.run(width: 2) }
    for number in 1...3 {
      let id = try await submit("print(\(number))")
      worker.wake()
      #expect(await heard(news, until: 1).last?.submission == id)
    }
    running.cancel()
    await running.value
  }

  @Test func `what a dead worker had is taken over at the start`() async throws {
    let id = try await submit("print(1)")
    let dead = try await claim()
    _ = try await run(try await worker())
    #expect(try await database.submission(id)?.judgement?.verdict == .wrongAnswer)
    #expect(try await database.finish(dead, with: .example) == false)
  }

  @Test func `what three workers died of is judged no more`() async throws {
    let id = try await submit("print(1)")
    for _ in 1...2 { try await database.release(try await claim(), reason: "test", counts: true) }
    _ = try await claim()
    let heard = try await run(try await worker())
    #expect(heard.count == 1, "it was run")
    let judgement = try #require(try await database.submission(id)?.judgement)
    #expect(judgement.verdict == .judgeError)
    #expect(judgement.message?.hasPrefix("The judge failed 3 times on this submission.") == true)
  }

  @Test func `a failure of the judge is tried three times, then it is the judge's`() async throws {
    let id = try await submit("print(1)")
    _ = try await run(try await worker(runtimes: RuntimeTable(rows: [])))
    let judgement = try #require(try await database.submission(id)?.judgement)
    #expect(judgement.verdict == .judgeError)
    #expect(judgement.message?.contains("does not count as an attempt") == true)
    #expect(judgement.maxScore == 1)
    #expect(try await database.queueCounts() == (queued: 0, judging: 0))
  }

  @Test func `a problem that is gone is the judge's error`() async throws {
    let id = try await submit("print(1)", at: "gone")
    _ = try await run(try await worker())
    let judgement = try #require(try await database.submission(id)?.judgement)
    #expect(judgement.verdict == .judgeError)
    #expect(
      judgement.message?.hasPrefix("The problem gone is no longer on this server.") == true)
  }

  @Test func `a stop lets end what ends within the grace, and claims nothing more`() async throws {
    let first = try await submit("while True: pass")
    let second = try await submit("print(1)")
    let worker = try await worker()
    let running = Task { await worker.run(width: 1) }
    try await untilJudging()
    running.cancel()
    await running.value
    #expect(try await database.submission(first)?.judgement?.verdict == .timeLimitExceeded)
    #expect(try await database.submission(second)?.state == .queued)
  }

  @Test func `a stop gives back what does not end within the grace`() async throws {
    let id = try await submit("import time\ntime.sleep(3600)")
    let worker = try await worker(stopGrace: .zero)
    let running = Task { await worker.run(width: 1) }
    try await untilJudging()
    let start = ContinuousClock.now
    running.cancel()
    await running.value
    // The sleeper has four seconds of wall time.
    #expect(ContinuousClock.now - start < .seconds(3))
    let submission = try #require(try await database.submission(id))
    #expect(submission.state == .queued)
    #expect(submission.judgement == nil)
    // A stop is no attempt.
    #expect(try await claim().attempt == 1)
  }

  @Test func `who has lost the claim stores nothing`() async throws {
    let id = try await submit("while True: pass")
    let worker = try await worker()
    let running = Task { await worker.run(width: 1) }
    try await untilJudging()
    _ = try await database.rescueAll(now: .start, maximumAttempts: 3)
    let other = try await claim()
    running.cancel()
    await running.value
    #expect(try await database.submission(id)?.state == .judging)
    #expect(try await database.submission(id)?.judgement == nil)
    #expect(try await database.finish(other, with: .example))
    #expect(try await database.submission(id)?.judgement?.verdict == .accepted)
  }
}

extension Event {
  fileprivate var isJudgement: Bool {
    if case .judgementFinished = self { true } else { false }
  }
}

extension Timestamp {
  static let start = Timestamp(microseconds: 1_700_000_000_000_000)
}

extension Judgement {
  fileprivate static let example = Judgement(
    verdict: .accepted, score: 1, maxScore: 1, startedAt: .start, endedAt: .start, isolation: .b)
}
