import Domain
import GRDB
import Storage

/// A submission log as a term leaves it, told by a seed: 1,000 accounts try the problems again and
/// again, three of ten attempts are accepted. Written past the queue; it has no runs.
enum LogGenerator {
  static let accounts = 1000

  private struct Random {
    var state: UInt64

    /// SplitMix64.
    mutating func next(below bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(bound))
    }
  }

  /// Fills the database at `path`, which has the schema and nothing else.
  static func write(
    _ count: Int, problems: [ProblemID], to path: String, from start: Timestamp, seed: UInt64
  ) throws {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    try queue.inTransaction { database in
      var random = Random(state: seed)
      try database.execute(sql: "INSERT INTO blobs VALUES (zeroblob(32), 0, 'none', x'')")
      for number in 1...accounts {
        try database.execute(
          sql: "INSERT INTO accounts (id, name, created_at_us) VALUES (?, ?, 0)",
          arguments: [number, "account \(number)"])
      }
      let submission = try database.makeStatement(
        sql: """
          INSERT INTO submissions
            (sequence, id, problem, account, runtime, parameters, source, submitted_at_us)
          VALUES (?, printf('%026d', ?1), ?, ?, 'python3', '{}', zeroblob(32), ?)
          """)
      let judgement = try database.makeStatement(
        sql: """
          INSERT INTO judgements (submission, verdict, score, max_score, isolation, started_at_us,
            ended_at_us, applied_at_us, makespan_us, cpu_time_us)
          VALUES (?, ?, ?, 100, 'B', ?, ?3, ?3, ?, ?)
          """)
      for number in 1...count {
        // Ten seconds from one to the next: a term of four months for a million.
        let time = start.microseconds + Int64(number) * 10_000_000
        try submission.execute(arguments: [
          number, problems[random.next(below: problems.count)].rawValue,
          1 + random.next(below: accounts), time,
        ])
        let isAccepted = random.next(below: 10) < 3
        let other = ["WA", "TLE", "RTE", "CE", "WA"][random.next(below: 5)]
        try judgement.execute(arguments: [
          number, isAccepted ? "AC" : other, isAccepted ? 100 : random.next(below: 100), time,
          1_000_000 + random.next(below: 1000) * 1000, 10_000 + random.next(below: 90_000),
        ])
      }
      // As if a server had followed it.
      try database.execute(sql: "DELETE FROM standing_changes")
      return .commit
    }
  }
}
