import Domain
import GRDB

/// What a fold over the past is about.
package struct HistoryQuestion: Sendable, Hashable {
  package var problems: [ProblemID]
  /// nil: everyone.
  package var accounts: [Int64]?
  package var at: Timestamp

  package init(problems: [ProblemID], accounts: [Int64]? = nil, at: Timestamp) {
    self.problems = problems
    self.accounts = accounts
    self.at = at
  }
}

extension Database {
  /// The cells as they were at a time: attempts submitted until then, with the judgements that were
  /// current then. What is veiled `now` is veiled there too. Reads all attempts at the problems:
  /// about 5 s for a million.
  package func standings(
    _ question: HistoryQuestion, now: Timestamp
  ) async throws(StorageError) -> (
    cells: [Standings.Place: Standings.Cell], accounts: [Account]
  ) {
    try await read("folding the past") { database in
      let cells = try StandingHistory.cells(
        question, Veils(at: now, in: database), in: database)
      let accounts = try Set(cells.keys.map(\.account)).compactMap { account in
        try Row.fetchOne(
          database.cachedStatement(sql: "SELECT id, name, role FROM accounts WHERE id = ?"),
          arguments: [account]
        ).map(accountRow)
      }
      return (cells, accounts)
    }
  }

  /// The attempts of accounts at `problems`, in log order with their current judgements, as
  /// `Leaderboard` folds them; as they would be if `rejudging` were applied.
  package func attempts(
    at problems: [ProblemID], ifApplied rejudging: Rejudging? = nil
  ) async throws(StorageError) -> [LoggedAttempt] {
    let marks = problems.map { _ in "?" }.joined(separator: ", ")
    let number: [(any DatabaseValueConvertible)?] = [rejudging?.number]
    let arguments = StatementArguments(number + problems.map(\.rawValue))
    return try await read("reading the submission log") { database in
      let rows = try Row.fetchCursor(
        database.cachedStatement(
          sql: """
            SELECT accounts.id, accounts.name, accounts.role, submissions.problem,
              submissions.sequence, submissions.submitted_at_us, judgements.verdict,
              judgements.score, judgements.makespan_us, judgements.cpu_time_us
            FROM submissions JOIN accounts ON accounts.id = submissions.account
            LEFT JOIN rejudged
              ON rejudged.submission = submissions.sequence AND rejudged.rejudging = ?
            LEFT JOIN judgements AS later
              ON later.sequence = rejudged.after AND later.verdict <> 'JE'
            LEFT JOIN judgements AS current
              ON current.submission = submissions.sequence AND current.is_current = 1
            LEFT JOIN judgements
              ON judgements.sequence = coalesce(later.sequence, current.sequence)
            WHERE submissions.problem IN (\(marks)) ORDER BY submissions.sequence
            """), arguments: arguments)
      var attempts: [LoggedAttempt] = []
      while let row = try rows.next() {
        attempts.append(
          LoggedAttempt(
            account: Account(id: row[0], name: row[1], role: try SubmissionRow.role(row[2])),
            problem: try SubmissionRow.problem(row[3]),
            Attempt(
              sequence: row[4], submittedAt: Timestamp(microseconds: row[5]),
              verdict: try (row[6] as String?).map(SubmissionRow.verdict), score: row[7] ?? 0,
              makespan: row[8], cpuTime: row[9])))
      }
      return attempts
    }
  }
}

extension Database {
  /// Every submission to the assignment until `time`, in log order, with the results that were
  /// current then.
  package func attempts(
    at assignment: Assignment, until time: Timestamp
  ) async throws(StorageError) -> [AssignmentAttempt] {
    try await read("reading the past of an assignment") { database in
      let rows = try Row.fetchCursor(
        database.cachedStatement(
          sql: """
            SELECT submissions.id, submissions.sequence, accounts.id, accounts.name, accounts.role,
              submissions.problem, submissions.submitted_at_us, judgements.verdict,
              judgements.score, judgements.max_score
            FROM submissions JOIN accounts ON accounts.id = submissions.account
            LEFT JOIN judgements ON judgements.sequence = \(StandingHistory.judgement)
            WHERE submissions.submitted_at_us <= ? AND submissions.assignment = ?
            ORDER BY submissions.sequence
            """), arguments: [time.microseconds, time.microseconds, assignment.number])
      var attempts: [AssignmentAttempt] = []
      while let row = try rows.next() { attempts.append(try AssignmentRow.attempt(row)) }
      return attempts
    }
  }
}

private enum StandingHistory {
  /// The judgement that was current at a time.
  static let judgement = """
    (SELECT sequence FROM judgements AS own
      WHERE own.submission = submissions.sequence AND own.applied_at_us <= ?
      ORDER BY own.applied_at_us DESC, own.sequence DESC LIMIT 1)
    """

  static func cells(
    _ question: HistoryQuestion, _ veils: Veils, in database: GRDB.Database
  ) throws -> [Standings.Place: Standings.Cell] {
    var fold = StandingFold(veils)
    let log = """
      SELECT \(StandingFold.columns) FROM submissions
      LEFT JOIN judgements ON judgements.sequence = \(judgement)
      WHERE submissions.submitted_at_us <= ?
      """
    let at = question.at.microseconds
    if let accounts = question.accounts {
      for account in accounts {
        for problem in question.problems {
          try fold.add(
            log + " AND account = ? AND problem = ? ORDER BY submissions.sequence",
            [at, at, account, problem.rawValue], in: database)
        }
      }
    } else {
      for problem in question.problems {
        try fold.add(
          log + " AND account IS NOT NULL AND problem = ? ORDER BY submissions.sequence",
          [at, at, problem.rawValue], in: database)
      }
    }
    return fold.cells
  }
}
