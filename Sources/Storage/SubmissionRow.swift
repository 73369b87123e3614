import Domain
import GRDB

/// How rows become submissions and judgements. A value that this version does not know is an error:
/// a default in its place would be a wrong verdict.
enum SubmissionRow {
  private static let columns = """
    SELECT submissions.*, assignments.id AS assignment_id, accounts.name AS account_name,
      accounts.role AS account_role,
      queue.submission IS NOT NULL AND queue.rejudging IS NULL AS is_queued,
      queue.claim IS NOT NULL AS is_claimed, judgements.sequence AS judgement, judgements.verdict,
      judgements.score, judgements.max_score, judgements.isolation, judgements.message,
      judgements.started_at_us, judgements.ended_at_us, judgements.benchmark,
      judgements.complexity
    """
  private static let tables = """
     FROM submissions LEFT JOIN accounts ON accounts.id = submissions.account
    LEFT JOIN assignments ON assignments.number = submissions.assignment
    LEFT JOIN queue ON queue.submission = submissions.sequence
    LEFT JOIN judgements
      ON judgements.submission = submissions.sequence AND judgements.is_current = 1
    """

  /// Without source; add a condition.
  static let summary = columns + tables

  /// One submission with everything, by a condition on `submissions`.
  static func fetch(
    _ condition: String, _ arguments: StatementArguments, in database: GRDB.Database
  ) throws -> Submission? {
    let sql =
      columns + ", blobs.size_bytes, blobs.compression, blobs.content" + tables
      + " JOIN blobs ON blobs.hash = submissions.source WHERE " + condition
    guard let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
    else { return nil }
    let source = String(decoding: try BlobStore.bytes(of: row), as: UTF8.self)
    var submission = try submission(row, source: source)
    if let judgement: Int64 = row["judgement"] {
      submission.judgement?.groups = try groups(of: judgement, in: database)
      submission.judgement?.runs = try runs(of: judgement, in: database)
    }
    return submission
  }

  static func submission(_ row: Row, source: String) throws -> Submission {
    guard let id = SubmissionID(row["id"] as String) else {
      throw StorageError.corrupt("a submission with the id \(row["id"] as String)")
    }
    let account: Int64? = row["account"]
    let isQueued: Bool = row["is_queued"]
    let isClaimed: Bool = row["is_claimed"]
    return Submission(
      id: id, sequence: row["sequence"], problem: try problem(row["problem"]),
      account: try account.map {
        Account(id: $0, name: row["account_name"], role: try role(row["account_role"]))
      },
      configuration: SolverConfiguration(
        runtime: row["runtime"], source: source, entry: row["entry"],
        parameters: try JSONText.object(from: row["parameters"]),
        benchmarkIterations: row["benchmark_iterations"]),
      submittedAt: Timestamp(microseconds: row["submitted_at_us"]),
      state: isQueued ? (isClaimed ? .judging : .queued) : .done,
      judgement: try judgement(row),
      assignment: (row["assignment_id"] as String?).flatMap(AssignmentID.init),
      variant: row["variant"])
  }

  private static func judgement(_ row: Row) throws -> Judgement? {
    guard (row["judgement"] as Int64?) != nil else { return nil }
    guard let isolation = IsolationTier(rawValue: row["isolation"]) else {
      throw StorageError.corrupt("an unknown isolation tier")
    }
    return Judgement(
      verdict: try verdict(row["verdict"]), score: row["score"], maxScore: row["max_score"],
      startedAt: Timestamp(microseconds: row["started_at_us"]),
      endedAt: Timestamp(microseconds: row["ended_at_us"]), isolation: isolation,
      message: row["message"],
      benchmark: try (row["benchmark"] as String?).map {
        try JSONText.decode(BenchmarkResult.self, from: $0)
      },
      complexity: try (row["complexity"] as String?).map {
        try JSONText.decode(ComplexityReport.self, from: $0)
      })
  }

