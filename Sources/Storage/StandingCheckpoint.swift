import Domain
import GRDB

extension Database {
  /// Writes cells as they were after the change `mark`, and forgets the changes up to there, in one
  /// transaction: whenever the process ends, checkpoint and changes fit together. `cells`: those
  /// that changed since the last one, or all (`isWhole`).
  package func saveStandings(
    _ cells: [Standings.Place: ProblemStanding], mark: Int64, isWhole: Bool
  ) async throws(StorageError) {
    try await commits.write("saving the standings") { database in
      if isWhole { try database.execute(sql: "DELETE FROM standing_cells") }
      for (place, cell) in cells {
        try StandingCheckpoint.write(cell, at: place, in: database)
      }
      try database.execute(
        sql: "INSERT OR REPLACE INTO standing_checkpoint (id, version, mark) VALUES (1, ?, ?)",
        arguments: [StandingCheckpoint.version, mark])
      try database.execute(
        sql: "DELETE FROM standing_changes WHERE sequence <= ?", arguments: [mark])
    }
  }
}

enum StandingCheckpoint {
  /// Of the rules in `ProblemStanding`: with another one everything is folded anew. Add one with
  /// every change of what a cell is.
  static let version = 1

  static func write(
    _ cell: ProblemStanding, at place: Standings.Place, in database: GRDB.Database
  ) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO standing_cells VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      place.account, place.problem.rawValue, cell.firstSequence, cell.startedAt.microseconds,
      cell.judged, cell.rejected, cell.pending, cell.solvedAt?.microseconds, cell.score,
      cell.scoredAt?.microseconds, cell.makespan, cell.cpuTime,
    ])
  }

  /// The live cells; nil when there is no checkpoint of this version.
  static func read(in database: GRDB.Database) throws -> StandingNews? {
    guard
      let mark = try Int64.fetchOne(
        database, sql: "SELECT mark FROM standing_checkpoint WHERE version = ?",
        arguments: [version])
    else { return nil }
    var news = StandingNews(mark: mark, isWhole: true)
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM standing_cells")
    while let row = try rows.next() {
      let problem = try SubmissionRow.problem(row[1])
      var cell = ProblemStanding(
        problem: problem, firstSequence: row[2], startedAt: Timestamp(microseconds: row[3]))
      cell.judged = row[4]
      cell.rejected = row[5]
      cell.pending = row[6]
      cell.solvedAt = (row[7] as Int64?).map(Timestamp.init(microseconds:))
      cell.score = row[8]
      cell.scoredAt = (row[9] as Int64?).map(Timestamp.init(microseconds:))
      cell.makespan = row[10]
      cell.cpuTime = row[11]
      news.cells[Standings.Place(account: row[0], problem: problem)] = Standings.Cell(live: cell)
    }
    return news
  }
}
