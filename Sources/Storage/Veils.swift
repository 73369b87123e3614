import Domain
import GRDB

/// What nobody but staff may know yet: what was submitted after a freeze, and what an assignment
/// tells its students only later.
struct Veils: Sendable {
  struct Veil: Sendable, Hashable {
    /// The last moment of it; nil: until somebody takes it away.
    var lapse: Timestamp?
  }

  private struct Assignment {
    var frozenAt: Timestamp?
    /// nil: results are told at once.
    var hiddenUntil: Timestamp?
    /// Of students with an extension.
    var extended: [Int64: Timestamp] = [:]
  }

  private let now: Timestamp
  /// Of the students of frozen classrooms.
  private var frozen: [Int64: Timestamp] = [:]
  private var assignments: [Int64: Assignment] = [:]

  /// Those that are on at `now`.
  init(at now: Timestamp, in database: GRDB.Database) throws {
    self.now = now
    let members = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT members.account, min(classrooms.frozen_at_us) FROM classrooms
          JOIN members ON members.classroom = classrooms.number
          WHERE classrooms.frozen_at_us IS NOT NULL AND members.role = 'student'
          GROUP BY members.account
          """))
    while let row = try members.next() { frozen[row[0]] = Timestamp(microseconds: row[1]) }
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT number, frozen_at_us,
            CASE feedback WHEN 'samples' THEN closes_at_us WHEN 'all_after_due' THEN due_at_us END
          FROM assignments
          WHERE removed_at_us IS NULL AND (frozen_at_us IS NOT NULL
            OR feedback <> 'first_failure' AND (closes_at_us >= ?1 OR number IN (
              SELECT assignment FROM extensions WHERE closes_at_us >= ?1 OR due_at_us >= ?1)))
          """), arguments: [now.microseconds])
    while let row = try rows.next() {
      assignments[row[0]] = Assignment(
        frozenAt: (row[1] as Int64?).map(Timestamp.init(microseconds:)),
        hiddenUntil: (row[2] as Int64?).map(Timestamp.init(microseconds:)))
    }
    for number in assignments.keys { try readExtensions(of: number, in: database) }
  }

  private mutating func readExtensions(of number: Int64, in database: GRDB.Database) throws {
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT account, CASE assignments.feedback
            WHEN 'samples' THEN max(
              coalesce(extensions.due_at_us, assignments.due_at_us),
              coalesce(extensions.closes_at_us, assignments.closes_at_us))
            WHEN 'all_after_due' THEN coalesce(extensions.due_at_us, assignments.due_at_us) END
          FROM extensions JOIN assignments ON assignments.number = extensions.assignment
          WHERE assignments.number = ?
          """), arguments: [number])
    while let row = try rows.next() {
      if let until: Int64 = row[1] {
        assignments[number]?.extended[row[0]] = Timestamp(microseconds: until)
      }
    }
  }

  /// nil: everybody may know what came of the attempt.
  func veil(over attempt: Attempt, of account: Int64, assignment number: Int64?) -> Veil? {
    if let frozenAt = frozen[account], attempt.submittedAt >= frozenAt { return Veil() }
    guard let number, let assignment = assignments[number] else { return nil }
    if let frozenAt = assignment.frozenAt, attempt.submittedAt >= frozenAt { return Veil() }
    guard let until = assignment.extended[account] ?? assignment.hiddenUntil, now <= until
    else { return nil }
    return Veil(lapse: until)
  }

  /// Every place that has something veiled.
  func places(in database: GRDB.Database) throws -> Set<Standings.Place> {
    var places: Set<Standings.Place> = []
    for account in frozen.keys {
      try places.formUnion(Self.places("account = ?", [account], in: database))
    }
    for number in assignments.keys {
      try places.formUnion(Self.places("assignment = ?", [number], in: database))
    }
    return places
  }

  /// Those of attempts of accounts, by a condition on `submissions`.
  static func places(
    _ condition: String, _ arguments: StatementArguments, in database: GRDB.Database
  ) throws -> Set<Standings.Place> {
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT DISTINCT account, problem FROM submissions
          WHERE account IS NOT NULL AND \(condition)
          """), arguments: arguments)
    var places: Set<Standings.Place> = []
    while let row = try rows.next() {
      places.insert(
        Standings.Place(account: row[0], problem: try SubmissionRow.problem(row[1])))
    }
    return places
  }
}