  /// All judgements of a submission, in the order in which they were made.
  static func judgements(
    of submission: Int64, in database: GRDB.Database
  ) throws -> [KeptJudgement] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT judgements.*, judgements.sequence AS judgement, rejudgings.id AS rejudging_id
        FROM judgements LEFT JOIN rejudgings ON rejudgings.number = judgements.rejudging
        WHERE judgements.submission = ? ORDER BY judgements.sequence
        """, arguments: [submission]
    ).compactMap { row in
      guard var judgement = try judgement(row) else { return nil }
      judgement.groups = try groups(of: row["judgement"], in: database)
      judgement.runs = try runs(of: row["judgement"], in: database)
      return KeptJudgement(
        judgement: judgement, isCurrent: row["is_current"],
        hasCounted: (row["rejudging"] as Int64?) == nil
          || (row["applied_at_us"] as Int64?) != nil,
        rejudging: (row["rejudging_id"] as String?).flatMap(RejudgingID.init))
    }
  }

  private static func groups(
    of judgement: Int64, in database: GRDB.Database
  ) throws -> [GroupResult] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT * FROM group_results WHERE judgement = ? ORDER BY ordinal"),
      arguments: [judgement]
    ).map { row in
      GroupResult(
        name: row["name"], verdict: try (row["verdict"] as String?).map(verdict),
        score: row["score"], maxScore: row["max_score"])
    }
  }

  private static func runs(of judgement: Int64, in database: GRDB.Database) throws -> [Run] {
    try Row.fetchAll(
      database.cachedStatement(sql: "SELECT * FROM runs WHERE judgement = ? ORDER BY ordinal"),
      arguments: [judgement]
    ).map { row in
      guard let source = Execution.MemorySource(rawValue: row["memory_source"]) else {
        throw StorageError.corrupt("an unknown source of a memory figure")
      }
      let exitCode: Int32? = row["exit_code"]
      let exitSignal: Int32? = row["exit_signal"]
      return Run(
        ordinal: row["ordinal"], testCase: row["test_case"], group: row["test_group"],
        isSample: row["is_sample"], verdict: try verdict(row["verdict"]),
        cpuTime: .microseconds(row["cpu_time_us"] as Int64),
        wallTime: .microseconds(row["wall_time_us"] as Int64),
        peakMemory: ByteCount(bytes: row["peak_memory_bytes"]), memorySource: source,
        ending: exitCode.map(Execution.Ending.exited) ?? exitSignal.map(Execution.Ending.signalled),
        feedback: try (row["feedback"] as String?).map {
          try JSONText.decode(RunFeedback.self, from: $0)
        },
        lab: try (row["lab"] as String?).map { try JSONText.decode(LabReport.self, from: $0) })
    }
  }

  static func verdict(_ text: String) throws -> Verdict {
    guard let verdict = Verdict(rawValue: text) else {
      throw StorageError.corrupt("the verdict \(text)")
    }
    return verdict
  }

  /// Whether an account teaches a classroom that another one is in.
  static func teaches(
    _ viewer: Int64, _ owner: Int64, assignment: AssignmentID? = nil, in database: GRDB.Database
  ) throws -> Bool {
    try Bool.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM members AS own
            JOIN members AS theirs ON theirs.classroom = own.classroom
            WHERE own.account = :viewer AND own.role = 'teacher'
              AND theirs.account = :owner AND theirs.role = 'student'
              AND (:assignment IS NULL OR own.classroom = (
                SELECT classroom FROM assignments WHERE id = :assignment)))
          """),
      arguments: ["viewer": viewer, "owner": owner, "assignment": assignment?.rawValue]) ?? false
  }

  static func role(_ text: String) throws -> AccountRole {
    guard let role = AccountRole(rawValue: text) else {
      throw StorageError.corrupt("the role \(text)")
    }
    return role
  }

  static func problem(_ text: String) throws -> ProblemID {
    guard let problem = ProblemID(text) else {
      throw StorageError.corrupt("the problem id \(text)")
    }
    return problem
  }
}
