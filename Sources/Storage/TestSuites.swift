import Domain
import GRDB

/// What becomes a suite of tests.
package struct NewTestSuite: Sendable {
  package var account: Account
  package var problem: ProblemID
  package var tests: [StudentTest]
  package var submittedAt: Timestamp

  package init(
    account: Account, problem: ProblemID, tests: [StudentTest], submittedAt: Timestamp
  ) {
    self.account = account
    self.problem = problem
    self.tests = tests
    self.submittedAt = submittedAt
  }
}

/// A suite that is being judged.
package struct TestSuiteClaim: Sendable, Hashable {
  package var suite: TestSuite
  /// 1 for the first.
  package var attempt: Int
  /// Names this claim: once another one is made, this one can store nothing any more.
  var token: String
}

extension Database {
  /// Stores a suite to be judged. Throws `tooManyTestsWaiting`.
  package func submit(_ new: NewTestSuite) async throws(StorageError) -> TestSuite {
    try await commits.write("storing tests") { database in
      let waiting = try Int.fetchOne(
        database,
        sql: "SELECT count(*) FROM test_suites WHERE account = ? AND judgement IS NULL",
        arguments: [new.account.id])
      guard (waiting ?? 0) < StorageLimits.waitingTestSuites else {
        throw StorageError.tooManyTestsWaiting(limit: StorageLimits.waitingTestSuites)
      }
      var randomness = SystemRandomNumberGenerator()
      let id = TestSuiteID(at: new.submittedAt, randomness: &randomness)
      try database.execute(
        sql: """
          INSERT INTO test_suites (id, account, problem, tests, submitted_at_us)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          id.rawValue, new.account.id, new.problem.rawValue, try JSONText.encode(new.tests),
          new.submittedAt.microseconds,
        ])
      return try TestSuiteRow.fetch(
        "test_suites.number = ?", [database.lastInsertedRowID], in: database)[0]
    }
  }

  /// nil when there is none. `isTaught`: `viewer` teaches a classroom whose student its owner is.
  package func testSuite(
    _ id: TestSuiteID, seenBy viewer: Account
  ) async throws(StorageError) -> (suite: TestSuite, isTaught: Bool)? {
    try await read("reading tests") { database in
      guard
        let suite = try TestSuiteRow.fetch(
          "test_suites.id = ?", [id.rawValue], in: database
        ).first
      else { return nil }
      return (suite, try SubmissionRow.teaches(viewer.id, suite.account.id, in: database))
    }
  }

  /// An account's for a problem, the newest first, at most a page.
  package func testSuites(
    of account: Account, for problem: ProblemID
  ) async throws(StorageError) -> [TestSuite] {
    try await read("listing tests") { database in
      try TestSuiteRow.fetch(
        "test_suites.account = ? AND test_suites.problem = ?", [account.id, problem.rawValue],
        in: database)
    }
  }

  /// The one of an account's for a problem that caught the largest share, of those the newest.
  package func bestTestSuite(
    of account: Account, for problem: ProblemID
  ) async throws(StorageError) -> TestSuite? {
    try await read("reading tests") { database in
      try TestSuiteRow.fetch(
        """
        test_suites.number = (
          SELECT number FROM test_suites
          WHERE account = ? AND problem = ? AND judgement ->> 'ending' = 'judged'
            AND judgement ->> 'wrong' > 0
          ORDER BY 1.0 * (judgement ->> 'caught') / (judgement ->> 'wrong') DESC, number DESC
          LIMIT 1)
        """, [account.id, problem.rawValue], in: database
      ).first
    }
  }

  // MARK: judging

  /// Takes the suite that waits longest, of those that were begun least; nil when none waits.
  package func claimTestSuite() async throws(StorageError) -> TestSuiteClaim? {
    try await commits.write("claiming tests") { database in
      guard
        let row = try Row.fetchOne(
          database,
          sql: """
            UPDATE test_suites SET attempts = attempts + 1, claim = lower(hex(randomblob(16)))
            WHERE number = (
              SELECT number FROM test_suites WHERE judgement IS NULL AND claim IS NULL
              ORDER BY attempts, number LIMIT 1)
            RETURNING number, attempts, claim
            """)
      else { return nil }
      let suites = try TestSuiteRow.fetch(
        "test_suites.number = ?", [row["number"] as Int64], in: database)
      return TestSuiteClaim(suite: suites[0], attempt: row["attempts"], token: row["claim"])
    }
  }

  /// Stores what came of it; false, and nothing stored, when the claim was lost.
  package func finish(
    _ claim: TestSuiteClaim, with judgement: TestSuiteJudgement, now: Timestamp
  ) async throws(StorageError) -> Bool {
    try await commits.write("storing a judgement of tests") { database in
      try database.execute(
        sql: """
          UPDATE test_suites SET judgement = ?, judged_at_us = ?, claim = NULL
          WHERE number = ? AND claim = ?
          """,
        arguments: [
          try JSONText.encode(judgement), now.microseconds, claim.suite.number, claim.token,
        ])
      return database.changesCount == 1
    }
  }

  /// Gives it back. `counts`: it failed; a server that stops is no attempt.
  package func release(_ claim: TestSuiteClaim, counts: Bool) async throws(StorageError) {
    try await commits.write("releasing tests") { database in
      try database.execute(
        sql: """
          UPDATE test_suites SET claim = NULL, attempts = attempts - ?
          WHERE number = ? AND claim = ?
          """, arguments: [counts ? 0 : 1, claim.suite.number, claim.token])
    }
  }

  /// Takes back every claim of the server that had this database before, however it ended; how many.
  package func releaseTestSuites() async throws(StorageError) -> Int {
    try await commits.write("releasing tests") { database in
      try database.execute(sql: "UPDATE test_suites SET claim = NULL WHERE claim IS NOT NULL")
      return database.changesCount
    }
  }

  /// Whether `claimTestSuite` would find one.
  package func hasTestSuitesWaiting() async throws(StorageError) -> Bool {
    try await read("counting the tests") { database in
      try Bool.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT EXISTS (SELECT 1 FROM test_suites WHERE judgement IS NULL AND claim IS NULL)
            """)) ?? false
    }
  }

  /// Whether a submission waits to be judged for the first time.
  package func hasLiveSubmissionsWaiting() async throws(StorageError) -> Bool {
    try await read("counting the queue") { database in
      try Bool.fetchOne(
        database.cachedStatement(
          sql: "SELECT EXISTS (SELECT 1 FROM queue WHERE claim IS NULL AND rejudging IS NULL)"))
        ?? false
    }
  }
}

