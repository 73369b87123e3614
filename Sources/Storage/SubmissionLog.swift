import Domain
import GRDB

/// What becomes a submission.
package struct NewSubmission: Sendable {
  package var problem: ProblemID
  /// nil for a guest.
  package var account: Account?
  package var configuration: SolverConfiguration
  package var submittedAt: Timestamp
  /// nil: for practice.
  package var assignment: AssignmentEntry?
  /// The student's variant of the problem; nil: the problem as it is.
  package var variant: String?

  package init(
    problem: ProblemID, account: Account?, configuration: SolverConfiguration,
    submittedAt: Timestamp, assignment: AssignmentEntry? = nil, variant: String? = nil
  ) {
    self.problem = problem
    self.account = account
    self.configuration = configuration
    self.submittedAt = submittedAt
    self.assignment = assignment
    self.variant = variant
  }
}

/// Which submissions to list.
package struct SubmissionFilter: Sendable {
  package var problem: ProblemID?
  /// An account's name.
  package var account: String?
  /// The cursor of the page before; nil starts with the newest.
  package var after: String?
  package var limit: Int
  package var audience: SubmissionAudience

  package init(
    problem: ProblemID? = nil, account: String? = nil, after: String? = nil, limit: Int,
    for audience: SubmissionAudience
  ) {
    precondition(StorageLimits.page.contains(limit), "a page has 1 to 100 rows")
    self.audience = audience
    self.problem = problem
    self.account = account
    self.after = after
    self.limit = limit
  }
}

/// Who reads a list of submissions.
package enum SubmissionAudience: Sendable, Hashable {
  /// Reads guests' submissions.
  case guest
  /// Reads their own, and those of the students of the classrooms that they teach; of those to
  /// assignments only those that are the classroom's.
  case account(Account)
  /// Reads all.
  case admin

  fileprivate var condition: (sql: String, arguments: [(any DatabaseValueConvertible)?]) {
    switch self {
    case .guest: ("submissions.account IS NULL", [])
    case .admin: ("1", [])
    case .account(let account):
      (
        """
        submissions.account IN (
          SELECT ? UNION SELECT theirs.account FROM members AS own
          JOIN members AS theirs ON theirs.classroom = own.classroom
          WHERE own.account = ? AND own.role = 'teacher' AND theirs.role = 'student')
        AND (submissions.assignment IS NULL OR submissions.account = ? OR EXISTS (
          SELECT 1 FROM assignments
          JOIN members AS own ON own.classroom = assignments.classroom
          JOIN members AS theirs ON theirs.classroom = own.classroom
          WHERE assignments.number = submissions.assignment
            AND own.account = ? AND own.role = 'teacher'
            AND theirs.account = submissions.account AND theirs.role = 'student'))
        """, [account.id, account.id, account.id, account.id]
      )
    }
  }
}

/// Newest first. Their judgements come without groups and runs, their configurations without source.
package struct SubmissionPage: Sendable {
  package var submissions: [Submission]
  /// nil on the last page.
  package var nextCursor: String?
}

