import Domain
import GRDB

/// What a teacher can change of a classroom.
package struct ClassroomSettings: Sendable, Hashable {
  package var name: String
  package var timeZone: String
  package var names: NamePolicy
  package var practice: PracticeOrder
  package var weeklyGoal: Int
  package var isArchived: Bool

  package init(
    name: String, timeZone: String, names: NamePolicy = .shown, practice: PracticeOrder = .free,
    weeklyGoal: Int = 3, isArchived: Bool = false
  ) {
    self.name = name
    self.timeZone = timeZone
    self.names = names
    self.practice = practice
    self.weeklyGoal = weeklyGoal
    self.isArchived = isArchived
  }

  package init(_ classroom: Classroom) {
    self.init(
      name: classroom.name, timeZone: classroom.timeZone, names: classroom.names,
      practice: classroom.practice, weeklyGoal: classroom.weeklyGoal,
      isArchived: classroom.archivedAt != nil)
  }
}

extension Database {
  /// With `teacher` as its teacher, and a join code that is open.
  package func addClassroom(
    _ settings: ClassroomSettings, teacher: Account, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> Classroom {
    try await commits.write("adding a classroom") { database in
      guard StorageLimits.isName(settings.name) else {
        throw StorageError.classroom(.invalidName(settings.name))
      }
      let count = try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM members JOIN classrooms ON number = classroom
          WHERE account = ? AND role = 'teacher' AND archived_at_us IS NULL
          """, arguments: [teacher.id])
      guard (count ?? 0) < StorageLimits.classrooms else {
        throw StorageError.classroom(.tooMany("classrooms", limit: StorageLimits.classrooms))
      }
      var randomness = SystemRandomNumberGenerator()
      let id = ClassroomID(at: now, randomness: &randomness)
      try database.execute(
        sql: """
          INSERT INTO classrooms
            (id, name, time_zone, join_code, names, practice, weekly_goal, created_at_us)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          id.rawValue, settings.name, settings.timeZone,
          JoinCode(randomness: &randomness).rawValue, settings.names.rawValue,
          settings.practice.rawValue, settings.weeklyGoal, now.microseconds,
        ])
      try Members.insert(
        teacher, as: .teacher, named: teacher.name, to: database.lastInsertedRowID, now: now,
        in: database)
      try AuditLog.add(
        AuditEntry(
          "classroom.create", "classroom/\(id)", classroom: id,
          details: ["name": .string(settings.name), "teacher": .string(teacher.name)]),
        by: staff, at: now, in: database)
      return try ClassroomRow.fetch(id, in: database)
    }
  }

  /// A classroom, and the account's place in it; nil when there is no such classroom.
  package func classroom(
    _ id: ClassroomID, for account: Account
  ) async throws(StorageError) -> (classroom: Classroom, membership: Membership?)? {
    try await read("reading a classroom") { database in
      try ClassroomRow.fetch("id = ?", id.rawValue, for: account, in: database)
    }
  }

  /// By its number, as an assignment names it.
  package func classroom(
    number: Int64, for account: Account
  ) async throws(StorageError) -> (classroom: Classroom, membership: Membership?)? {
    try await read("reading a classroom") { database in
      try ClassroomRow.fetch("number = ?", number, for: account, in: database)
    }
  }

  /// For commands beside the server.
  package func classroom(_ id: ClassroomID) async throws(StorageError) -> Classroom? {
    try await read("reading a classroom") { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM classrooms WHERE id = ?", arguments: [id.rawValue]
      ).map(ClassroomRow.classroom)
    }
  }

  /// Those that the account is in, with its place there; all without one. Newest first.
  package func classrooms(
    of account: Account?
  ) async throws(StorageError) -> [(classroom: Classroom, membership: Membership?)] {
    try await read("listing classrooms") { database in
      guard let account else {
        return try Row.fetchAll(database, sql: "SELECT * FROM classrooms ORDER BY number DESC")
          .map { (try ClassroomRow.classroom($0), nil) }
      }
      return try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT classrooms.*, members.role, members.name AS member_name, members.alias,
              members.joined_at_us
            FROM members JOIN classrooms ON number = classroom
            WHERE account = ? ORDER BY number DESC
            """), arguments: [account.id]
      ).map {
        (
          try ClassroomRow.classroom($0),
          try ClassroomRow.membership($0, of: account, named: $0["member_name"])
        )
      }
    }
  }

  package func change(
    _ classroom: Classroom, to settings: ClassroomSettings, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> Classroom {
    try await commits.write("changing a classroom") { database in
      guard StorageLimits.isName(settings.name) else {
        throw StorageError.classroom(.invalidName(settings.name))
      }
      try database.execute(
        sql: """
          UPDATE classrooms SET name = ?, time_zone = ?, names = ?, practice = ?, weekly_goal = ?,
            archived_at_us = CASE WHEN ? THEN coalesce(archived_at_us, ?) END
          WHERE number = ?
          """,
        arguments: [
          settings.name, settings.timeZone, settings.names.rawValue, settings.practice.rawValue,
          settings.weeklyGoal, settings.isArchived, now.microseconds, classroom.number,
        ])
      let before = ClassroomSettings(classroom)
      var details: [String: JSONValue] = ["name": .string(settings.name)]
      if before.timeZone != settings.timeZone { details["time_zone"] = .string(settings.timeZone) }
      if before.names != settings.names { details["names"] = .string(settings.names.rawValue) }
      if before.isArchived != settings.isArchived {
        details["archived"] = .bool(settings.isArchived)
      }
      try AuditLog.add(
        AuditEntry(
          "classroom.change", "classroom/\(classroom.id)", classroom: classroom.id,
          details: details), by: staff, at: now, in: database)
      return try ClassroomRow.fetch(classroom.id, in: database)
    }
  }

  /// A fresh join code; nil when it is to be closed. The one before it does not work any more.
  package func changeJoinCode(
    of classroom: Classroom, isOpen: Bool, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> JoinCode? {
    try await commits.write("changing a join code") { database in
      var randomness = SystemRandomNumberGenerator()
      let code = isOpen ? JoinCode(randomness: &randomness) : nil
      try database.execute(
        sql: "UPDATE classrooms SET join_code = ? WHERE number = ?",
        arguments: [code?.rawValue, classroom.number])
      try AuditLog.add(
        AuditEntry(
          isOpen ? "join_code.rotate" : "join_code.close", "classroom/\(classroom.id)",
          classroom: classroom.id), by: staff, at: now, in: database)
      return code
    }
  }
}

extension Database {
  /// The accounts of a classroom's students.
  package func memberAccounts(of classroom: ClassroomID) async throws(StorageError) -> Set<Int64> {
    try await read("reading a classroom's members") { database in
      try Int64.fetchSet(
        database,
        sql: """
          SELECT members.account FROM members
          JOIN classrooms ON classrooms.number = members.classroom
          WHERE classrooms.id = ? AND members.role = 'student'
          """, arguments: [classroom.rawValue])
    }
  }
}

/// How rows become classrooms and members.
enum ClassroomRow {
  static func fetch(_ id: ClassroomID, in database: GRDB.Database) throws -> Classroom {
    guard
      let row = try Row.fetchOne(
        database, sql: "SELECT * FROM classrooms WHERE id = ?", arguments: [id.rawValue])
    else { throw StorageError.corrupt("no classroom \(id)") }
    return try classroom(row)
  }

  static func fetch(
    _ condition: String, _ key: some DatabaseValueConvertible, for account: Account,
    in database: GRDB.Database
  ) throws -> (classroom: Classroom, membership: Membership?)? {
    guard
      let row = try Row.fetchOne(
        database.cachedStatement(sql: "SELECT * FROM classrooms WHERE \(condition)"),
        arguments: [key])
    else { return nil }
    let classroom = try classroom(row)
    let member = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM members WHERE classroom = ? AND account = ?"),
      arguments: [classroom.number, account.id])
    return (classroom, try member.map { try membership($0, of: account, named: $0["name"]) })
  }

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

  static func membership(_ row: Row, of account: Account, named name: String) throws -> Membership {
    guard let role = Membership.Role(rawValue: row["role"]) else {
      throw StorageError.corrupt("a member with the role \(row["role"] as String)")
    }
    return Membership(
      account: account, role: role, name: name, alias: row["alias"],
      joinedAt: Timestamp(microseconds: row["joined_at_us"]))
  }
}
