import Domain
import Testing

@Suite struct LeaderboardTests {
  private let ada = Account(id: 1, name: "ada")
  private let bob = Account(id: 2, name: "bob")
  private let cy = Account(id: 3, name: "cy")

  private func attempt(
    _ account: Account, _ problem: String, minute: Int, _ verdict: Verdict?
  ) -> LoggedAttempt {
    LoggedAttempt(
      account: account, problem: ProblemID(problem)!,
      submittedAt: Timestamp(microseconds: Int64(minute) * 60_000_000), verdict: verdict)
  }

  @Test func `more problems solved rank first`() {
    let board = Leaderboard(log: [
      attempt(ada, "a", minute: 0, .accepted), attempt(bob, "a", minute: 1, .accepted),
      attempt(bob, "b", minute: 500, .accepted),
    ])
    #expect(board.standings.map(\.account) == [bob, ada])
    #expect(board.standings.map(\.rank) == [1, 2])
    #expect(board.standings[0].solved == 2)
  }

  @Test func `penalty is minutes to solve and twenty per rejection`() {
    let board = Leaderboard(log: [
      attempt(ada, "a", minute: 10, .wrongAnswer), attempt(ada, "a", minute: 12, .compileError),
      attempt(ada, "a", minute: 13, .judgeError), attempt(ada, "a", minute: 15, .accepted),
      attempt(ada, "a", minute: 20, .wrongAnswer), attempt(ada, "b", minute: 30, .runTimeError),
    ])
    let standing = board.standings[0]
    #expect(standing.penaltyMinutes == 5 + 20)
    #expect(standing.problems[0].judged == 3)
    #expect(standing.problems[0].rejected == 1)
    #expect(standing.problems[0].solvedAfterMinutes == 5)
    // Nothing is charged for what was not solved.
    #expect(standing.problems[1].rejected == 1)
    #expect(standing.problems[1].solvedAt == nil)
  }

  @Test func `ties share a rank and the next rank counts them`() {
    let log = [ada, bob].flatMap {
      [attempt($0, "a", minute: 0, .wrongAnswer), attempt($0, "a", minute: 3, .accepted)]
    }
    let board = Leaderboard(log: log + [attempt(cy, "a", minute: 9, .wrongAnswer)])
    #expect(board.standings.map(\.rank) == [1, 1, 3])
    #expect(board.standings.map(\.account.name) == ["ada", "bob", "cy"])
  }

  @Test func `equal penalty is decided by the earlier last solve`() {
    let board = Leaderboard(log: [
      attempt(bob, "a", minute: 5, .accepted), attempt(ada, "a", minute: 2, .accepted),
    ])
    #expect(board.standings.map(\.account) == [ada, bob])
    #expect(board.standings.map(\.penaltyMinutes) == [0, 0])
    #expect(board.standings.map(\.rank) == [1, 2])
  }

  @Test func `an attempt without a verdict is pending until the problem is solved`() {
    let waiting = [
      attempt(ada, "a", minute: 0, .wrongAnswer), attempt(ada, "a", minute: 1, nil),
    ]
    #expect(Leaderboard(log: waiting).standings[0].problems[0].pending == 1)
    let solved = waiting + [attempt(ada, "a", minute: 2, .accepted)]
    #expect(Leaderboard(log: solved).standings[0].problems[0].pending == 0)
  }

  @Test func `nobody ranks in an empty log`() {
    #expect(Leaderboard(log: []).standings.isEmpty)
  }
}