extension Database {
  /// Adds to the log and to the queue; returns after the commit. Throws `attemptsUsedUp`.
  package func submit(_ new: NewSubmission) async throws(StorageError) -> Submission {
    try await commits.write("storing a submission") { database in
      var randomness = SystemRandomNumberGenerator()
      try Self.checkAttempts(of: new, in: database)
      let id = SubmissionID(at: new.submittedAt, randomness: &randomness)
      let source = try BlobStore.store(Array(new.configuration.source.utf8), in: database)
      try database.cachedStatement(
        sql: """
          INSERT INTO submissions
            (id, problem, account, runtime, entry, parameters, source, submitted_at_us,
              benchmark_iterations, assignment, variant)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        id.rawValue, new.problem.rawValue, new.account?.id, new.configuration.runtime,
        new.configuration.entry, try JSONText.encode(new.configuration.parameters), source,
        new.submittedAt.microseconds, new.configuration.benchmarkIterations,
        new.assignment?.assignment.number, new.variant,
      ])
      let sequence = database.lastInsertedRowID
      try Queue.enqueue(sequence, account: new.account?.id ?? 0, in: database)
      return Submission(
        id: id, sequence: sequence, problem: new.problem, account: new.account,
        configuration: new.configuration, submittedAt: new.submittedAt, state: .queued,
        assignment: new.assignment?.assignment.id, variant: new.variant)
    }
  }

  /// With source, current judgement, groups and runs; nil when there is none.
  package func submission(_ id: SubmissionID) async throws(StorageError) -> Submission? {
    try await read("reading a submission") { database in
      try SubmissionRow.fetch("submissions.id = ?", [id.rawValue], in: database)
    }
  }

  /// The same, and whether `viewer` teaches a classroom whose student the submission's owner is; for
  /// a submission to an assignment, the classroom of that.
  package func submission(
    _ id: SubmissionID, seenBy viewer: Account?
  ) async throws(StorageError) -> (submission: Submission, isTaught: Bool)? {
    try await read("reading a submission") { database in
      guard
        let submission = try SubmissionRow.fetch(
          "submissions.id = ?", [id.rawValue], in: database)
      else { return nil }
      guard let viewer, let owner = submission.account else { return (submission, false) }
      let isTaught = try SubmissionRow.teaches(
        viewer.id, owner.id, assignment: submission.assignment, in: database)
      return (submission, isTaught)
    }
  }

  /// The timeline of a run of the current judgement, as JSON; nil when none is kept.
  package func timeline(
    of submission: SubmissionID, run ordinal: Int
  ) async throws(StorageError) -> [UInt8]? {
    try await read("reading a timeline") { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT blobs.size_bytes, blobs.compression, blobs.content
          FROM submissions
          JOIN judgements ON judgements.submission = submissions.sequence AND is_current = 1
          JOIN runs ON runs.judgement = judgements.sequence AND runs.ordinal = ?
          JOIN blobs ON blobs.hash = runs.timeline
          WHERE submissions.id = ?
          """, arguments: [ordinal, submission.rawValue]
      ).map(BlobStore.bytes)
    }
  }

  /// One page, newest first, without sources. Throws `invalidCursor`.
  package func submissions(
    _ filter: SubmissionFilter
  ) async throws(StorageError) -> SubmissionPage {
    let (visible, visibleArguments) = filter.audience.condition
    let cursorArguments = StatementArguments([filter.after] + visibleArguments)
    var conditions = [visible]
    var arguments = visibleArguments
    if let problem = filter.problem {
      conditions.append("submissions.problem = ?")
      arguments.append(problem.rawValue)
    }
    if let account = filter.account {
      conditions.append("submissions.account = (SELECT id FROM accounts WHERE name = ?)")
      arguments.append(account)
    }
    if let cursor = filter.after {
      conditions.append("submissions.sequence < (SELECT sequence FROM submissions WHERE id = ?)")
      arguments.append(cursor)
    }
    let condition = conditions.joined(separator: " AND ")
    let limit = filter.limit
    let bound = StatementArguments(arguments + [limit + 1])
    return try await read("listing submissions") { database in
      if let cursor = filter.after {
        let known = try Bool.fetchOne(
          database,
          sql: "SELECT EXISTS (SELECT 1 FROM submissions WHERE id = ? AND \(visible))",
          arguments: cursorArguments)
        guard known == true else { throw StorageError.invalidCursor(cursor) }
      }
      // One row more than asked for tells whether there is a next page.
      let rows = try Row.fetchAll(
        database,
        sql: SubmissionRow.summary + " WHERE \(condition) "
          + "ORDER BY submissions.sequence DESC LIMIT ?", arguments: bound)
      let submissions = try rows.prefix(limit).map { try SubmissionRow.submission($0, source: "") }
      return SubmissionPage(
        submissions: submissions,
        nextCursor: rows.count > limit ? submissions.last?.id.rawValue : nil)
    }
  }
}
