import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct RejudgingTests {
  /// `verdicts` become judged submissions of ada's to echo.
  private func judged(
    _ verdicts: [Verdict], in database: Storage.Database
  ) async throws -> (Account, [SubmissionID]) {
    let ada = try await database.addAccount("ada")
    var ids: [SubmissionID] = []
    for verdict in verdicts {
      ids.append(try await database.submit(by: ada).id)
      let claim = try #require(try await database.claim())
      #expect(try await database.finish(claim, with: .example(verdict)))
    }
    return (ada, ids)
  }

  private func start(
    _ filter: RejudgingFilter, by account: Account, in database: Storage.Database
  ) async throws -> Rejudging {
    try await database.startRejudging(
      NewRejudging(
        account: account, classroom: nil, reason: "a wrong answer file", filter: filter,
        createdAt: .second(20)))
  }

  private func judgeAll(_ verdict: Verdict, in database: Storage.Database) async throws {
    while let claim = try await database.claim() {
      #expect(!claim.isLive)
      #expect(try await database.finish(claim, with: .example(verdict)))
    }
  }

  @Test func `nothing changes before it is applied, everything after`() async throws {
    let database = try await Database.inMemory()
    let (ada, ids) = try await judged([.wrongAnswer, .accepted], in: database)
    let rejudging = try await start(
      RejudgingFilter(verdict: .wrongAnswer), by: ada, in: database)
    #expect((rejudging.total, rejudging.judged, rejudging.state) == (1, 0, .judging))
    #expect(try await database.submission(ids[0])?.state == .done)
    await #expect(throws: StorageError.rejudgingNotReady) {
      try await database.apply(rejudging, by: ada, now: .second(30))
    }
    try await judgeAll(.accepted, in: database)
    #expect(try await database.rejudging(rejudging.id)?.state == .ready)
    #expect(try await database.submission(ids[0])?.judgement?.verdict == .wrongAnswer)
    let changes = try await database.apply(rejudging, by: ada, now: .second(30))
    #expect(changes.map(\.submission) == [ids[0]])
    let submission = try #require(try await database.submission(ids[0]))
    #expect(submission.judgement?.verdict == .accepted)
    let kept = try await database.judgements(of: submission)
    #expect(kept.map(\.judgement.verdict) == [.wrongAnswer, .accepted])
    #expect(kept.map(\.isCurrent) == [false, true])
    #expect(kept.map(\.rejudging) == [nil, rejudging.id])
    await #expect(throws: StorageError.rejudgingNotReady) {
      try await database.apply(rejudging, by: ada, now: .second(31))
    }
    let audited = try await database.texts(
      "SELECT action FROM audit_log WHERE action LIKE 'rejudging%' ORDER BY sequence")
    #expect(audited == ["rejudging.start", "rejudging.applied"])
  }

  @Test func `what is discarded leaves no trace in the verdicts`() async throws {
    let database = try await Database.inMemory()
    let (ada, ids) = try await judged([.accepted, .accepted], in: database)
    let rejudging = try await start(
      RejudgingFilter(problem: "echo"), by: ada, in: database)
    let claim = try #require(try await database.claim())
    try await database.discard(rejudging, by: ada, now: .second(30))
    #expect(try await database.claim() == nil)
    #expect(try await database.finish(claim, with: .example(.wrongAnswer)) == false)
    for id in ids { #expect(try await database.submission(id)?.judgement?.verdict == .accepted) }
    #expect(try await database.rejudging(rejudging.id)?.state == .discarded)
  }

  @Test func `live submissions go first`() async throws {
    let database = try await Database.inMemory()
    let (ada, _) = try await judged([.accepted], in: database)
    _ = try await start(RejudgingFilter(problem: "echo"), by: ada, in: database)
    try await database.submit("print('live')", by: ada)
    #expect(try await database.claim()?.isLive == true)
    #expect(try await database.claim()?.isLive == false)
  }

  @Test func `our own failure takes no verdict away`() async throws {
    let database = try await Database.inMemory()
    let (ada, ids) = try await judged([.accepted], in: database)
    let rejudging = try await start(RejudgingFilter(problem: "echo"), by: ada, in: database)
    try await judgeAll(.judgeError, in: database)
    #expect(try await database.apply(rejudging, by: ada, now: .second(30)) == [])
    #expect(try await database.submission(ids[0])?.judgement?.verdict == .accepted)
  }

  @Test func `the ranks are seen before it is applied`() async throws {
    let database = try await Database.inMemory()
    let (ada, _) = try await judged([.accepted], in: database)
    let rejudging = try await start(RejudgingFilter(problem: "echo"), by: ada, in: database)
    try await judgeAll(.wrongAnswer, in: database)
    let now = try await database.attempts(at: [.echo])
    #expect(now.map(\.attempt.verdict) == [.accepted])
    let then = try await database.attempts(at: [.echo], ifApplied: rejudging)
    #expect(then.map(\.attempt.verdict) == [.wrongAnswer])
  }

  @Test func `a submission is in one open rejudging`() async throws {
    let database = try await Database.inMemory()
    let (ada, _) = try await judged([.accepted], in: database)
    let first = try await start(RejudgingFilter(problem: "echo"), by: ada, in: database)
    await #expect(throws: StorageError.alreadyRejudging(first.id.rawValue)) {
      _ = try await start(RejudgingFilter(account: "ada"), by: ada, in: database)
    }
    try await database.discard(first, by: ada, now: .second(30))
    let second = try await start(RejudgingFilter(account: "ada"), by: ada, in: database)
    #expect(second.total == 1)
  }

  @Test func `what waits for its first verdict is not judged again`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    try await database.submit(by: ada)
    await #expect(throws: StorageError.nothingToRejudge) {
      _ = try await start(RejudgingFilter(account: "ada"), by: ada, in: database)
    }
  }
}
