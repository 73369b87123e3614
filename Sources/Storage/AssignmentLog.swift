import Domain
import GRDB

/// The assignment that a submission is made for.
package struct AssignmentEntry: Sendable, Hashable {
  package var assignment: Assignment
  /// Of this student at this problem, extension included; nil: as many as they like.
  package var attemptLimit: Int?

  package init(_ assignment: Assignment, attemptLimit: Int?) {
    self.assignment = assignment
    self.attemptLimit = attemptLimit
  }
}

/// Of an assignment beside what extensions there are: one of the due time alone moves the close as
/// `AssignmentTimes.extended` has it.
private let closes = """
  max(coalesce(extensions.due_at_us, assignments.due_at_us),
    coalesce(extensions.closes_at_us, assignments.closes_at_us))
  """

extension Database {
  /// Every submission to the assignment, in log order, with the result of the current judgement;
  /// of one account only when it is named.
  package func attempts(
    at assignment: Assignment, by account: Account? = nil
  ) async throws(StorageError) -> [AssignmentAttempt] {
    try await read("reading the log of an assignment") { database in
      let rows = try Row.fetchCursor(
        database.cachedStatement(
          sql: """
            SELECT submissions.id, submissions.sequence, accounts.id, accounts.name, accounts.role,
              submissions.problem, submissions.submitted_at_us, judgements.verdict,
              judgements.score, judgements.max_score
            FROM submissions JOIN accounts ON accounts.id = submissions.account
            LEFT JOIN judgements
              ON judgements.submission = submissions.sequence AND judgements.is_current = 1
            WHERE submissions.assignment = ? \(account == nil ? "" : "AND submissions.account = ?")
            ORDER BY submissions.sequence
            """),
        arguments: account.map { [assignment.number, $0.id] } ?? [assignment.number])
      var attempts: [AssignmentAttempt] = []
      while let row = try rows.next() { attempts.append(try AssignmentRow.attempt(row)) }
      return attempts
    }
  }

