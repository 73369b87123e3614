import Domain
import GRDB

/// A submission that somebody works on, until the lease ends.
package struct Claim: Sendable, Hashable {
  package var submission: Submission
  /// 1 for the first.
  package var attempt: Int
  /// Names this claim: once another one is made, this one can store nothing any more.
  var token: String
  /// Of the rejudging that it is judged for; nil: for the first time.
  var rejudging: Int64?

  /// Whether what comes out counts at once.
  package var isLive: Bool { rejudging == nil }
}

enum Queue {
  /// Fair between accounts: an account's next submission gets the round after its last one that
  /// still waits, and never an earlier one than the round that is being served. Who submits fifty
  /// at once so waits behind everyone who submits one.
  static func enqueue(
    _ submission: Int64, account: Int64, priority: Int = 0, rejudging: Int64? = nil,
    in database: GRDB.Database
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO queue (submission, account, priority, rejudging, turn) VALUES (
          :submission, :account, :priority, :rejudging,
          max(
            coalesce((SELECT max(turn) + 1 FROM queue WHERE account = :account AND claim IS NULL), 0),
            coalesce((SELECT turn FROM queue WHERE priority = :priority AND claim IS NULL
              ORDER BY turn LIMIT 1), 0)))
        """
    ).execute(arguments: [
      "submission": submission, "account": account, "priority": priority, "rejudging": rejudging,
    ])
  }
}

extension Database {
  /// Takes the submission whose turn it is; nil when none waits.
  package func claim(
    worker: String, lease: Duration, now: Timestamp
  ) async throws(StorageError) -> Claim? {
    try await commits.write("claiming a submission") { database in
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: """
            UPDATE queue SET attempts = attempts + 1, lease_owner = ?, lease_until_us = ?,
              claim = lower(hex(randomblob(16)))
            WHERE submission = (
              SELECT submission FROM queue WHERE claim IS NULL
              ORDER BY priority, turn, submission LIMIT 1)
            RETURNING submission, attempts, claim, rejudging
            """), arguments: [worker, (now + lease).microseconds])
      return try row.map { try Self.claim($0, in: database) }
    }
  }

  /// Lengthens the lease; false when the claim was lost.
  package func renew(
    _ claim: Claim, lease: Duration, now: Timestamp
  ) async throws(StorageError) -> Bool {
    try await commits.write("renewing a lease") { database in
      try database.cachedStatement(
        sql: "UPDATE queue SET lease_until_us = ? WHERE submission = ? AND claim = ?"
      ).execute(arguments: [(now + lease).microseconds, claim.submission.sequence, claim.token])
      return database.changesCount == 1
    }
  }

  /// Stores the judgement and takes the submission off the queue, in one transaction. False, and
  /// nothing stored, when the claim was lost. The judgement is current at once, but for one of a
  /// rejudging; it holds from `now` on, or from its end.
  package func finish(
    _ claim: Claim, with judgement: Judgement, now: Timestamp? = nil
  ) async throws(StorageError) -> Bool {
    try await commits.write("storing a judgement") { database in
      try database.cachedStatement(sql: "DELETE FROM queue WHERE submission = ? AND claim = ?")
        .execute(arguments: [claim.submission.sequence, claim.token])
      guard database.changesCount == 1 else { return false }
      let submission = claim.submission.sequence
      let stored = try JudgementRow.insert(
        judgement, of: submission, rejudging: claim.rejudging, now: now ?? judgement.endedAt,
        in: database)
      if let rejudging = claim.rejudging {
        try RejudgingRow.record(stored, of: submission, for: rejudging, in: database)
      }
      return true
    }
  }

  /// Gives a submission back. `counts`: it failed; a server that stops is no attempt. Nothing happens
  /// when the claim was lost.
  package func release(
    _ claim: Claim, reason: String, counts: Bool
  ) async throws(StorageError) {
    try await commits.write("releasing a submission") { database in
      try database.cachedStatement(
        sql: """
          UPDATE queue SET lease_owner = NULL, lease_until_us = NULL, claim = NULL,
            attempts = attempts - ?, release_reason = ?
          WHERE submission = ? AND claim = ?
          """
      ).execute(arguments: [
        counts ? 0 : 1, String(reason.prefix(StorageLimits.reason)), claim.submission.sequence,
        claim.token,
      ])
    }
  }

  /// Puts back what has an expired lease. What is out of attempts comes back as claims that the
  /// caller holds, to be finished with a judge error.
  package func rescue(
    now: Timestamp, maximumAttempts: Int
  ) async throws(StorageError) -> (requeued: [SubmissionID], exhausted: [Claim]) {
    try await rescue(before: now, now: now, maximumAttempts: maximumAttempts)
  }

  /// The same for every lease, expired or not: for a server at its start, which is the only one.
  package func rescueAll(
    now: Timestamp, maximumAttempts: Int
  ) async throws(StorageError) -> (requeued: [SubmissionID], exhausted: [Claim]) {
    try await rescue(
      before: Timestamp(microseconds: .max), now: now, maximumAttempts: maximumAttempts)
  }

  private func rescue(
    before limit: Timestamp, now: Timestamp, maximumAttempts: Int
  ) async throws(StorageError) -> (requeued: [SubmissionID], exhausted: [Claim]) {
    try await commits.write("rescuing submissions") { database in
      let exhausted = try Row.fetchAll(
        database,
        sql: """
          UPDATE queue SET lease_owner = 'rescue', lease_until_us = ?,
            claim = lower(hex(randomblob(16)))
          WHERE claim IS NOT NULL AND lease_until_us < ? AND attempts >= ?
          RETURNING submission, attempts, claim, rejudging
          """,
        arguments: [
          (now + StorageLimits.rescueLease).microseconds, limit.microseconds, maximumAttempts,
        ]
      ).map { try Self.claim($0, in: database) }
      let requeued = try String.fetchAll(
        database,
        sql: """
          UPDATE queue SET lease_owner = NULL, lease_until_us = NULL, claim = NULL,
            release_reason = 'the lease ended'
          WHERE claim IS NOT NULL AND lease_until_us < ? AND attempts < ?
          RETURNING (SELECT id FROM submissions WHERE sequence = queue.submission)
          """, arguments: [limit.microseconds, maximumAttempts])
      return (requeued.compactMap(SubmissionID.init), exhausted)
    }
  }

  /// Submissions that wait, and that are worked on.
  package func queueCounts() async throws(StorageError) -> (queued: Int, judging: Int) {
    try await read("counting the queue") { database in
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT (SELECT count(*) FROM queue WHERE claim IS NULL),
              (SELECT count(*) FROM queue WHERE claim IS NOT NULL)
            """))
      return (row?[0] ?? 0, row?[1] ?? 0)
    }
  }

  /// From a row of `submission, attempts, claim, rejudging`.
  private static func claim(_ row: Row, in database: GRDB.Database) throws -> Claim {
    let sequence: Int64 = row["submission"]
    guard
      let submission = try SubmissionRow.fetch(
        "submissions.sequence = ?", [sequence], in: database)
    else { throw StorageError.corrupt("a queued submission that is not in the log") }
    return Claim(
      submission: submission, attempt: row["attempts"], token: row["claim"],
      rejudging: row["rejudging"])
  }
}
