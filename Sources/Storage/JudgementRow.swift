import Domain
import GRDB

/// How a judgement becomes rows.
enum JudgementRow {
  /// Adds a judgement with its groups and runs, and returns its row. Earlier ones of the submission
  /// stop being current, and it is applied at `now`, or just after the one before where the clock
  /// went back; one of a rejudging waits until that is applied.
  @discardableResult static func insert(
    _ judgement: Judgement, of submission: Int64, rejudging: Int64? = nil, now: Timestamp,
    in database: GRDB.Database
  ) throws -> Int64 {
    if rejudging == nil {
      try database.cachedStatement(
        sql: "UPDATE judgements SET is_current = 0 WHERE submission = ? AND is_current = 1"
      ).execute(arguments: [submission])
    }
    try database.cachedStatement(
      sql: """
        INSERT INTO judgements (submission, is_current, rejudging, verdict, score, max_score,
          isolation, message, started_at_us, ended_at_us, benchmark, complexity, makespan_us,
          cpu_time_us, applied_at_us)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, iif(?, max(?, coalesce(
          (SELECT max(applied_at_us) + 1 FROM judgements WHERE submission = ?), 0)), NULL))
        """
    ).execute(arguments: [
      submission, rejudging == nil, rejudging, judgement.verdict.rawValue, judgement.score,
      judgement.maxScore,
      judgement.isolation.rawValue, judgement.message, judgement.startedAt.microseconds,
      judgement.endedAt.microseconds, try judgement.benchmark.map(JSONText.encode),
      try judgement.complexity.map(JSONText.encode), judgement.makespan,
      judgement.cpuTime?.microseconds, rejudging == nil, now.microseconds, submission,
    ])
    let sequence = database.lastInsertedRowID
    for (ordinal, group) in judgement.groups.enumerated() {
      try database.cachedStatement(sql: "INSERT INTO group_results VALUES (?, ?, ?, ?, ?, ?)")
        .execute(arguments: [
          sequence, ordinal, group.name, group.verdict?.rawValue, group.score, group.maxScore,
        ])
    }
    for run in judgement.runs { try insert(run, of: sequence, in: database) }
    return sequence
  }

  private static func insert(
    _ run: Run, of judgement: Int64, in database: GRDB.Database
  ) throws {
    var exitCode: Int32?
    var exitSignal: Int32?
    switch run.ending {
    case .exited(let code): exitCode = code
    case .signalled(let number): exitSignal = number
    case nil: break
    }
    try database.cachedStatement(
      sql: "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      judgement, run.ordinal, run.testCase, run.group, run.isSample, run.verdict.rawValue,
      run.cpuTime.microseconds, run.wallTime.microseconds, run.peakMemory.bytes,
      run.memorySource.rawValue, exitCode, exitSignal, try run.feedback.map(JSONText.encode),
      try run.lab.map(JSONText.encode), try timeline(of: run, in: database),
    ])
  }

  /// The timelines that somebody will look at: of samples and of failures.
  private static func timeline(of run: Run, in database: GRDB.Database) throws -> Blob? {
    guard run.isSample || run.verdict != .accepted, let timeline = run.timeline else { return nil }
    let bytes = Array(try JSONText.encode(timeline).utf8)
    guard bytes.count <= StorageLimits.blobSize.bytes else { return nil }
    return try BlobStore.store(bytes, in: database)
  }
}
