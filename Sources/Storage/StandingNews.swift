import Domain
import GRDB

/// What has changed about the standings, as of one moment.
package struct StandingNews: Sendable {
  /// A classroom as its leaderboard needs it.
  package struct Class: Sendable, Hashable {
    package var number: Int64
    package var names: NamePolicy
    package var frozenAt: Timestamp?
    /// Without its staff.
    package var students: [Membership]
  }

  /// The change up to which this is.
  package var mark: Int64
  /// Whether this is everything there is.
  package var isWhole: Bool
  /// Whose names may be new.
  package var accounts: [Account] = []
  package var cells: [Standings.Place: Standings.Cell] = [:]
  /// Of `cells`: those that are to be read again when this is past, though nothing happens.
  package var lapses: [Standings.Place: Timestamp] = [:]
  package var classes: [Class] = []
  package var assignments: Set<Int64> = []
  /// Cells that were not taken from the checkpoint.
  package var folded: Set<Standings.Place> = []
}

extension Database {
  /// Grows with every commit of this process.
  package var revision: Int { commits.revision }

  /// Everything: the checkpoint and what is newer, or without a checkpoint a fold of the whole log.
  package func standings(now: Timestamp) async throws(StorageError) -> StandingNews {
    try await read("reading the standings") { database in
      let veils = try Veils(at: now, in: database)
      var news: StandingNews
      if let checkpoint = try StandingCheckpoint.read(in: database) {
        news = checkpoint
        var changes = try StandingChanges(after: news.mark, in: database)
        changes.places.formUnion(try veils.places(in: database))
        try changes.apply(to: &news, veils, in: database)
      } else {
        news = StandingNews(mark: try StandingChanges.newest(in: database), isWhole: true)
        var fold = StandingFold(veils)
        try fold.add(
          StandingFold.log + " WHERE submissions.account IS NOT NULL ORDER BY submissions.sequence",
          [], in: database)
        news.cells = fold.cells
        news.lapses = fold.lapses
        news.folded = Set(news.cells.keys)
      }
      news.isWhole = true
      news.accounts = try Row.fetchAll(database, sql: "SELECT id, name, role FROM accounts")
        .map(accountRow)
      news.classes = try StandingChanges.classes("1", [], in: database)
      news.assignments = []
      return news
    }
  }

  /// What changed after `mark`, and the cells at `places` in any case. At most about
  /// `StorageLimits.standingChanges` changes at once: ask again until `mark` stays.
  package func standingNews(
    after mark: Int64, and places: Set<Standings.Place> = [], now: Timestamp
  ) async throws(StorageError) -> StandingNews {
    try await read("reading changes of the standings") { database in
      var news = StandingNews(mark: mark, isWhole: false)
      var changes = try StandingChanges(after: mark, in: database)
      changes.places.formUnion(places)
      guard !changes.isEmpty else { return news }
      try changes.apply(to: &news, Veils(at: now, in: database), in: database)
      return news
    }
  }
}

/// What the triggers of the schema have noted.
struct StandingChanges {
  var places: Set<Standings.Place> = []
  private var mark: Int64
  private var accounts: Set<Int64> = []
  private var classrooms: Set<Int64> = []
  private var assignments: Set<Int64> = []
  private var wholeAssignments: Set<Int64> = []

  var isEmpty: Bool {
    places.isEmpty && accounts.isEmpty && classrooms.isEmpty && assignments.isEmpty
  }

  init(after mark: Int64, in database: GRDB.Database) throws {
    self.mark = mark
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT sequence, account, problem, classroom, assignment FROM standing_changes
          WHERE sequence > ? ORDER BY sequence LIMIT ?
          """), arguments: [mark, StorageLimits.standingChanges])
    while let row = try rows.next() {
      self.mark = row[0]
      if let assignment: Int64 = row[4] {
        assignments.insert(assignment)
        if (row[1] as Int64?) == nil { wholeAssignments.insert(assignment) }
      }
      if let classroom: Int64 = row[3] { classrooms.insert(classroom) }
      guard let account: Int64 = row[1] else { continue }
      if let problem: String = row[2] {
        places.insert(
          Standings.Place(account: account, problem: try SubmissionRow.problem(problem)))
      } else {
        accounts.insert(account)
      }
    }
  }

  static func newest(in database: GRDB.Database) throws -> Int64 {
    try Int64.fetchOne(
      database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'standing_changes'") ?? 0
  }

  /// Reads what the changes are about.
  mutating func apply(
    to news: inout StandingNews, _ veils: Veils, in database: GRDB.Database
  ) throws {
    news.mark = max(news.mark, mark)
    for number in classrooms {
      let found = try Self.classes("number = ?", [number], in: database)
      news.classes += found
      for student in found.flatMap(\.students) { accounts.insert(student.account.id) }
    }
    for number in wholeAssignments {
      try places.formUnion(Veils.places("assignment = ?", [number], in: database))
    }
    news.assignments = assignments
    for account in accounts {
      try places.formUnion(Veils.places("account = ?", [account], in: database))
    }
    var fold = StandingFold(veils)
    for place in places {
      try fold.add(
        StandingFold.log
          + " WHERE submissions.account = ? AND submissions.problem = ? ORDER BY submissions.sequence",
        [place.account, place.problem.rawValue], in: database)
    }
    news.cells.merge(fold.cells) { _, new in new }
    for place in places { news.lapses[place] = nil }
    news.lapses.merge(fold.lapses) { _, new in new }
    news.folded.formUnion(places)
    for account in accounts.union(places.map(\.account)) {
      news.accounts += try Row.fetchAll(
        database.cachedStatement(sql: "SELECT id, name, role FROM accounts WHERE id = ?"),
        arguments: [account]
      ).map(accountRow)
    }
  }

  /// By a condition on `classrooms`.
  static func classes(
    _ condition: String, _ arguments: StatementArguments, in database: GRDB.Database
  ) throws -> [StandingNews.Class] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT number, names, frozen_at_us FROM classrooms WHERE \(condition)"),
      arguments: arguments
    ).map { row in
      guard let names = NamePolicy(rawValue: row["names"]) else {
        throw StorageError.corrupt("a classroom with values that are not known")
      }
      let number: Int64 = row["number"]
      let students = try Members.all(of: number, in: database).filter { $0.role == .student }
      return StandingNews.Class(
        number: number, names: names,
        frozenAt: (row["frozen_at_us"] as Int64?).map(Timestamp.init(microseconds:)),
        students: students)
    }
  }
}
