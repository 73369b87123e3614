import Domain
import Testing

@Suite struct LeaderboardTests {
  private let ada = Account(id: 1, name: "ada")
  private let bob = Account(id: 2, name: "bob")
  private let cy = Account(id: 3, name: "cy")

  private func attempt(
    _ account: Account, _ problem: String, minute: Int, _ verdict: Verdict?, score: Double = 0,
    makespan: Int64? = nil, cpuTime: Int64? = nil
  ) -> LoggedAttempt {
    LoggedAttempt(
      account: account, problem: ProblemID(problem)!,
      Attempt(
        sequence: Int64(minute), submittedAt: Timestamp(microseconds: Int64(minute) * 60_000_000),
        verdict: verdict, score: score, makespan: makespan, cpuTime: cpuTime))
  }

  @Test func `more problems solved rank first`() {
    let board = Leaderboard(log: [
      attempt(ada, "a", minute: 0, .accepted), attempt(bob, "a", minute: 1, .accepted),
      attempt(bob, "b", minute: 500, .accepted),
    ])
    #expect(board.rows.map(\.standing.account) == [bob, ada])
    #expect(board.rows.map(\.rank) == [1, 2])
    #expect(board.rows[0].standing.solved == 2)
  }

  @Test func `penalty is minutes to solve and twenty per rejection`() {
    let board = Leaderboard(log: [
      attempt(ada, "a", minute: 10, .wrongAnswer), attempt(ada, "a", minute: 12, .compileError),
      attempt(ada, "a", minute: 13, .judgeError), attempt(ada, "a", minute: 15, .accepted),
      attempt(ada, "a", minute: 20, .wrongAnswer), attempt(ada, "b", minute: 30, .runTimeError),
    ])
    let standing = board.rows[0].standing
    #expect(standing.penaltyMinutes == 5 + 20)
    #expect(standing.problems[0].judged == 3)
    #expect(standing.problems[0].rejected == 1)
    #expect(standing.problems[0].solvedAfterMinutes(since: standing.startedAt) == 5)
    // Nothing is charged for what was not solved.
    #expect(standing.problems[1].rejected == 1)
    #expect(standing.problems[1].solvedAt == nil)
  }

  @Test func `ties share a rank and the next rank counts them`() {
    let log = [ada, bob].flatMap {
      [attempt($0, "a", minute: 0, .wrongAnswer), attempt($0, "a", minute: 3, .accepted)]
    }
    let board = Leaderboard(log: log + [attempt(cy, "a", minute: 9, .wrongAnswer)])
    #expect(board.rows.map(\.rank) == [1, 1, 3])
    #expect(board.rows.map(\.standing.account.name) == ["ada", "bob", "cy"])
  }

  @Test func `equal penalty is decided by the earlier last solve`() {
    let board = Leaderboard(log: [
      attempt(bob, "a", minute: 5, .accepted), attempt(ada, "a", minute: 2, .accepted),
    ])
    #expect(board.rows.map(\.standing.account) == [ada, bob])
    #expect(board.rows.map(\.standing.penaltyMinutes) == [0, 0])
    #expect(board.rows.map(\.rank) == [1, 2])
  }

  @Test func `an attempt without a verdict is pending until the problem is solved`() {
    let waiting = [
      attempt(ada, "a", minute: 0, .wrongAnswer), attempt(ada, "a", minute: 1, nil),
    ]
    #expect(Leaderboard(log: waiting).rows[0].standing.problems[0].pending == 1)
    let solved = waiting + [attempt(ada, "a", minute: 2, .accepted)]
    #expect(Leaderboard(log: solved).rows[0].standing.problems[0].pending == 0)
  }

  @Test func `nobody ranks in an empty log`() {
    #expect(Leaderboard(log: []).rows.isEmpty)
  }

  @Test func `the best score of each problem counts, and who had it first`() {
    let log = [
      attempt(ada, "a", minute: 0, .timeLimitExceeded, score: 40),
      attempt(bob, "a", minute: 1, .accepted, score: 100),
      attempt(ada, "a", minute: 2, .accepted, score: 100),
      attempt(ada, "a", minute: 3, .wrongAnswer, score: 10),
      attempt(cy, "a", minute: 4, .timeLimitExceeded, score: 70),
      attempt(cy, "b", minute: 5, .timeLimitExceeded, score: 70),
      attempt(cy, "b", minute: 6, .judgeError, score: 90),
    ]
    let board = Leaderboard(log: log, by: .score)
    #expect(board.rows.map(\.standing.account) == [cy, bob, ada])
    #expect(board.rows.map(\.standing.score) == [140, 100, 100])
    #expect(board.rows.map(\.rank) == [1, 2, 3])
  }

  @Test(arguments: [
    (Ranking.makespan, ["bob", "ada"], [1, 2]), (Ranking.cpuTime, ["ada", "bob"], [1, 1]),
  ])
  func `a problem is ranked by the best accepted submission`(
    ranking: Ranking, names: [String], ranks: [Int]
  ) {
    let board = Leaderboard(
      log: [
        attempt(ada, "a", minute: 0, .accepted, makespan: 30, cpuTime: 5),
        attempt(ada, "a", minute: 1, .accepted, makespan: 20, cpuTime: 9),
        attempt(ada, "a", minute: 2, .wrongAnswer, makespan: 1, cpuTime: 1),
        attempt(bob, "a", minute: 3, .accepted, makespan: 10, cpuTime: 5),
        attempt(cy, "a", minute: 4, .timeLimitExceeded, makespan: 90, cpuTime: 1),
      ], by: ranking)
    #expect(board.rows.map(\.standing.account.name) == names)
    #expect(board.rows.map(\.rank) == ranks)
  }
}