/// How rows become suites.
enum TestSuiteRow {
  static func fetch(
    _ condition: String, _ arguments: StatementArguments, in database: GRDB.Database
  ) throws -> [TestSuite] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT test_suites.*, accounts.name AS account_name, accounts.role AS account_role
        FROM test_suites JOIN accounts ON accounts.id = test_suites.account
        WHERE \(condition) ORDER BY test_suites.number DESC LIMIT \(StorageLimits.page.upperBound)
        """, arguments: arguments
    ).map(suite)
  }

  private static func suite(_ row: Row) throws -> TestSuite {
    guard let id = TestSuiteID(row["id"] as String) else {
      throw StorageError.corrupt("tests with the id \(row["id"] as String)")
    }
    return TestSuite(
      id: id, number: row["number"],
      account: Account(
        id: row["account"], name: row["account_name"],
        role: try SubmissionRow.role(row["account_role"])),
      problem: try SubmissionRow.problem(row["problem"]),
      tests: try JSONText.decode([StudentTest].self, from: row["tests"]),
      submittedAt: Timestamp(microseconds: row["submitted_at_us"]),
      judgement: try (row["judgement"] as String?).map {
        try JSONText.decode(TestSuiteJudgement.self, from: $0)
      }, judgedAt: (row["judged_at_us"] as Int64?).map(Timestamp.init(microseconds:)))
  }
}
