import Domain
import GRDB

/// Somebody's place in a classroom, in SQL.
enum Members {
  static func insert(
    _ account: Account, as role: Membership.Role, named name: String, to classroom: Int64,
    besides aliases: inout Set<String>, now: Timestamp, in database: GRDB.Database
  ) throws {
    guard aliases.count < StorageLimits.members else {
      throw StorageError.classroom(.tooMany("members", limit: StorageLimits.members))
    }
    guard StorageLimits.isName(name) else { throw StorageError.classroom(.invalidName(name)) }
    var randomness = SystemRandomNumberGenerator()
    let alias = Alias.fresh(besides: aliases, randomness: &randomness)
    aliases.insert(alias)
    try database.cachedStatement(
      sql: """
        INSERT INTO members (classroom, account, role, name, alias, joined_at_us)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      classroom, account.id, role.rawValue, name, alias, now.microseconds,
    ])
  }

  /// One more, whose aliases are not at hand.
  static func insert(
    _ account: Account, as role: Membership.Role, named name: String, to classroom: Int64,
    now: Timestamp, in database: GRDB.Database
  ) throws {
    var aliases = try aliases(of: classroom, in: database)
    try insert(
      account, as: role, named: name, to: classroom, besides: &aliases, now: now, in: database)
  }

  static func aliases(of classroom: Int64, in database: GRDB.Database) throws -> Set<String> {
    try String.fetchSet(
      database.cachedStatement(sql: "SELECT alias FROM members WHERE classroom = ?"),
      arguments: [classroom])
  }

  /// Teachers first, then by name.
  static func all(of classroom: Int64, in database: GRDB.Database) throws -> [Membership] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT members.*, accounts.name AS account_name, accounts.role AS account_role
          FROM members JOIN accounts ON accounts.id = members.account
          WHERE classroom = ? ORDER BY members.role DESC, members.name, accounts.name
          """), arguments: [classroom]
    ).map(member)
  }

  static func one(
    _ account: String, of classroom: Classroom, in database: GRDB.Database
  ) throws -> Membership {
    guard
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT members.*, accounts.name AS account_name, accounts.role AS account_role
            FROM members JOIN accounts ON accounts.id = members.account
            WHERE classroom = ? AND accounts.name = ?
            """), arguments: [classroom.number, account])
    else { throw StorageError.classroom(.unknownMember(account)) }
    return try member(row)
  }

  private static func member(_ row: Row) throws -> Membership {
    try ClassroomRow.membership(
      row,
      of: Account(
        id: row["account"], name: row["account_name"],
        role: try SubmissionRow.role(row["account_role"])), named: row["name"])
  }

  static func keepTeacher(
    besides member: Membership, of classroom: Classroom, in database: GRDB.Database
  ) throws {
    guard member.role == .teacher else { return }
    let others = try Int.fetchOne(
      database,
      sql: "SELECT count(*) FROM members WHERE classroom = ? AND role = 'teacher' AND account <> ?",
      arguments: [classroom.number, member.account.id])
    guard (others ?? 0) > 0 else { throw StorageError.classroom(.lastTeacher) }
  }

  /// Whether who asks may decide over the account: an admin, the command line (nil), or a teacher of
  /// every classroom that it is in, of which it was made by one. And it must be a student everywhere.
  ///
  /// A teacher who gives it a new token can act as it wherever it is; so it must be nowhere else.
  static func isWard(
    _ account: Account, of staff: Account?, in database: GRDB.Database
  ) throws -> Bool {
    guard let staff, staff.role != .admin else { return true }
    guard account.role == .student, account.id != staff.id else { return false }
    return try Bool.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM accounts JOIN members ON members.classroom = made_in AND account = :staff
            WHERE accounts.id = :account AND members.role = 'teacher')
          AND NOT EXISTS (
            SELECT 1 FROM members AS own WHERE own.account = :account AND (
              own.role = 'teacher' OR NOT EXISTS (
                SELECT 1 FROM members AS theirs
                WHERE theirs.classroom = own.classroom AND theirs.account = :staff
                  AND theirs.role = 'teacher')))
          """), arguments: ["staff": staff.id, "account": account.id]) ?? false
  }
}

extension Database {
  /// Teachers first, then by name.
  package func members(of classroom: Classroom) async throws(StorageError) -> [Membership] {
    try await read("listing the members") { database in
      try Members.all(of: classroom.number, in: database)
    }
  }

  /// The member with this account's name. Throws `unknownMember`.
  package func member(
    _ account: String, of classroom: Classroom
  ) async throws(StorageError) -> Membership {
    try await read("reading a member") { database in
      try Members.one(account, of: classroom, in: database)
    }
  }

