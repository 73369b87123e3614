import Domain
import Foundation

@testable import Storage

/// The same everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// What a server keeps in memory of the standings.
struct StandingMirror {
  var mark: Int64 = 0
  var cells: [Standings.Place: Standings.Cell] = [:]
  var unsaved: Set<Standings.Place> = []
  private var isWhole = false

  /// As at a start.
  init(_ database: Database, now: Timestamp) async throws {
    let news = try await database.standings(now: now)
    mark = news.mark
    cells = news.cells
    unsaved = news.folded
    isWhole = news.folded.count == news.cells.count
    try await follow(database, now: now)
  }

  mutating func follow(_ database: Database, now: Timestamp) async throws {
    while true {
      let news = try await database.standingNews(after: mark, now: now)
      guard news.mark > mark else { return }
      mark = news.mark
      cells.merge(news.cells) { _, new in new }
      unsaved.formUnion(news.folded)
    }
  }

  mutating func save(_ database: Database) async throws {
    var saving: [Standings.Place: ProblemStanding] = [:]
    for place in unsaved { saving[place] = cells[place]?.live }
    try await database.saveStandings(saving, mark: mark, isWhole: isWhole)
    unsaved = []
    isWhole = false
  }

  var live: [Standings.Place: ProblemStanding] { cells.mapValues(\.live) }
}

extension Storage.Database {
  /// The cells by the specification: the whole log, from its beginning.
  func foldWholeLog(_ problems: [ProblemID]) async throws -> [Standings.Place: ProblemStanding] {
    var cells: [Standings.Place: ProblemStanding] = [:]
    for line in try await attempts(at: problems) {
      cells[
        Standings.Place(account: line.account.id, problem: line.problem),
        default: ProblemStanding(problem: line.problem, first: line.attempt)
      ].add(line.attempt)
    }
    return cells
  }

  /// A judgement of a rejudging, not applied yet; its number.
  func addRejudgement(of submission: Int64, _ verdict: Verdict, score: Double) async throws -> Int64
  {
    try await commits.write("a rejudging") { database in
      try database.execute(
        sql: """
          INSERT INTO judgements (submission, is_current, verdict, score, max_score, isolation,
            started_at_us, ended_at_us, makespan_us, cpu_time_us)
          VALUES (?, 0, ?, ?, 3, 'B', 0, 0, ?, 7)
          """,
        arguments: [submission, verdict.rawValue, score, Int64(score * 10)])
      return database.lastInsertedRowID
    }
  }

  func applyRejudgement(_ judgement: Int64, now: Timestamp) async throws {
    try await commits.write("applying a rejudging") { database in
      try database.execute(
        sql: """
          UPDATE judgements SET is_current = 0
          WHERE submission = (SELECT submission FROM judgements WHERE sequence = ?)
          """, arguments: [judgement])
      try database.execute(
        sql: "UPDATE judgements SET is_current = 1, applied_at_us = ? WHERE sequence = ?",
        arguments: [now.microseconds, judgement])
    }
  }

  /// A classroom with these students; its number.
  func addClassroom(_ students: [Account], frozenAt: Timestamp? = nil) async throws -> Int64 {
    try await commits.write("a classroom") { database in
      try database.execute(
        sql: """
          INSERT INTO classrooms (id, name, time_zone, frozen_at_us, created_at_us)
          VALUES (?, 'class', 'Europe/Berlin', ?, 0)
          """,
        arguments: [
          String(UUID().uuidString.replacing("-", with: "").prefix(26)), frozenAt?.microseconds,
        ])
      let number = database.lastInsertedRowID
      for student in students {
        try database.execute(
          sql: "INSERT INTO members VALUES (?, ?, 'student', ?, ?, 0)",
          arguments: [number, student.id, student.name, "alias of \(student.name)"])
      }
      return number
    }
  }
}
