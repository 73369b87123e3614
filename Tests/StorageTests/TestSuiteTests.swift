import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct TestSuiteTests {
  private static let tests = [
    StudentTest(
      name: "one", scenario: .object(["input": .array([.string("a"), .number(0.5)])]),
      answer: .null)
  ]

  private func judgement(_ caught: Int) -> TestSuiteJudgement {
    TestSuiteJudgement(
      ending: .judged, results: [TestSuiteJudgement.Result(firstCaught: caught)], caught: caught,
      wrong: 4)
  }

  @discardableResult private func submit(
    by account: Account, at problem: ProblemID = .echo, in database: Storage.Database
  ) async throws -> TestSuite {
    try await database.submit(
      NewTestSuite(account: account, problem: problem, tests: Self.tests, submittedAt: .start))
  }

  @Test func `what is stored comes back, judged or not`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    let suite = try await submit(by: ada, in: database)
    #expect((suite.tests, suite.state) == (Self.tests, .queued))
    let claim = try #require(try await database.claimTestSuite())
    #expect(claim.suite == suite)
    #expect(try await database.claimTestSuite() == nil)
    #expect(try await database.finish(claim, with: judgement(3), now: .second(5)))
    let judged = try #require(try await database.testSuite(suite.id, seenBy: ada)).suite
    #expect(judged.judgement == judgement(3))
    #expect((judged.state, judged.judgedAt) == (.done, .second(5)))
    #expect(try await database.finish(claim, with: judgement(4), now: .second(6)) == false)
  }

  @Test func `a server that was killed in the middle loses nothing, and has used up an attempt`()
    async throws
  {
    try await withDirectory { directory in
      func open() async throws -> Storage.Database {
        try await Database.open(
          .file(directory.database), migrations: Directory.committedMigrations, role: .tool,
          now: .start)
      }
      let first = try await open()
      let suite = try await submit(by: try await first.addAccount("ada"), in: first)
      let lost = try #require(try await first.claimTestSuite())
      // Not closed: nothing is said to the database when a process is killed.
      let second = try await open()
      #expect(try await second.claimTestSuite() == nil)
      #expect(try await second.releaseTestSuites() == 1)
      let claim = try #require(try await second.claimTestSuite())
      #expect((claim.suite, claim.attempt) == (suite, 2))
      #expect(try await first.finish(lost, with: judgement(0), now: .start) == false)
      #expect(try await second.finish(claim, with: judgement(2), now: .start))
      let stored = try await second.testSuite(suite.id, seenBy: suite.account)?.suite.judgement
      #expect(stored == judgement(2))
      await first.close()
      await second.close()
    }
  }

  @Test(arguments: [(true, 2), (false, 1)])
  func `only what failed counts as an attempt`(counts: Bool, next: Int) async throws {
    let database = try await Database.inMemory()
    try await submit(by: try await database.addAccount("ada"), in: database)
    let claim = try #require(try await database.claimTestSuite())
    try await database.release(claim, counts: counts)
    #expect(try await database.claimTestSuite()?.attempt == next)
  }

  @Test func `what failed waits behind the others`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    try await submit(by: ada, in: database)
    let second = try await submit(by: ada, in: database)
    try await database.release(
      try #require(try await database.claimTestSuite()), counts: true)
    #expect(try await database.claimTestSuite()?.suite == second)
  }

  @Test func `an account has few waiting; others have their own`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    let limit = StorageLimits.waitingTestSuites
    for _ in 0..<limit { try await submit(by: ada, in: database) }
    await #expect(throws: StorageError.tooManyTestsWaiting(limit: limit)) {
      try await submit(by: ada, in: database)
    }
    try await submit(by: try await database.addAccount("bob"), in: database)
    let claim = try #require(try await database.claimTestSuite())
    #expect(try await database.finish(claim, with: judgement(1), now: .start))
    try await submit(by: ada, in: database)
  }

  @Test func `the best is the one with the largest share, of that problem and account`()
    async throws
  {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    #expect(try await database.bestTestSuite(of: ada, for: .echo) == nil)
    for caught in [1, 3, 2] {
      try await submit(by: ada, in: database)
      let claim = try #require(try await database.claimTestSuite())
      #expect(try await database.finish(claim, with: judgement(caught), now: .start))
    }
    try await submit(by: ada, at: .sum, in: database)
    let failed = try #require(try await database.claimTestSuite())
    #expect(
      try await database.finish(
        failed, with: TestSuiteJudgement(ending: .judgeError), now: .start))
    #expect(try await database.bestTestSuite(of: ada, for: .echo)?.judgement?.caught == 3)
    #expect(try await database.bestTestSuite(of: ada, for: .sum) == nil)
    let own = try await database.testSuites(of: ada, for: .echo)
    #expect(own.map(\.judgement?.caught) == [2, 3, 1])
  }

  @Test func `live submissions are seen to wait, rejudged ones are not`() async throws {
    let database = try await Database.inMemory()
    #expect(try await database.hasLiveSubmissionsWaiting() == false)
    let ada = try await database.addAccount("ada")
    try await database.submit(by: ada)
    #expect(try await database.hasLiveSubmissionsWaiting())
    let claim = try #require(try await database.claim())
    #expect(try await database.hasLiveSubmissionsWaiting() == false)
    #expect(try await database.finish(claim, with: .example(.accepted)))
    _ = try await database.startRejudging(
      NewRejudging(
        account: ada, classroom: nil, reason: "r", filter: RejudgingFilter(problem: "echo"),
        createdAt: .start))
    #expect(try await database.hasLiveSubmissionsWaiting() == false)
  }
}
