import Domain
import GRDB

/// What a roster did, or would do.
package struct RosterOutcome: Sendable, Hashable {
  package enum Change: String, Sendable, Hashable, Codable {
    /// An account that is new on this server.
    case created
    /// An account that was there and is new in the classroom.
    case added
    /// A member with another name or role.
    case changed
    case unchanged
  }

  package struct Row: Sendable, Hashable {
    package var entry: Roster.Entry
    package var change: Change
    /// Of a created account; shown now and never again.
    package var token: String?
  }

  package var rows: [Row]
  /// When there are any, nothing was done.
  package var faults: [Roster.Fault]
}

extension Database {
  /// All of it or, when a line is at fault, nothing. To import the same again changes nothing.
  /// `isDryRun`: only says what it would do.
  package func importRoster(
    _ roster: Roster, into classroom: Classroom, isDryRun: Bool, by staff: Account?,
    now: Timestamp
  ) async throws(StorageError) -> RosterOutcome {
    if isDryRun || !roster.faults.isEmpty {
      return try await read("checking a roster") { database in
        try RosterPlan(roster, for: classroom, by: staff, in: database).outcome
      }
    }
    return try await commits.write("importing a roster") { database in
      let plan = try RosterPlan(roster, for: classroom, by: staff, in: database)
      guard plan.outcome.faults.isEmpty else { return plan.outcome }
      return try plan.apply(to: classroom, by: staff, now: now, in: database)
    }
  }
}

/// What has to be done for a roster.
private struct RosterPlan {
  private(set) var outcome: RosterOutcome
  private var accounts: [String: Account] = [:]

  init(
    _ roster: Roster, for classroom: Classroom, by staff: Account?, in database: GRDB.Database
  ) throws {
    outcome = RosterOutcome(rows: [], faults: roster.faults)
    let members = try Members.all(of: classroom.number, in: database)
    let present = Dictionary(uniqueKeysWithValues: members.map { ($0.account.name, $0) })
    var teachers = Set(members.filter { $0.role == .teacher }.map(\.account.name))
    for entry in roster.entries {
      let member = present[entry.account]
      let role = entry.role ?? member?.role ?? .student
      if role == .teacher { teachers.insert(entry.account) } else { teachers.remove(entry.account) }
      guard StorageLimits.isName(entry.name), Database.isAccountName(entry.account) else {
        refuse(
          entry,
          "has a name that cannot be taken: accounts have 1 to 64, names 1 to 100 characters, and "
            + "no control characters")
        continue
      }
      if let member {
        accounts[entry.account] = member.account
        let isSame = member.name == entry.name && member.role == role
        outcome.rows.append(.init(entry: entry, change: isSame ? .unchanged : .changed))
      } else if let account = try Self.account(entry.account, in: database) {
        guard try Members.isWard(account, of: staff, in: database) else {
          refuse(
            entry,
            "has the account \"\(entry.account)\", which exists and was not made by your rosters; "
              + "ask whose it is to join with the join code, or use another name")
          continue
        }
        accounts[entry.account] = account
        outcome.rows.append(.init(entry: entry, change: .added))
      } else {
        outcome.rows.append(.init(entry: entry, change: .created))
      }
    }
    let total = members.count + outcome.rows.count { $0.change == .created || $0.change == .added }
    if total > StorageLimits.members, let last = roster.entries.last {
      refuse(
        last, "makes \(total) members; a classroom has at most \(StorageLimits.members)")
    }
    if teachers.isEmpty, let entry = roster.entries.first(where: { $0.role == .student }) {
      refuse(entry, "takes the role of the only teacher away")
    }
    outcome.faults.sort { $0.line < $1.line }
  }

  private mutating func refuse(_ entry: Roster.Entry, _ reason: String) {
    outcome.faults.append(Roster.Fault(line: entry.line, reason))
  }

  private static func account(_ name: String, in database: GRDB.Database) throws -> Account? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT id, name, role FROM accounts WHERE name = ?"),
      arguments: [name]
    ).map { Account(id: $0[0], name: $0[1], role: try SubmissionRow.role($0[2])) }
  }

  func apply(
    to classroom: Classroom, by staff: Account?, now: Timestamp, in database: GRDB.Database
  ) throws -> RosterOutcome {
    var outcome = outcome
    var aliases = try Members.aliases(of: classroom.number, in: database)
    for index in outcome.rows.indices {
      let row = outcome.rows[index]
      switch row.change {
      case .unchanged: break
      case .changed:
        try database.cachedStatement(
          sql: """
            UPDATE members SET name = ?, role = coalesce(?, role)
            WHERE classroom = ? AND account = ?
            """
        ).execute(arguments: [
          row.entry.name, row.entry.role?.rawValue, classroom.number,
          accounts[row.entry.account]?.id,
        ])
      case .created, .added:
        let account =
          try accounts[row.entry.account] ?? make(row.entry.account, classroom, now, database)
        if row.change == .created {
          outcome.rows[index].token = try Database.insertToken(
            of: account, now: now, in: database)
        }
        try Members.insert(
          account, as: row.entry.role ?? .student, named: row.entry.name, to: classroom.number,
          besides: &aliases, now: now, in: database)
      }
    }
    let counts = Dictionary(grouping: outcome.rows, by: \.change).mapValues(\.count)
    guard counts.keys.contains(where: { $0 != .unchanged }) else { return outcome }
    try AuditLog.add(
      AuditEntry(
        "roster.import", "classroom/\(classroom.id)", classroom: classroom.id,
        details: Dictionary(
          uniqueKeysWithValues: counts.map { ($0.rawValue, .integer($1)) })),
      by: staff, at: now, in: database)
    return outcome
  }

  private func make(
    _ name: String, _ classroom: Classroom, _ now: Timestamp, _ database: GRDB.Database
  ) throws -> Account {
    try database.cachedStatement(
      sql: "INSERT INTO accounts (name, role, created_at_us, made_in) VALUES (?, 'student', ?, ?)"
    ).execute(arguments: [name, now.microseconds, classroom.number])
    return Account(id: database.lastInsertedRowID, name: name)
  }
}
