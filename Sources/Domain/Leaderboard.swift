/// One line of the submission log as the leaderboard reads it.
package struct LoggedAttempt: Sendable, Hashable {
  package var account: Account
  package var problem: ProblemID
  package var submittedAt: Timestamp
  /// nil while there is no judgement.
  package var verdict: Verdict?

  package init(account: Account, problem: ProblemID, submittedAt: Timestamp, verdict: Verdict?) {
    self.account = account
    self.problem = problem
    self.submittedAt = submittedAt
    self.verdict = verdict
  }
}

/// The ranking of a problem set: a pure fold over the submission log, in log order.
///
/// Ranked by problems solved, then by least penalty, then by the earliest last solve. Penalty is
/// the ICPC's: for each solved problem the whole minutes until it was solved and 20 more for each
/// rejected attempt before. A class works at its own pace and has no common start, so each
/// account's clock starts with its own first submission to the set.
package struct Leaderboard: Sendable, Hashable {
  package static let penaltyPerRejection = 20

  /// One row.
  package struct Standing: Sendable, Hashable {
    /// Equal standings share a rank; the next rank counts them all (1, 2, 2, 4).
    package var rank: Int
    package var account: Account
    package var solved: Int
    package var penaltyMinutes: Int
    package var lastSolvedAt: Timestamp?
    /// Attempted problems only, ordered by id.
    package var problems: [ProblemStanding]
  }

  /// One account's way through one problem.
  package struct ProblemStanding: Sendable, Hashable {
    package var problem: ProblemID
    /// Judged attempts up to and including the first accepted one; judge errors are not counted.
    package var judged = 0
    /// Attempts before the first accepted one that cost penalty.
    package var rejected = 0
    /// Attempts without a verdict yet, while the problem is not solved.
    package var pending = 0
    package var solvedAt: Timestamp?
    /// Whole minutes from the account's first submission to `solvedAt`.
    package var solvedAfterMinutes: Int?
  }

  package private(set) var standings: [Standing]

  /// O(n log n) for n attempts.
  package init(log: some Sequence<LoggedAttempt>) {
    var entries: [Account: Entry] = [:]
    for attempt in log {
      entries[attempt.account, default: Entry(startedAt: attempt.submittedAt)].add(attempt)
    }
    standings = entries.map { account, entry in entry.standing(of: account) }
    standings.sort(by: Self.precedes)
    for index in standings.indices {
      let sharesRank = index > 0 && Self.ties(standings[index - 1], standings[index])
      standings[index].rank = sharesRank ? standings[index - 1].rank : index + 1
    }
  }

  private struct Entry {
    let startedAt: Timestamp
    var problems: [ProblemID: ProblemStanding] = [:]

    mutating func add(_ attempt: LoggedAttempt) {
      var standing = problems[attempt.problem] ?? ProblemStanding(problem: attempt.problem)
      defer { problems[attempt.problem] = standing }
      guard standing.solvedAt == nil else { return }
      switch attempt.verdict {
      case nil: standing.pending += 1
      case .judgeError: break
      case .accepted:
        standing.judged += 1
        // Earlier attempts that are still pending no longer matter once it is solved.
        standing.pending = 0
        standing.solvedAt = attempt.submittedAt
        standing.solvedAfterMinutes =
          Int(max(0, (attempt.submittedAt - startedAt).components.seconds) / 60)
      case .some(let verdict):
        standing.judged += 1
        if verdict.costsPenalty { standing.rejected += 1 }
      }
    }

    func standing(of account: Account) -> Standing {
      let attempted = problems.values.sorted { $0.problem < $1.problem }
      let penalty = attempted.reduce(0) { sum, problem in
        guard let minutes = problem.solvedAfterMinutes else { return sum }
        return sum + minutes + problem.rejected * Leaderboard.penaltyPerRejection
      }
      return Standing(
        rank: 0, account: account, solved: attempted.count { $0.solvedAt != nil },
        penaltyMinutes: penalty, lastSolvedAt: attempted.compactMap(\.solvedAt).max(),
        problems: attempted)
    }
  }

  /// Equal keys share a rank and are listed by name.
  private static func precedes(_ a: Standing, _ b: Standing) -> Bool {
    if a.solved != b.solved { return a.solved > b.solved }
    if a.penaltyMinutes != b.penaltyMinutes { return a.penaltyMinutes < b.penaltyMinutes }
    if a.lastSolvedAt != b.lastSolvedAt, let first = a.lastSolvedAt, let second = b.lastSolvedAt {
      return first < second
    }
    return a.account.name < b.account.name
  }

  private static func ties(_ a: Standing, _ b: Standing) -> Bool {
    a.solved == b.solved && a.penaltyMinutes == b.penaltyMinutes && a.lastSolvedAt == b.lastSolvedAt
  }
}
