import Domain
import GRDB

/// What a sign-in gives.
package enum Grant: Sendable, Hashable {
  /// For a browser: the value of its cookie. `replacing` is the cookie that it had before.
  case session(until: Timestamp, replacing: String?)
  /// For a program.
  case token(NewToken)
}

/// Somebody who was let in; the secret can be shown now and never again.
package struct SignIn: Sendable {
  package var account: Account
  package var secret: String
  /// nil for a session.
  package var token: Token?
}

extension Database {
  /// Signs in with a token of either kind; one for one sign-in is used up in the same transaction.
  /// nil when it is nobody's, has expired, or its account is disabled.
  package func signIn(
    withToken secret: String, for grant: Grant, now: Timestamp
  ) async throws(StorageError) -> SignIn? {
    let hash = Secret.hash(secret)
    return try await commits.write("signing in") { database in
      guard
        let row = try Row.fetchOne(
          database.cachedStatement(
            sql: """
              SELECT accounts.id, accounts.name, accounts.role, is_one_time FROM tokens
              JOIN accounts ON accounts.id = tokens.account
              WHERE tokens.hash = ? AND accounts.disabled_at_us IS NULL
                AND (tokens.expires_at_us IS NULL OR tokens.expires_at_us > ?)
              """), arguments: [hash, now.microseconds])
      else { return nil }
      let account = try accountRow(row)
      if row["is_one_time"] {
        try database.execute(sql: "DELETE FROM tokens WHERE hash = ?", arguments: [hash])
      }
      return try Self.give(grant, to: account, now: now, in: database)
    }
  }

  /// Signs in whoever was checked by `passwordHash`; nil when that is not the account's any more.
  package func signIn(
    _ account: Account, checkedBy passwordHash: String, for grant: Grant, now: Timestamp
  ) async throws(StorageError) -> SignIn? {
    try await commits.write("signing in") { database in
      let isCurrent = try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM accounts WHERE id = ? AND password = ? AND disabled_at_us IS NULL)
          """, arguments: [account.id, passwordHash])
      guard isCurrent == true else { return nil }
      return try Self.give(grant, to: account, now: now, in: database)
    }
  }

  static func give(
    _ grant: Grant, to account: Account, now: Timestamp, in database: GRDB.Database
  ) throws -> SignIn {
    switch grant {
    case .token(let new):
      let (token, secret) = try insert(new, of: account, now: now, in: database)
      return SignIn(account: account, secret: secret, token: token)
    case .session(let until, let replacing):
      try database.execute(
        sql: "DELETE FROM sessions WHERE expires_at_us <= ? OR hash = ?",
        arguments: [now.microseconds, replacing.map(Secret.hash)])
      try database.execute(
        sql: """
          DELETE FROM sessions WHERE account = :account AND hash NOT IN (
            SELECT hash FROM sessions WHERE account = :account
            ORDER BY created_at_us DESC LIMIT \(StorageLimits.sessions - 1))
          """, arguments: ["account": account.id])
      let secret = Secret.fresh(.session)
      try database.execute(
        sql: """
          INSERT INTO sessions (hash, account, created_at_us, expires_at_us) VALUES (?, ?, ?, ?)
          """,
        arguments: [
          Secret.hash(secret), account.id, now.microseconds, until.microseconds,
        ])
      return SignIn(account: account, secret: secret)
    }
  }

  /// Whose sign-in this is; nil when it has ended, or its account is disabled.
  package func account(
    withSession secret: String, now: Timestamp
  ) async throws(StorageError) -> Account? {
    try await read("reading a session") { database in
      try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT accounts.id, accounts.name, accounts.role FROM sessions
            JOIN accounts ON accounts.id = sessions.account
            WHERE sessions.hash = ? AND accounts.disabled_at_us IS NULL AND expires_at_us > ?
            """), arguments: [Secret.hash(secret), now.microseconds]
      ).map(accountRow)
    }
  }

  /// Nothing happens when it has ended already.
  package func endSession(_ secret: String) async throws(StorageError) {
    try await commits.write("signing out") { database in
      try database.execute(
        sql: "DELETE FROM sessions WHERE hash = ?", arguments: [Secret.hash(secret)])
    }
  }
}
