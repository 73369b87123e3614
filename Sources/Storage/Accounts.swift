import Domain
import GRDB

/// An account with what its page shows.
package struct AccountRecord: Sendable, Hashable {
  package var account: Account
  package var createdAt: Timestamp
  /// nil: may sign in.
  package var disabledAt: Timestamp?
  package var hasPassword: Bool
}

/// What is to be different of an account; nil stays.
package struct AccountChange: Sendable, Hashable {
  package var name: String?
  package var role: AccountRole?
  package var isDisabled: Bool?

  package init(name: String? = nil, role: AccountRole? = nil, isDisabled: Bool? = nil) {
    self.name = name
    self.role = role
    self.isDisabled = isDisabled
  }
}

extension Database {
  /// Adds an account; its token is shown here and never again, only its hash is kept. Throws
  /// `invalidAccountName`, `accountExists`.
  package func addAccount(
    named name: String, role: AccountRole = .student, by staff: Account? = nil, now: Timestamp
  ) async throws(StorageError) -> (account: Account, token: String) {
    try await commits.write("adding an account") { database in
      let account = try Self.insertAccount(
        named: name, role: role, by: staff, now: now, in: database)
      return (account, try Self.insertToken(of: account, now: now, in: database))
    }
  }

  /// The first admin of a new server, with a token for one sign-in; nil when there is an admin.
  package func addFirstAdmin(now: Timestamp) async throws(StorageError) -> SignIn? {
    try await commits.write("adding the first admin") { database in
      let exists = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM accounts WHERE role = 'admin')")
      guard exists == false else { return nil }
      let taken = Set(
        try String.fetchAll(database, sql: "SELECT name FROM accounts WHERE name LIKE 'admin%'"))
      // Whoever is called so already was not made an admin.
      let name = ["admin"] + (2...taken.count + 2).map { "admin\($0)" }
      let account = try Self.insertAccount(
        named: name.first { !taken.contains($0) } ?? "admin", role: .admin, by: nil, now: now,
        in: database)
      return try Self.give(.token(.signIn(at: now)), to: account, now: now, in: database)
    }
  }

  static func insertAccount(
    named name: String, role: AccountRole, by staff: Account?, now: Timestamp,
    in database: GRDB.Database
  ) throws -> Account {
    try checkName(name, in: database)
    try database.execute(
      sql: "INSERT INTO accounts (name, role, created_at_us) VALUES (?, ?, ?)",
      arguments: [name, role.rawValue, now.microseconds])
    let account = Account(id: database.lastInsertedRowID, name: name, role: role)
    try AuditLog.add(
      AuditEntry(
        "account.create", account.auditSubject, details: ["role": .string(role.rawValue)]),
      by: staff, at: now, in: database)
    return account
  }

  /// A page by name, after `name`; nil starts with the first.
  package func accounts(
    after name: String? = nil, role: AccountRole? = nil, limit: Int
  ) async throws(StorageError) -> (records: [AccountRecord], next: String?) {
    precondition(StorageLimits.page.contains(limit), "a page has 1 to 100 rows")
    return try await read("listing the accounts") { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM accounts WHERE name > ? AND (? IS NULL OR role = ?)
          ORDER BY name LIMIT ?
          """, arguments: [name ?? "", role?.rawValue, role?.rawValue, limit + 1])
      let records = try rows.prefix(limit).map(accountRecord)
      return (records, rows.count > limit ? records.last?.account.name : nil)
    }
  }

  /// All accounts by name.
  package func accounts() async throws(StorageError) -> [AccountRecord] {
    try await read("reading the accounts") { database in
      try Row.fetchAll(database, sql: "SELECT * FROM accounts ORDER BY name").map(accountRecord)
    }
  }

  /// Throws `unknownAccount`.
  package func account(named name: String) async throws(StorageError) -> AccountRecord {
    try await read("reading an account") { database in
      try Self.account(named: name, in: database)
    }
  }

  /// Throws `unknownAccount`, `invalidAccountName`, `accountExists`, and `lastAdmin` instead of
  /// locking everybody out.
  package func changeAccount(
    named name: String, _ change: AccountChange, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> AccountRecord {
    try await commits.write("changing an account") { database in
      let record = try Self.account(named: name, in: database)
      let account = record.account
      let loses =
        change.isDisabled == true || change.role.map { $0 != .admin } ?? false
      if loses { try Self.keepAdmin(besides: record, in: database) }
      var details: [String: JSONValue] = [:]
      if let name = change.name, name != account.name {
        try Self.checkName(name, in: database)
        try database.execute(
          sql: "UPDATE accounts SET name = ? WHERE id = ?", arguments: [name, account.id])
        details["name"] = .string(name)
      }
      if let role = change.role, role != account.role {
        try database.execute(
          sql: "UPDATE accounts SET role = ? WHERE id = ?", arguments: [role.rawValue, account.id])
        details["role"] = .string(role.rawValue)
      }
      if let isDisabled = change.isDisabled, isDisabled != (record.disabledAt != nil) {
        try database.execute(
          sql: "UPDATE accounts SET disabled_at_us = ? WHERE id = ?",
          arguments: [isDisabled ? now.microseconds : nil, account.id])
        try database.execute(
          sql: "DELETE FROM sessions WHERE account = ?", arguments: [account.id])
        details["disabled"] = .bool(isDisabled)
      }
      if !details.isEmpty {
        try AuditLog.add(
          AuditEntry("account.change", account.auditSubject, details: details), by: staff,
          at: now, in: database)
      }
      return try Self.account(named: change.name ?? name, in: database)
    }
  }

  private static func account(
    named name: String, in database: GRDB.Database
  ) throws -> AccountRecord {
    let row = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM accounts WHERE name = ?"), arguments: [name])
    guard let row else { throw StorageError.unknownAccount(name) }
    return try accountRecord(row)
  }

  private static func keepAdmin(
    besides record: AccountRecord, in database: GRDB.Database
  ) throws {
    guard record.account.role == .admin, record.disabledAt == nil else { return }
    let others = try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (
          SELECT 1 FROM accounts WHERE role = 'admin' AND disabled_at_us IS NULL AND id <> ?)
        """, arguments: [record.account.id])
    guard others == true else { throw StorageError.lastAdmin(record.account.name) }
  }

  private static func checkName(_ name: String, in database: GRDB.Database) throws {
    guard isAccountName(name) else { throw StorageError.invalidAccountName(name) }
    let exists = try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM accounts WHERE name = ?)", arguments: [name])
    guard exists == false else { throw StorageError.accountExists(name) }
  }

  static func isAccountName(_ name: String) -> Bool {
    isPlainText(name, length: StorageLimits.accountName)
  }
}

/// From a row of `id, name, role`.
func accountRow(_ row: Row) throws -> Account {
  Account(id: row["id"], name: row["name"], role: try SubmissionRow.role(row["role"]))
}

/// From a row of `accounts`.
private func accountRecord(_ row: Row) throws -> AccountRecord {
  AccountRecord(
    account: try accountRow(row), createdAt: Timestamp(microseconds: row["created_at_us"]),
    disabledAt: (row["disabled_at_us"] as Int64?).map(Timestamp.init(microseconds:)),
    hasPassword: (row["password"] as String?) != nil)
}

extension Account {
  /// What the audit log calls it.
  package var auditSubject: String { "account/\(name)" }
}
