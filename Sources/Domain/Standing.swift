/// What one account has reached at some problems; without a place, which depends on the others.
package struct Standing: Sendable, Hashable {
  package var account: Account
  package var solved: Int
  package var penaltyMinutes: Int
  package var lastSolvedAt: Timestamp?
  /// The sum of the best scores.
  package var score: Double
  /// When the last of them was reached.
  package var lastScoredAt: Timestamp?
  /// When its clock started: the account's first submission to any of the problems, unless the
  /// board has a start of its own.
  package var startedAt: Timestamp
  /// Attempted problems only, ordered by id.
  package var problems: [ProblemStanding]

  /// nil when nothing was attempted.
  package init?(of account: Account, _ attempted: some Sequence<ProblemStanding>) {
    let attempted = Array(attempted)
    guard let first = attempted.min(by: { $0.firstSequence < $1.firstSequence }) else { return nil }
    self.init(of: account, startedAt: first.startedAt, attempted)
  }

  /// Of one whose clock starts at `start`.
  package init(of account: Account, startedAt start: Timestamp, _ attempted: [ProblemStanding]) {
    problems = attempted.sorted { $0.problem < $1.problem }
    self.account = account
    startedAt = start
    solved = problems.count { $0.solvedAt != nil }
    penaltyMinutes = problems.reduce(0) { sum, problem in
      guard let minutes = problem.solvedAfterMinutes(since: start) else { return sum }
      return sum + minutes + problem.rejected * Leaderboard.penaltyPerRejection
    }
    lastSolvedAt = problems.compactMap(\.solvedAt).max()
    score = problems.reduce(0) { $0 + $1.score }
    lastScoredAt = problems.compactMap(\.scoredAt).max()
  }

  /// What it is ranked by; nil when it does not rank.
  package func key(by ranking: Ranking) -> RankKey? {
    switch ranking {
    case .solved:
      RankKey(-Double(solved), Int64(penaltyMinutes), lastSolvedAt?.microseconds ?? .max)
    case .score: RankKey(-score, lastScoredAt?.microseconds ?? .max)
    case .makespan: problems.first?.makespan.map { RankKey(0, $0) }
    case .cpuTime: problems.first?.cpuTime.map { RankKey(0, $0) }
    }
  }
}

/// A standing and its place. Equal keys share a rank; the next rank counts them all (1, 2, 2, 4).
package struct RankedStanding: Sendable, Hashable {
  package var rank: Int
  package var standing: Standing

  package init(rank: Int, standing: Standing) {
    self.rank = rank
    self.standing = standing
  }
}