  /// The source of a submission, and the runtime that it is for; nil when there is none.
  package func source(
    of submission: SubmissionID
  ) async throws(StorageError) -> (source: [UInt8], runtime: String)? {
    try await read("reading a source") { database in
      try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT runtime, size_bytes, compression, content
            FROM submissions JOIN blobs ON hash = source WHERE id = ?
            """), arguments: [submission.rawValue]
      ).map { (try BlobStore.bytes(of: $0), $0["runtime"]) }
    }
  }

  /// An assignment with the problem that is open to the account as a student, its extension
  /// included; of several the one that closes first.
  package func openAssignment(
    of problem: ProblemID, for account: Account, at time: Timestamp
  ) async throws(StorageError) -> Assignment? {
    try await read("looking for an open assignment") { database in
      let number = try Int64.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT assignments.number FROM members
            JOIN classrooms ON classrooms.number = members.classroom
            JOIN assignments ON assignments.classroom = members.classroom
            JOIN assignment_problems ON assignment_problems.assignment = assignments.number
            LEFT JOIN extensions ON extensions.assignment = assignments.number
              AND extensions.account = members.account
            WHERE members.account = ? AND members.role = 'student' AND archived_at_us IS NULL
              AND removed_at_us IS NULL AND problem = ? AND opens_at_us <= ? AND \(closes) >= ?
            ORDER BY \(closes) LIMIT 1
            """),
        arguments: [account.id, problem.rawValue, time.microseconds, time.microseconds])
      return try number.flatMap { try AssignmentRow.fetch("number = ?", [$0], in: database).first }
    }
  }

  /// Whether the problem is in an assignment that is open to any student.
  package func isAssigned(
    _ problem: ProblemID, at time: Timestamp
  ) async throws(StorageError) -> Bool {
    try await read("looking for an open assignment") { database in
      try Bool.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT EXISTS (SELECT 1 FROM assignments
              JOIN classrooms ON classrooms.number = assignments.classroom
              JOIN assignment_problems ON assignment_problems.assignment = assignments.number
              LEFT JOIN extensions ON extensions.assignment = assignments.number
              WHERE archived_at_us IS NULL AND removed_at_us IS NULL AND problem = ?
                AND opens_at_us <= ? AND \(closes) >= ?)
            """), arguments: [problem.rawValue, time.microseconds, time.microseconds]) ?? false
    }
  }

  /// By account id.
  package func extensions(
    of assignment: Assignment
  ) async throws(StorageError) -> [Int64: Extension] {
    try await read("reading extensions") { database in
      let rows = try Row.fetchAll(
        database.cachedStatement(sql: "SELECT * FROM extensions WHERE assignment = ?"),
        arguments: [assignment.number])
      return Dictionary(
        uniqueKeysWithValues: rows.map { row in
          (
            row["account"] as Int64,
            Extension(
              due: (row["due_at_us"] as Int64?).map(Timestamp.init(microseconds:)),
              closes: (row["closes_at_us"] as Int64?).map(Timestamp.init(microseconds:)),
              moreAttempts: row["more_attempts"], reason: row["reason"])
          )
        })
    }
  }

  /// Replaces the account's extension; nil takes it away. False when there was none to take away.
  package func setExtension(
    _ extended: Extension?, of account: Account, for assignment: Assignment,
    in classroom: Classroom, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> Bool {
    try await commits.write("changing an extension") { database in
      try database.execute(
        sql: "DELETE FROM extensions WHERE assignment = ? AND account = ?",
        arguments: [assignment.number, account.id])
      guard let extended else {
        guard database.changesCount == 1 else { return false }
        try AuditLog.add(
          AuditEntry(
            "extension.remove", "assignment/\(assignment.id)", classroom: classroom.id,
            details: ["account": .string(account.name)]), by: staff, at: now, in: database)
        return true
      }
      try database.execute(
        sql: """
          INSERT INTO extensions
            (assignment, account, due_at_us, closes_at_us, more_attempts, reason)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          assignment.number, account.id, extended.due?.microseconds,
          extended.closes?.microseconds, extended.moreAttempts, extended.reason,
        ])
      var details: [String: JSONValue] = [
        "account": .string(account.name), "more_attempts": .integer(extended.moreAttempts),
      ]
      if let due = extended.due { details["due_at"] = .string(due.description) }
      if let closes = extended.closes { details["closes_at"] = .string(closes.description) }
      try AuditLog.add(
        AuditEntry(
          "extension.grant", "assignment/\(assignment.id)", classroom: classroom.id,
          details: details), by: staff, at: now, in: database)
      return true
    }
  }

  /// Throws `attemptsUsedUp` when one more would exceed the limit. In the transaction that stores
  /// the submission, so that of two at once only one is taken.
  static func checkAttempts(
    of new: NewSubmission, in database: GRDB.Database
  ) throws {
    guard let entry = new.assignment, let limit = entry.attemptLimit else { return }
    let free = Verdict.allCases.filter { !$0.costsAttempt }.map { "'\($0.rawValue)'" }
    let used = try Int.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT count(*) FROM submissions LEFT JOIN judgements
            ON judgements.submission = submissions.sequence AND judgements.is_current = 1
          WHERE assignment = ? AND account = ? AND problem = ?
            AND (verdict IS NULL OR verdict NOT IN (\(free.joined(separator: ", "))))
          """),
      arguments: [entry.assignment.number, new.account?.id, new.problem.rawValue])
    guard (used ?? 0) < limit else {
      throw StorageError.classroom(.attemptsUsedUp(limit: limit))
    }
  }
}

extension AssignmentRow {
  /// From a row of a submission's id and sequence, its account's id, name and role, its problem and
  /// time, and its judgement's verdict, score and most score.
  static func attempt(_ row: Row) throws -> AssignmentAttempt {
    guard let id = SubmissionID(row[0] as String) else {
      throw StorageError.corrupt("a submission with the id \(row[0] as String)")
    }
    return AssignmentAttempt(
      submission: id, sequence: row[1],
      account: Account(id: row[2], name: row[3], role: try SubmissionRow.role(row[4])),
      problem: try SubmissionRow.problem(row[5]),
      submittedAt: Timestamp(microseconds: row[6]),
      result: try (row[7] as String?).map {
        AssignmentAttempt.Result(
          verdict: try SubmissionRow.verdict($0), score: row[8], maxScore: row[9])
      })
  }
}
