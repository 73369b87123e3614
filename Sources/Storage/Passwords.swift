import Domain
import GRDB

extension Database {
  /// The account of this name and the hash of its password, for a sign-in; nil when there is none
  /// that could sign in by password.
  package func password(
    of name: String
  ) async throws(StorageError) -> (account: Account, hash: String)? {
    try await read("reading a password's hash") { database in
      try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT id, name, role, password FROM accounts
            WHERE name = ? AND password IS NOT NULL AND disabled_at_us IS NULL
            """), arguments: [name]
      ).map { (try accountRow($0), $0["password"]) }
    }
  }

  /// Puts `hash` (nil: none) in place of the password, which was `old` when it was checked; ends all
  /// sign-ins, and gives one more when `grant` says so. false when the password is not `old`.
  package func setPassword(
    _ hash: String?, of account: Account, inPlaceOf old: PasswordCheck, by staff: Account?,
    granting grant: Grant? = nil, now: Timestamp
  ) async throws(StorageError) -> (isDone: Bool, signIn: SignIn?) {
    try await commits.write("setting a password") { database in
      if case .was(let old) = old {
        let isCurrent = try Bool.fetchOne(
          database, sql: "SELECT password IS ? FROM accounts WHERE id = ?",
          arguments: [old, account.id])
        guard isCurrent == true else { return (false, nil) }
      }
      try database.execute(
        sql: "UPDATE accounts SET password = ? WHERE id = ?", arguments: [hash, account.id])
      try database.execute(
        sql: "DELETE FROM sessions WHERE account = ?", arguments: [account.id])
      try AuditLog.addStaff(
        AuditEntry(hash == nil ? "password.remove" : "password.set", account.auditSubject),
        by: staff, about: account, at: now, in: database)
      return (true, try grant.map { try Self.give($0, to: account, now: now, in: database) })
    }
  }
}

/// What a password must have been for a new one to take its place.
package enum PasswordCheck: Sendable, Hashable {
  /// Staff decides.
  case anything
  /// nil: there was none.
  case was(String?)
}
