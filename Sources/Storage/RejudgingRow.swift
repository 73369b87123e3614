import Domain
import GRDB

/// How rows become rejudgings.
enum RejudgingRow {
  /// Judged submissions that the filter names, with the id of another open rejudging that has them.
  static func candidates(_ new: NewRejudging, in database: GRDB.Database) throws -> [Row] {
    var conditions = [
      "NOT EXISTS (SELECT 1 FROM queue WHERE queue.submission = submissions.sequence "
        + "AND queue.rejudging IS NULL)"
    ]
    var arguments: [(any DatabaseValueConvertible)?] = []
    if let ids = new.filter.submissions {
      conditions.append(
        "submissions.id IN (\(ids.map { _ in "?" }.joined(separator: ", ")))")
      arguments += ids
    }
    if let problem = new.filter.problem {
      conditions.append("submissions.problem = ?")
      arguments.append(problem)
    }
    if let assignment = new.filter.assignment {
      conditions.append(
        "submissions.assignment = (SELECT number FROM assignments WHERE id = ?)")
      arguments.append(assignment)
    }
    if let account = new.filter.account {
      conditions.append("submissions.account = (SELECT id FROM accounts WHERE name = ?)")
      arguments.append(account)
    }
    if let verdict = new.filter.verdict {
      conditions.append("judgements.verdict = ?")
      arguments.append(verdict.rawValue)
    }
    if let classroom = new.classroom {
      // What its students practiced, and what was submitted to its assignments; another classroom's
      // assignments are not its teachers' business.
      conditions.append(
        "(submissions.assignment IS NULL AND submissions.account IN (SELECT account FROM members "
          + "WHERE classroom = ? AND role = 'student') OR submissions.assignment IN "
          + "(SELECT number FROM assignments WHERE classroom = ?))")
      arguments += [classroom.number, classroom.number]
    }
    return try Row.fetchAll(
      database,
      sql: """
        SELECT submissions.sequence, submissions.account, judgements.sequence AS judgement,
          (SELECT rejudgings.id FROM rejudged
            JOIN rejudgings ON rejudgings.number = rejudged.rejudging
            WHERE rejudged.submission = submissions.sequence
              AND rejudgings.state IN ('judging', 'ready')) AS other
        FROM submissions JOIN judgements
          ON judgements.submission = submissions.sequence AND judgements.is_current = 1
        WHERE \(conditions.joined(separator: " AND "))
        ORDER BY submissions.sequence LIMIT \(StorageLimits.rejudgedSubmissions + 1)
        """, arguments: StatementArguments(arguments))
  }

  static func fetch(
    _ condition: String, _ arguments: StatementArguments, in database: GRDB.Database
  ) throws -> [Rejudging] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT rejudgings.*, accounts.name AS account_name, accounts.role AS account_role,
          classrooms.id AS classroom_id,
          (SELECT count(*) FROM rejudged WHERE rejudging = rejudgings.number) AS total,
          (SELECT count(after) FROM rejudged WHERE rejudging = rejudgings.number) AS judged
        FROM rejudgings JOIN accounts ON accounts.id = rejudgings.account
        LEFT JOIN classrooms ON classrooms.number = rejudgings.classroom
        WHERE \(condition) ORDER BY rejudgings.number DESC LIMIT \(StorageLimits.page.upperBound)
        """, arguments: arguments
    ).map(rejudging)
  }

  private static func rejudging(_ row: Row) throws -> Rejudging {
    guard let id = RejudgingID(row["id"] as String),
      let state = Rejudging.State(rawValue: row["state"])
    else { throw StorageError.corrupt("a rejudging with values that are not known") }
    return Rejudging(
      id: id, number: row["number"],
      account: Account(
        id: row["account"], name: row["account_name"],
        role: try SubmissionRow.role(row["account_role"])),
      classroom: (row["classroom_id"] as String?).flatMap(ClassroomID.init),
      reason: row["reason"],
      filter: try JSONText.decode(RejudgingFilter.self, from: row["filter"]), state: state,
      createdAt: Timestamp(microseconds: row["created_at_us"]),
      endedAt: (row["ended_at_us"] as Int64?).map(Timestamp.init(microseconds:)),
      total: row["total"], judged: row["judged"])
  }

  static func submissions(
    of rejudging: Int64, in database: GRDB.Database
  ) throws -> [RejudgedSubmission] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT submissions.id, submissions.problem, submissions.account, accounts.name, accounts.role,
          assignments.id AS assignment_id,
          old.verdict AS old_verdict, old.score AS old_score,
          new.verdict AS new_verdict, new.score AS new_score
        FROM rejudged JOIN submissions ON submissions.sequence = rejudged.submission
        LEFT JOIN accounts ON accounts.id = submissions.account
        LEFT JOIN assignments ON assignments.number = submissions.assignment
        JOIN judgements AS old ON old.sequence = rejudged.before
        LEFT JOIN judgements AS new ON new.sequence = rejudged.after
        WHERE rejudged.rejudging = ? ORDER BY rejudged.submission
        """, arguments: [rejudging]
    ).map { row in
      guard let id = SubmissionID(row["id"] as String) else {
        throw StorageError.corrupt("a submission with the id \(row["id"] as String)")
      }
      let account: Int64? = row["account"]
      return RejudgedSubmission(
        submission: id, problem: try SubmissionRow.problem(row["problem"]),
        account: try account.map {
          Account(id: $0, name: row["name"], role: try SubmissionRow.role(row["role"]))
        },
        assignment: (row["assignment_id"] as String?).flatMap(AssignmentID.init),
        before: RejudgedSubmission.Outcome(
          verdict: try SubmissionRow.verdict(row["old_verdict"]), score: row["old_score"]),
        after: try (row["new_verdict"] as String?).map {
          RejudgedSubmission.Outcome(
            verdict: try SubmissionRow.verdict($0), score: row["new_score"])
        })
    }
  }

  /// One more of its submissions is judged.
  static func record(
    _ judgement: Int64, of submission: Int64, for rejudging: Int64, in database: GRDB.Database
  ) throws {
    try database.cachedStatement(
      sql: "UPDATE rejudged SET after = ? WHERE rejudging = ? AND submission = ?"
    ).execute(arguments: [judgement, rejudging, submission])
    try database.cachedStatement(
      sql: """
        UPDATE rejudgings SET state = 'ready' WHERE number = ? AND state = 'judging'
          AND NOT EXISTS (SELECT 1 FROM rejudged WHERE rejudging = number AND after IS NULL)
        """
    ).execute(arguments: [rejudging])
  }

  static func end(
    _ rejudging: Rejudging, as state: Rejudging.State, from: [Rejudging.State],
    by staff: Account, now: Timestamp, in database: GRDB.Database
  ) throws {
    let marks = from.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    try database.execute(
      sql: """
        UPDATE rejudgings SET state = ?, ended_at_us = ? WHERE number = ? AND state IN (\(marks))
        """, arguments: [state.rawValue, now.microseconds, rejudging.number])
    guard database.changesCount == 1 else { throw StorageError.rejudgingNotReady }
    try AuditLog.add(
      AuditEntry(
        "rejudging.\(state.rawValue)", "rejudging/\(rejudging.id)",
        classroom: rejudging.classroom), by: staff, at: now, in: database)
  }
}
