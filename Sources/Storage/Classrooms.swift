import Domain
import GRDB

extension Database {
  /// A classroom, and the account's place in it; nil when there is no such classroom.
  package func classroom(
    _ id: ClassroomID, for account: Account
  ) async throws(StorageError) -> (classroom: Classroom, membership: Membership?)? {
    try await read("reading a classroom") { database in
      guard
        let row = try Row.fetchOne(
          database.cachedStatement(sql: "SELECT * FROM classrooms WHERE id = ?"),
          arguments: [id.rawValue])
      else { return nil }
      let classroom = try ClassroomRow.classroom(row)
      let member = try Row.fetchOne(
        database.cachedStatement(
          sql: "SELECT * FROM members WHERE classroom = ? AND account = ?"),
        arguments: [classroom.number, account.id])
      return (classroom, try member.map { try ClassroomRow.membership($0, of: account) })
    }
  }
}

/// How rows become classrooms and members.
enum ClassroomRow {
  static func classroom(_ row: Row) throws -> Classroom {
    guard let id = ClassroomID(row["id"] as String), let names = NamePolicy(rawValue: row["names"]),
      let practice = PracticeOrder(rawValue: row["practice"])
    else { throw StorageError.corrupt("a classroom with values that are not known") }
    return Classroom(
      id: id, number: row["number"], name: row["name"], timeZone: row["time_zone"],
      joinCode: row["join_code"], names: names, practice: practice, weeklyGoal: row["weekly_goal"],
      frozenAt: (row["frozen_at_us"] as Int64?).map(Timestamp.init(microseconds:)),
      createdAt: Timestamp(microseconds: row["created_at_us"]),
      archivedAt: (row["archived_at_us"] as Int64?).map(Timestamp.init(microseconds:)))
  }

  static func membership(_ row: Row, of account: Account) throws -> Membership {
    guard let role = Membership.Role(rawValue: row["role"]) else {
      throw StorageError.corrupt("a member with the role \(row["role"] as String)")
    }
    return Membership(
      account: account, role: role, name: row["name"], alias: row["alias"],
      joinedAt: Timestamp(microseconds: row["joined_at_us"]))
  }
}