  /// Lets the account join as a student; nil when the code is nobody's, or its classroom is
  /// archived. Who is in it already stays as it is, and `isNew` is false.
  package func join(
    _ code: JoinCode, as account: Account, named name: String, now: Timestamp
  ) async throws(StorageError) -> (classroom: Classroom, membership: Membership, isNew: Bool)? {
    try await commits.write("joining a classroom") { database in
      guard
        let (classroom, membership) = try ClassroomRow.fetch(
          "archived_at_us IS NULL AND join_code = ?", code.rawValue, for: account, in: database)
      else { return nil }
      if let membership { return (classroom, membership, false) }
      try Members.insert(
        account, as: .student, named: name, to: classroom.number, now: now, in: database)
      return (classroom, try Members.one(account.name, of: classroom, in: database), true)
    }
  }

  /// Adds somebody who has an account as a further teacher.
  package func addTeacher(
    _ account: String, named name: String?, to classroom: Classroom, by staff: Account?,
    now: Timestamp
  ) async throws(StorageError) -> Membership {
    try await commits.write("adding a teacher") { database in
      guard
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT id, name, role FROM accounts
            WHERE name = ? AND role <> 'student' AND disabled_at_us IS NULL
            """, arguments: [account])
      else { throw StorageError.classroom(.unknownAccount(account)) }
      let found = Account(
        id: row["id"], name: row["name"], role: try SubmissionRow.role(row["role"]))
      if try ClassroomRow.fetch("number = ?", classroom.number, for: found, in: database)?
        .membership != nil
      {
        throw StorageError.classroom(.alreadyMember(account))
      }
      try Members.insert(
        found, as: .teacher, named: name ?? found.name, to: classroom.number, now: now,
        in: database)
      try AuditLog.add(
        AuditEntry(
          "member.add", "account/\(found.name)", classroom: classroom.id,
          details: ["role": .string("teacher")]), by: staff, at: now, in: database)
      return try Members.one(account, of: classroom, in: database)
    }
  }

  /// Throws `unknownMember`, `lastTeacher`.
  package func changeMember(
    _ account: String, of classroom: Classroom, name: String?, role: Membership.Role?,
    by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> Membership {
    try await commits.write("changing a member") { database in
      var member = try Members.one(account, of: classroom, in: database)
      var details: [String: JSONValue] = [:]
      if let role, role != member.role {
        if role == .student {
          try Members.keepTeacher(besides: member, of: classroom, in: database)
        }
        member.role = role
        details["role"] = .string(role.rawValue)
      }
      if let name, name != member.name {
        guard StorageLimits.isName(name) else { throw StorageError.classroom(.invalidName(name)) }
        member.name = name
        details["name"] = .string(name)
      }
      guard !details.isEmpty else { return member }
      try database.execute(
        sql: "UPDATE members SET role = ?, name = ? WHERE classroom = ? AND account = ?",
        arguments: [member.role.rawValue, member.name, classroom.number, member.account.id])
      try AuditLog.add(
        AuditEntry(
          "member.change", "account/\(account)", classroom: classroom.id, details: details),
        by: staff, at: now, in: database)
      return member
    }
  }

  /// What the member submitted stays in the log. Throws `unknownMember`, `lastTeacher`.
  package func removeMember(
    _ account: String, from classroom: Classroom, by staff: Account?, now: Timestamp
  ) async throws(StorageError) {
    try await commits.write("removing a member") { database in
      let member = try Members.one(account, of: classroom, in: database)
      try Members.keepTeacher(besides: member, of: classroom, in: database)
      try database.execute(
        sql: "DELETE FROM members WHERE classroom = ? AND account = ?",
        arguments: [classroom.number, member.account.id])
      try AuditLog.add(
        AuditEntry("member.remove", "account/\(account)", classroom: classroom.id), by: staff,
        at: now, in: database)
    }
  }

  /// A new token in place of every token, password and sign-in that the member has. Throws
  /// `foreignAccount` when it is not `staff`'s to give.
  package func resetToken(
    of account: String, in classroom: Classroom, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> String {
    try await commits.write("resetting a token") { database in
      let member = try Members.one(account, of: classroom, in: database)
      guard try Members.isWard(member.account, of: staff, in: database) else {
        throw StorageError.classroom(.foreignAccount(account))
      }
      for table in ["tokens", "sessions"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE account = ?", arguments: [member.account.id])
      }
      try database.execute(
        sql: "UPDATE accounts SET password = NULL WHERE id = ?", arguments: [member.account.id])
      try AuditLog.add(
        AuditEntry("token.reset", "account/\(account)", classroom: classroom.id), by: staff,
        at: now, in: database)
      return try Self.insertToken(of: member.account, now: now, in: database)
    }
  }
}
