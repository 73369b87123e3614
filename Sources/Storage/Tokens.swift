import Domain
import GRDB

extension Database {
  /// A fresh token; the secret can be shown now and never again. `staff` is who gives it, nil the
  /// command line. Throws `invalidTokenName`, `tooManyTokens`.
  package func addToken(
    _ new: NewToken, to account: Account, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> (token: Token, secret: String) {
    try await commits.write("adding a token") { database in
      let made = try Self.insert(new, of: account, now: now, in: database)
      try AuditLog.addStaff(
        AuditEntry(
          "token.create", account.auditSubject,
          details: ["name": .string(new.name), "one_time": .bool(new.isOneTime)]),
        by: staff, about: account, at: now, in: database)
      return made
    }
  }

  /// A token that does not expire, for the transaction that makes its account.
  static func insertToken(
    of account: Account, now: Timestamp, in database: GRDB.Database
  ) throws -> String {
    try insert(NewToken(name: "token"), of: account, now: now, in: database).secret
  }

  static func insert(
    _ new: NewToken, of account: Account, now: Timestamp, in database: GRDB.Database
  ) throws -> (token: Token, secret: String) {
    guard isPlainText(new.name, length: StorageLimits.tokenName) else {
      throw StorageError.invalidTokenName(new.name)
    }
    try database.cachedStatement(
      sql: "DELETE FROM tokens WHERE account = ? AND expires_at_us <= ?"
    ).execute(arguments: [account.id, now.microseconds])
    let count = try Int.fetchOne(
      database.cachedStatement(sql: "SELECT count(*) FROM tokens WHERE account = ?"),
      arguments: [account.id])
    guard count ?? 0 < StorageLimits.tokens else { throw StorageError.tooManyTokens }
    let secret = Secret.fresh(new.isOneTime ? .oneTime : .token)
    let id = try String.fetchOne(
      database.cachedStatement(
        sql: """
          INSERT INTO tokens (hash, id, account, name, created_at_us, expires_at_us, is_one_time)
          VALUES (?, lower(hex(randomblob(8))), ?, ?, ?, ?, ?) RETURNING id
          """),
      arguments: [
        Secret.hash(secret), account.id, new.name, now.microseconds, new.expiresAt?.microseconds,
        new.isOneTime,
      ])
    let token = Token(
      id: id ?? "", name: new.name, createdAt: now, expiresAt: new.expiresAt,
      isOneTime: new.isOneTime)
    return (token, secret)
  }

  /// Those of an account that have not expired, the oldest first.
  package func tokens(
    of account: Account, now: Timestamp
  ) async throws(StorageError) -> [Token] {
    try await read("listing tokens") { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM tokens WHERE account = ? AND (expires_at_us IS NULL OR expires_at_us > ?)
          ORDER BY created_at_us, id
          """, arguments: [account.id, now.microseconds]
      ).map { row in
        Token(
          id: row["id"], name: row["name"],
          createdAt: Timestamp(microseconds: row["created_at_us"]),
          expiresAt: (row["expires_at_us"] as Int64?).map(Timestamp.init(microseconds:)),
          lastUsedAt: (row["last_used_at_us"] as Int64?).map(Timestamp.init(microseconds:)),
          isOneTime: row["is_one_time"])
      }
    }
  }

  /// false when the account has no such token.
  package func revokeToken(
    _ id: String, of account: Account, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> Bool {
    try await commits.write("revoking a token") { database in
      let name = try String.fetchOne(
        database, sql: "DELETE FROM tokens WHERE id = ? AND account = ? RETURNING name",
        arguments: [id, account.id])
      guard let name else { return false }
      try AuditLog.addStaff(
        AuditEntry("token.revoke", account.auditSubject, details: ["name": .string(name)]),
        by: staff, about: account, at: now, in: database)
      return true
    }
  }

  /// Every token and every sign-in of the account.
  package func revokeAll(
    of account: Account, by staff: Account?, now: Timestamp
  ) async throws(StorageError) {
    try await commits.write("revoking tokens") { database in
      for table in ["tokens", "sessions"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE account = ?", arguments: [account.id])
      }
      try AuditLog.addStaff(
        AuditEntry("token.revoke_all", account.auditSubject), by: staff, about: account, at: now,
        in: database)
    }
  }

  /// Whose token this is; nil when it is nobody's, has expired, is for one sign-in only, or its
  /// account is disabled.
  package func account(
    withToken token: String, now: Timestamp
  ) async throws(StorageError) -> Account? {
    let hash = Secret.hash(token)
    let found = try await read("reading a token") { database in
      try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT accounts.id, accounts.name, accounts.role, tokens.last_used_at_us FROM tokens
            JOIN accounts ON accounts.id = tokens.account
            WHERE tokens.hash = ? AND accounts.disabled_at_us IS NULL AND NOT is_one_time
              AND (tokens.expires_at_us IS NULL OR tokens.expires_at_us > ?)
            """), arguments: [hash, now.microseconds]
      ).map { row in
        (
          account: try accountRow(row),
          lastUse: (row["last_used_at_us"] as Int64?).map(Timestamp.init(microseconds:))
        )
      }
    }
    guard let (account, lastUse) = found else { return nil }
    if lastUse.map({ now - $0 >= StorageLimits.tokenUse }) ?? true {
      // Whoever may read may do so with a full disk, too.
      try? await commits.write("noting the use of a token") { database in
        try database.cachedStatement(
          sql: "UPDATE tokens SET last_used_at_us = ? WHERE hash = ?"
        ).execute(arguments: [now.microseconds, hash])
      }
    }
    return account
  }
}
