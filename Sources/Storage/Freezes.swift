import Domain
import GRDB

extension Database {
  /// Freezes the classroom's standings from `time` on, or thaws them (nil). Freezing what is frozen
  /// changes nothing. Returns since when it is frozen.
  package func freeze(
    _ classroom: Classroom, at time: Timestamp?, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> Timestamp? {
    try await freeze(
      "classroom", number: classroom.number, subject: "classroom/\(classroom.id)", in: classroom,
      at: time, by: staff, now: now)
  }

  /// The same for an assignment.
  package func freeze(
    _ assignment: Assignment, in classroom: Classroom, at time: Timestamp?, by staff: Account?,
    now: Timestamp
  ) async throws(StorageError) -> Timestamp? {
    try await freeze(
      "assignment", number: assignment.number, subject: "assignment/\(assignment.id)",
      in: classroom, at: time, by: staff, now: now)
  }

  private func freeze(
    _ thing: String, number: Int64, subject: String, in classroom: Classroom, at time: Timestamp?,
    by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> Timestamp? {
    try await commits.write("freezing standings") { database in
      let frozen = try Int64.fetchOne(
        database, sql: "SELECT frozen_at_us FROM \(thing)s WHERE number = ?", arguments: [number])
      guard (frozen == nil) != (time == nil) else {
        return frozen.map(Timestamp.init(microseconds:))
      }
      try database.execute(
        sql: "UPDATE \(thing)s SET frozen_at_us = ? WHERE number = ?",
        arguments: [time?.microseconds, number])
      try AuditLog.add(
        AuditEntry(
          thing + (time == nil ? ".unfreeze" : ".freeze"), subject, classroom: classroom.id),
        by: staff, at: now, in: database)
      return time
    }
  }
}
