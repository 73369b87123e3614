import Domain
import GRDB

extension Database {
  /// The account's submissions, to one problem when it is named, in log order. Not limited by what
  /// feedback policies let the account know. Without runs when only verdicts matter.
  package func practiceLog(
    of account: Account, at problem: ProblemID? = nil, withRuns: Bool = true
  ) async throws(StorageError) -> [PracticeAttempt] {
    try await read("reading the log of an account") { database in
      let condition =
        problem == nil
        ? "submissions.account = :account"
        : "submissions.account = :account AND submissions.problem = :problem"
      var arguments: StatementArguments = ["account": account.id]
      if let problem { arguments += ["problem": problem.rawValue] }
      return try PracticeLog.read(condition, arguments, withRuns: withRuns, in: database)[
        account.id]
        ?? []
    }
  }

  /// Of a classroom's students, by account id: practice, and submissions to this classroom's
  /// assignments; those to assignments of other classrooms are no business of its staff.
  package func practiceLog(
    of classroom: Classroom
  ) async throws(StorageError) -> [Int64: [PracticeAttempt]] {
    try await read("reading the log of a classroom's students") { database in
      try PracticeLog.read(
        """
        submissions.account IN (
          SELECT account FROM members WHERE classroom = :classroom AND role = 'student')
        AND (submissions.assignment IS NULL OR assignments.classroom = :classroom)
        """, ["classroom": classroom.number], withRuns: true, in: database)
    }
  }

  /// The account's own goal for a week; nil: the classroom's.
  package func weeklyGoal(of account: Account) async throws(StorageError) -> Int? {
    try await read("reading a goal") { database in
      try Int.fetchOne(
        database.cachedStatement(sql: "SELECT weekly_goal FROM accounts WHERE id = ?"),
        arguments: [account.id])
    }
  }

  /// Of a classroom's members that have their own, by account id.
  package func weeklyGoals(
    of classroom: Classroom
  ) async throws(StorageError) -> [Int64: Int] {
    try await read("reading goals") { database in
      let rows = try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT id, weekly_goal FROM members JOIN accounts ON accounts.id = account
            WHERE classroom = ? AND weekly_goal IS NOT NULL
            """), arguments: [classroom.number])
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int64, $0[1] as Int) })
    }
  }

  package func setWeeklyGoal(_ goal: Int?, of account: Account) async throws(StorageError) {
    try await commits.write("changing a goal") { database in
      try database.cachedStatement(sql: "UPDATE accounts SET weekly_goal = ? WHERE id = ?")
        .execute(arguments: [goal, account.id])
    }
  }
}

private enum PracticeLog {
  private static let tables = """
    FROM submissions
    LEFT JOIN assignments ON assignments.number = submissions.assignment
    LEFT JOIN judgements
      ON judgements.submission = submissions.sequence AND judgements.is_current = 1
    """

  /// By account id.
  static func read(
    _ condition: String, _ arguments: StatementArguments, withRuns: Bool,
    in database: GRDB.Database
  ) throws -> [Int64: [PracticeAttempt]] {
    let runs = !withRuns ? [:] : try runs(condition, arguments, in: database)
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT submissions.sequence, submissions.account, submissions.problem,
            submissions.submitted_at_us, assignments.id, submissions.variant, judgements.verdict,
            judgements.score, judgements.max_score
          \(tables) WHERE \(condition) ORDER BY submissions.sequence
          """), arguments: arguments)
    var log: [Int64: [PracticeAttempt]] = [:]
    while let row = try rows.next() {
      let sequence: Int64 = row[0]
      log[row[1], default: []].append(
        PracticeAttempt(
          sequence: sequence, problem: try SubmissionRow.problem(row[2]),
          submittedAt: Timestamp(microseconds: row[3]),
          assignment: (row[4] as String?).flatMap(AssignmentID.init), variant: row[5],
          result: try (row[6] as String?).map {
            AssignmentAttempt.Result(
              verdict: try SubmissionRow.verdict($0), score: row[7], maxScore: row[8])
          }, runs: runs[sequence] ?? []))
    }
    return log
  }

  /// Of each account's last rejected submissions, by their position in the log.
  private static func runs(
    _ condition: String, _ arguments: StatementArguments, in database: GRDB.Database
  ) throws -> [Int64: [PracticeRun]] {
    let silent = Verdict.allCases.filter { !$0.costsPenalty }.map { "'\($0.rawValue)'" }
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          WITH rejected AS (
            SELECT submissions.sequence AS sequence, judgements.sequence AS judgement,
              row_number() OVER (
                PARTITION BY submissions.account ORDER BY submissions.sequence DESC) AS place
            \(tables) WHERE \(condition)
              AND judgements.verdict NOT IN (\(silent.joined(separator: ", "))))
          SELECT rejected.sequence, test_case, is_sample, verdict, lab IS NOT NULL,
            json_extract(lab, '$.mistake')
          FROM rejected JOIN runs ON runs.judgement = rejected.judgement
          WHERE place <= \(StorageLimits.practiceFailures)
          ORDER BY rejected.sequence, runs.ordinal
          """), arguments: arguments)
    var runs: [Int64: [PracticeRun]] = [:]
    while let row = try rows.next() {
      runs[row[0], default: []].append(
        PracticeRun(
          testCase: row[1], isSample: row[2], verdict: try SubmissionRow.verdict(row[3]),
          isLab: row[4], mistake: (row[5] as String?).flatMap(Mistake.init)))
    }
    return runs
  }
}
