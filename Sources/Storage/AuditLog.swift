import Domain
import GRDB

/// What staff did. Rows are only added, in the transaction of the deed itself, so that there is no
/// deed without its row and no row without its deed.
enum AuditLog {
  /// Call it inside the `commits.write` that does what `entry` tells.
  static func add(
    _ entry: AuditEntry, by account: Account?, at time: Timestamp, in database: GRDB.Database
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO audit_log (at_us, account, action, subject, classroom, details)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      time.microseconds, account?.id, entry.action, entry.subject, entry.classroom?.rawValue,
      try JSONText.encode(entry.details),
    ])
  }

  /// The same, unless it is a student's own doing: what students do with their own tokens and
  /// passwords is not staff's.
  static func addStaff(
    _ entry: AuditEntry, by account: Account?, about subject: Account, at time: Timestamp,
    in database: GRDB.Database
  ) throws {
    if let account, account.id == subject.id, account.role == .student { return }
    try add(entry, by: account, at: time, in: database)
  }

  fileprivate static func record(_ row: Row) throws -> AuditRecord {
    let classroom: String? = row["classroom"]
    return AuditRecord(
      sequence: row["sequence"], at: Timestamp(microseconds: row["at_us"]),
      account: row["account_name"],
      entry: AuditEntry(
        row["action"], row["subject"], classroom: classroom.flatMap(ClassroomID.init),
        details: try JSONText.object(from: row["details"])))
  }
}

/// Which lines of the audit log to list.
package struct AuditFilter: Sendable {
  /// Only of this classroom.
  package var classroom: ClassroomID?
  /// Only those that this account may read as a teacher of their classrooms; nil: all.
  package var teacher: Account?
  /// Only those before it in the log.
  package var before: Int64?
  package var limit: Int

  package init(
    classroom: ClassroomID? = nil, teacher: Account? = nil, before: Int64? = nil, limit: Int
  ) {
    precondition(StorageLimits.page.contains(limit), "a page has 1 to 100 rows")
    self.classroom = classroom
    self.teacher = teacher
    self.before = before
    self.limit = limit
  }
}

extension Database {
  /// For what is not done in the database itself (a backup, a rejudging that was begun); what is,
  /// adds its entry with `AuditLog.add` in the same transaction.
  package func audit(
    _ entry: AuditEntry, by account: Account?, now: Timestamp
  ) async throws(StorageError) {
    try await commits.write("adding to the audit log") { database in
      try AuditLog.add(entry, by: account, at: now, in: database)
    }
  }

  /// One page, newest first; `next` is the `before` of the following page, nil on the last.
  package func auditLog(
    _ filter: AuditFilter
  ) async throws(StorageError) -> (records: [AuditRecord], next: Int64?) {
    var conditions = ["1"]
    var arguments: [(any DatabaseValueConvertible)?] = []
    if let classroom = filter.classroom {
      conditions.append("audit_log.classroom = ?")
      arguments.append(classroom.rawValue)
    }
    if let teacher = filter.teacher {
      conditions.append(
        """
        audit_log.classroom IN (
          SELECT classrooms.id FROM members JOIN classrooms ON classrooms.number = members.classroom
          WHERE members.account = ? AND members.role = 'teacher')
        """)
      arguments.append(teacher.id)
    }
    if let before = filter.before {
      conditions.append("audit_log.sequence < ?")
      arguments.append(before)
    }
    let condition = conditions.joined(separator: " AND ")
    let limit = filter.limit
    // One row more than asked for tells whether there is a next page.
    let bound = StatementArguments(arguments + [limit + 1])
    return try await read("reading the audit log") { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT audit_log.*, accounts.name AS account_name
          FROM audit_log LEFT JOIN accounts ON accounts.id = audit_log.account
          WHERE \(condition) ORDER BY audit_log.sequence DESC LIMIT ?
          """, arguments: bound)
      let records = try rows.prefix(limit).map(AuditLog.record)
      return (records, rows.count > limit ? records.last?.sequence : nil)
    }
  }
}
