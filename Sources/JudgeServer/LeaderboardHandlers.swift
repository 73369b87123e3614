import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/leaderboard?set=easy`; without a set, over all problems.
  func showLeaderboard(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["set"])
    let set = try request.problemSet()
    let problems = catalog.problems.map(\.problem).filter { set == nil || $0.set == set }
    let log = try await database.attempts(at: problems.map(\.id))
    return .encoding(
      LeaderboardView(Leaderboard(log: log), set: set, problems: problems.map(\.id), at: now()))
  }
}

/// The field names of the CCS Contest API's scoreboard where it has them.
private struct LeaderboardView: Encodable {
  struct Row: Encodable {
    var rank: Int
    var account: String
    var score: Score
    var problems: [Problem]
  }

  struct Score: Encodable {
    var numSolved: Int
    var penaltyMinutes: Int
    var lastSolvedAt: String?
  }

  struct Problem: Encodable {
    var problemId: String
    var numJudged: Int
    var numPending: Int
    var solved: Bool
    var solvedAt: String?
    var solvedAfterMinutes: Int?
  }

  var time: String
  /// Absent when the ranking is over all sets.
  var set: ProblemSet?
  var problemIds: [String]
  var penaltyMinutesPerRejection: Int
  var rows: [Row]

  init(_ leaderboard: Leaderboard, set: ProblemSet?, problems: [ProblemID], at time: Timestamp) {
    self.time = time.description
    self.set = set
    problemIds = problems.map(\.rawValue)
    penaltyMinutesPerRejection = Leaderboard.penaltyPerRejection
    rows = leaderboard.standings.map { standing in
      Row(
        rank: standing.rank, account: standing.account.name,
        score: Score(
          numSolved: standing.solved, penaltyMinutes: standing.penaltyMinutes,
          lastSolvedAt: standing.lastSolvedAt?.description),
        problems: standing.problems.map {
          Problem(
            problemId: $0.problem.rawValue, numJudged: $0.judged, numPending: $0.pending,
            solved: $0.solvedAt != nil, solvedAt: $0.solvedAt?.description,
            solvedAfterMinutes: $0.solvedAfterMinutes)
        })
    }
  }
}
