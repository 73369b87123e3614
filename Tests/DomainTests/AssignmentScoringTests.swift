import Domain
import Testing

@Suite struct AssignmentScoringTests {
  private static let ada = Account(id: 1, name: "ada")
  private static let bob = Account(id: 2, name: "bob")
  private static let first = ProblemID("first")!
  private static let second = ProblemID("second")!

  private static func hour(_ hour: Int64) -> Timestamp {
    Timestamp(microseconds: 1_700_000_000_000_000) + .seconds(hour * 3600)
  }

  /// Due at hour 24, closed at hour 72; a day late costs a half.
  private static let assignment = Assignment(
    id: AssignmentID("01J00000000000000000000000")!, number: 1, classroom: 1, name: "Week 1",
    times: AssignmentTimes(opens: hour(0), due: hour(24), closes: hour(72)),
    latePolicy: .perDay(0.5, floor: 0),
    problems: [
      AssignedProblem(problem: first, points: 10, attemptLimit: 3),
      AssignedProblem(problem: second, points: 5),
    ], createdAt: hour(-1))

  private static func attempt(
    _ number: Int64, _ problem: ProblemID = first, by account: Account = ada, at hour: Int64,
    _ verdict: Verdict?, score: Double = 0
  ) -> AssignmentAttempt {
    let digits = String(number)
    return AssignmentAttempt(
      submission: SubmissionID(String(repeating: "0", count: 26 - digits.count) + digits)!,
      sequence: number, account: account, problem: problem, submittedAt: self.hour(hour),
      result: verdict.map {
        AssignmentAttempt.Result(
          verdict: $0, score: $0 == .accepted ? 100 : score, maxScore: 100)
      })
  }

  private func scores(
    _ log: [AssignmentAttempt], extensions: [Int64: Extension] = [:]
  ) -> [Int64: AssignmentScore] {
    AssignmentScoring(Self.assignment, extensions: extensions).scores(log)
  }

  @Test func `the best submission counts, after the late factor`() throws {
    let log = [
      Self.attempt(1, at: 1, .wrongAnswer, score: 60),
      Self.attempt(2, at: 2, .wrongAnswer, score: 30),
      // Accepted a day late: worth 50 of 100, less than the 60 in time.
      Self.attempt(3, at: 30, .accepted),
      Self.attempt(4, Self.second, at: 30, .accepted),
    ]
    let score = try #require(scores(log)[Self.ada.id])
    #expect(score.problems.map(\.points) == [6, 2.5])
    #expect(score.points == 8.5)
    #expect(score.problems[0].counted?.submission == log[0].submission)
    #expect(score.problems[0].counted?.lateFactor == 1)
    #expect(score.problems[1].counted?.lateFactor == 0.5)
    #expect(score.problems[0].solvedAt == Self.hour(30))
    #expect(score.problems[0].rejected == 2)
    #expect(score.solved == 2)
  }

  @Test func `of equal submissions the first counts`() throws {
    let log = [
      Self.attempt(1, at: 1, .wrongAnswer), Self.attempt(2, at: 2, .accepted),
      Self.attempt(3, at: 3, .accepted),
    ]
    let problem = try #require(scores(log)[Self.ada.id]).problems[0]
    #expect(problem.counted?.submission == log[1].submission)
    #expect(problem.attempts == 3)
    #expect(problem.rejected == 1)
  }

  @Test func `compile errors and judge errors cost no attempt, what waits holds one`() throws {
    let log = [
      Self.attempt(1, at: 1, .compileError), Self.attempt(2, at: 2, .judgeError),
      Self.attempt(3, at: 3, .timeLimitExceeded), Self.attempt(4, at: 4, nil),
    ]
    let problem = try #require(scores(log)[Self.ada.id]).problems[0]
    #expect(problem.attempts == 1)
    #expect(problem.pending == 1)
    #expect(problem.rejected == 1)
    #expect(problem.solvedAt == nil)
    #expect(problem.points == 0)
  }

  @Test func `an extension moves one student's due time and close`() throws {
    let log = [
      Self.attempt(1, at: 30, .accepted), Self.attempt(2, by: Self.bob, at: 30, .accepted),
      Self.attempt(3, Self.second, at: 100, .accepted),
      Self.attempt(4, Self.second, by: Self.bob, at: 100, .accepted),
    ]
    let scores = scores(log, extensions: [Self.bob.id: Extension(due: Self.hour(100))])
    #expect(scores[Self.ada.id]?.problems.map(\.points) == [5, 0])
    #expect(scores[Self.bob.id]?.problems.map(\.points) == [10, 5])
  }

  @Test func `what was submitted to a problem that is no longer assigned does not count`() {
    #expect(scores([Self.attempt(1, ProblemID("other")!, at: 1, .accepted)]).isEmpty)
  }

  @Test(arguments: [
    (FeedbackPolicy.samples, 24, FeedbackDetail.samples), (.samples, 72, .samples),
    (.samples, 73, .verdictAndSamples), (.firstFailure, 1, .firstFailure),
    (.firstFailure, 100, .firstFailure), (.allAfterDue, 24, .samples), (.allAfterDue, 25, .all),
  ])
  func `feedback opens when the policy says`(
    policy: FeedbackPolicy, hour: Int, detail: FeedbackDetail
  ) {
    #expect(policy.detail(at: Self.hour(Int64(hour)), times: Self.assignment.times) == detail)
  }
}
