import Domain
import Testing

/// The same everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite struct StandingsTests {
  private static let problems = ["a", "b", "c", "d"].map { ProblemID($0)! }
  private static let sets: [ProblemID: ProblemSet] = [
    problems[0]: .easy, problems[1]: .easy, problems[2]: .hard, problems[3]: .medium,
  ]
  private static let accounts = (1...6).map { Account(id: $0, name: "account \($0)") }

  private static func boards() -> [Standings.Board] {
    let scopes: [Standings.Scope] = [.all] + ProblemSet.allCases.map { .set($0) }
    return scopes.flatMap { scope in
      [Standings.Board(scope, by: .solved), Standings.Board(scope, by: .score)]
    }
      + problems.flatMap { problem in
        [
          Standings.Board(.problem(problem), by: .makespan),
          Standings.Board(.problem(problem), by: .cpuTime),
        ]
      }
  }

  private static func isOn(_ problem: ProblemID, _ scope: Standings.Scope) -> Bool {
    switch scope {
    case .all: true
    case .set(let set): sets[problem] == set
    case .problem(let one): problem == one
    }
  }

  /// One that ties often.
  private static func verdict(
    _ attempt: Attempt, _ random: inout SeededGenerator
  ) -> Attempt {
    var attempt = attempt
    let verdicts: [Verdict?] = [.accepted, .wrongAnswer, .compileError, .judgeError, nil]
    let verdict = verdicts.randomElement(using: &random)!
    attempt.verdict = verdict
    attempt.score = verdict == nil ? 0 : Double(Int.random(in: 0...3, using: &random))
    attempt.makespan = verdict == nil ? nil : Int64.random(in: 1...3, using: &random)
    attempt.cpuTime = verdict == nil ? nil : Int64.random(in: 1...3, using: &random)
    return attempt
  }

  /// Verdicts come in any order and are replaced, accounts appear and vanish from the boards.
  @Test(arguments: UInt64(1)...40)
  func `cell by cell is the same as the whole log`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var log: [LoggedAttempt] = []
    var listed = Set(Self.accounts.map(\.id))
    var standings = Standings(sets: Self.sets)
    for step in 1...120 {
      var changed: Set<Standings.Place> = []
      var touched: [Account] = []
      switch Int.random(in: 0..<10, using: &random) {
      case 0...5:
        let account = Self.accounts.randomElement(using: &random)!
        let problem = Self.problems.randomElement(using: &random)!
        log.append(
          LoggedAttempt(
            account: account, problem: problem,
            Attempt(
              sequence: Int64(step),
              submittedAt: Timestamp(
                microseconds: Int64.random(in: 0...20, using: &random) * 30_000_000),
              verdict: nil)))
        changed.insert(Standings.Place(account: account.id, problem: problem))
        touched.append(account)
      case 6...8:
        for index in log.indices.shuffled(using: &random).prefix(3) {
          log[index].attempt = Self.verdict(log[index].attempt, &random)
          changed.insert(
            Standings.Place(account: log[index].account.id, problem: log[index].problem))
        }
      default:
        let account = Self.accounts.randomElement(using: &random)!
        listed.formSymmetricDifference([account.id])
        touched.append(account)
      }
      var cells: [Standings.Place: Standings.Cell] = [:]
      for place in changed {
        let attempts = log.filter {
          $0.account.id == place.account && $0.problem == place.problem
        }.map(\.attempt)
        cells[place] = ProblemStanding(problem: place.problem, attempts).map {
          Standings.Cell(live: $0)
        }
      }
      _ = standings.apply(
        accounts: touched.map { ($0, listed.contains($0.id)) }, cells: cells)
      guard step % 10 == 0 else { continue }
      for board in Self.boards() {
        let shown = log.filter {
          Self.isOn($0.problem, board.scope) && listed.contains($0.account.id)
        }
        let whole = Leaderboard(log: shown, by: board.ranking).rows
        #expect(standings.rows(on: board, from: 0, count: .max) == whole, "\(board)")
        #expect(standings.count(on: board) == whole.count)
        for row in whole {
          #expect(standings.row(on: board, ofAccount: row.standing.account.id) == row)
        }
      }
    }
  }

  @Test func `a page is a part of the whole`() {
    var standings = Standings(sets: Self.sets)
    for account in Self.accounts {
      let attempt = Attempt(
        sequence: account.id, submittedAt: Timestamp(microseconds: 0), verdict: .accepted)
      _ = standings.apply(
        accounts: [(account, true)],
        cells: [
          Standings.Place(account: account.id, problem: Self.problems[0]): Standings.Cell(
            live: ProblemStanding(problem: Self.problems[0], [attempt])!)
        ])
    }
    let board = Standings.Board(.all, by: .solved)
    let page = standings.rows(on: board, from: 4, count: 10)
    #expect(page.map(\.standing.account) == Array(Self.accounts[4...]))
    // All have done the same.
    #expect(page.map(\.rank) == [1, 1])
    #expect(standings.rows(on: board, from: 6, count: 10) == [])
  }

  @Test func `only boards that a change can move are named`() {
    var standings = Standings(sets: Self.sets)
    let attempt = Attempt(
      sequence: 1, submittedAt: Timestamp(microseconds: 0), verdict: .accepted)
    let boards = standings.apply(
      accounts: [(Self.accounts[0], true)],
      cells: [
        Standings.Place(account: 1, problem: Self.problems[2]): Standings.Cell(
          live: ProblemStanding(problem: Self.problems[2], [attempt])!)
      ])
    #expect(
      boards == [
        Standings.Board(.all, by: .solved), Standings.Board(.all, by: .score),
        Standings.Board(.set(.hard), by: .solved), Standings.Board(.set(.hard), by: .score),
        Standings.Board(.problem(Self.problems[2]), by: .makespan),
        Standings.Board(.problem(Self.problems[2]), by: .cpuTime),
      ])
  }
}
