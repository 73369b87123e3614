import Domain
import GRDB

/// What becomes a rejudging.
package struct NewRejudging: Sendable {
  package var account: Account
  /// Only submissions of its members; nil: of everyone.
  package var classroom: Classroom?
  package var reason: String
  package var filter: RejudgingFilter
  package var createdAt: Timestamp

  package init(
    account: Account, classroom: Classroom?, reason: String, filter: RejudgingFilter,
    createdAt: Timestamp
  ) {
    self.account = account
    self.classroom = classroom
    self.reason = reason
    self.filter = filter
    self.createdAt = createdAt
  }
}

extension Database {
  /// Queues every judged submission that the filter names, behind what is live. Throws
  /// `nothingToRejudge`, `tooManyToRejudge`, `alreadyRejudging`.
  package func startRejudging(_ new: NewRejudging) async throws(StorageError) -> Rejudging {
    try await commits.write("starting a rejudging") { database in
      let rows = try RejudgingRow.candidates(new, in: database)
      guard !rows.isEmpty else { throw StorageError.nothingToRejudge }
      guard rows.count <= StorageLimits.rejudgedSubmissions else {
        throw StorageError.tooManyToRejudge(limit: StorageLimits.rejudgedSubmissions)
      }
      if let busy = rows.first(where: { $0["other"] as String? != nil }) {
        throw StorageError.alreadyRejudging(busy["other"] as String)
      }
      var randomness = SystemRandomNumberGenerator()
      let id = RejudgingID(at: new.createdAt, randomness: &randomness)
      try database.execute(
        sql: """
          INSERT INTO rejudgings (id, account, classroom, reason, filter, state, created_at_us)
          VALUES (?, ?, ?, ?, ?, 'judging', ?)
          """,
        arguments: [
          id.rawValue, new.account.id, new.classroom?.number, new.reason,
          try JSONText.encode(new.filter), new.createdAt.microseconds,
        ])
      let number = database.lastInsertedRowID
      for row in rows {
        let submission: Int64 = row["sequence"]
        try database.cachedStatement(
          sql: "INSERT INTO rejudged (rejudging, submission, before) VALUES (?, ?, ?)"
        ).execute(arguments: [number, submission, row["judgement"] as Int64])
        try Queue.enqueue(
          submission, account: row["account"] ?? 0, priority: 1, rejudging: number, in: database)
      }
      try AuditLog.add(
        AuditEntry(
          "rejudging.start", "rejudging/\(id)", classroom: new.classroom?.id,
          details: ["reason": .string(new.reason), "submissions": .integer(rows.count)]),
        by: new.account, at: new.createdAt, in: database)
      return try RejudgingRow.fetch("rejudgings.number = ?", [number], in: database)[0]
    }
  }

  /// nil when there is none.
  package func rejudging(_ id: RejudgingID) async throws(StorageError) -> Rejudging? {
    try await read("reading a rejudging") { database in
      try RejudgingRow.fetch("rejudgings.id = ?", [id.rawValue], in: database).first
    }
  }

  /// The newest first, at most a page: of a classroom, or all of them.
  package func rejudgings(
    of classroom: ClassroomID?
  ) async throws(StorageError) -> [Rejudging] {
    try await read("listing rejudgings") { database in
      guard let classroom else { return try RejudgingRow.fetch("1", [], in: database) }
      return try RejudgingRow.fetch("classrooms.id = ?", [classroom.rawValue], in: database)
    }
  }

  /// All its submissions, in log order.
  package func submissions(
    of rejudging: Rejudging
  ) async throws(StorageError) -> [RejudgedSubmission] {
    try await read("reading a rejudging") { database in
      try RejudgingRow.submissions(of: rejudging.number, in: database)
    }
  }

  /// Every judgement that the submission has had, in the order in which they were made.
  package func judgements(
    of submission: Submission
  ) async throws(StorageError) -> [KeptJudgement] {
    try await read("reading judgements") { database in
      try SubmissionRow.judgements(of: submission.sequence, in: database)
    }
  }

  /// Makes its judgements current, all in one transaction; returns those that changed something.
  /// Throws `rejudgingNotReady` when some are still to be judged, or when it has ended.
  package func apply(
    _ rejudging: Rejudging, by staff: Account, now: Timestamp
  ) async throws(StorageError) -> [RejudgedSubmission] {
    try await commits.write("applying a rejudging") { database in
      try RejudgingRow.end(
        rejudging, as: .applied, from: [.ready], by: staff, now: now, in: database)
      let submissions = try RejudgingRow.submissions(of: rejudging.number, in: database)
      // A judgement that failed through our own fault leaves the old one standing.
      let later = """
        SELECT judgements.submission, judgements.sequence FROM rejudged
        JOIN judgements ON judgements.sequence = rejudged.after
        WHERE rejudged.rejudging = ? AND judgements.verdict <> 'JE'
        """
      try database.execute(
        sql: """
          UPDATE judgements SET is_current = 0 WHERE is_current = 1
            AND submission IN (SELECT submission FROM (\(later)))
          """, arguments: [rejudging.number])
      try database.execute(
        sql: """
          UPDATE judgements SET is_current = 1, applied_at_us = max(?, coalesce(
            (SELECT max(applied_at_us) + 1 FROM judgements AS earlier
              WHERE earlier.submission = judgements.submission), 0))
          WHERE sequence IN (SELECT sequence FROM (\(later)))
          """, arguments: [now.microseconds, rejudging.number])
      return submissions.filter(\.isChange)
    }
  }

  /// Ends it without consequences; what is not judged yet leaves the queue.
  package func discard(
    _ rejudging: Rejudging, by staff: Account, now: Timestamp
  ) async throws(StorageError) {
    try await commits.write("discarding a rejudging") { database in
      try RejudgingRow.end(
        rejudging, as: .discarded, from: [.judging, .ready], by: staff, now: now, in: database)
      try database.execute(
        sql: "DELETE FROM queue WHERE rejudging = ?", arguments: [rejudging.number])
    }
  }
}
