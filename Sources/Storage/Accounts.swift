import Crypto
import Domain
import GRDB

extension Database {
  /// Adds an account; its token is shown here and never again, only its hash is kept.
  package func addAccount(
    named name: String, role: AccountRole = .student, now: Timestamp
  ) async throws(StorageError) -> (account: Account, token: String) {
    guard Self.isAccountName(name) else { throw .invalidAccountName(name) }
    var randomness = SystemRandomNumberGenerator()
    let secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &randomness) }
    let token = "aj_" + base64URL(secret)
    let account = try await commits.write("adding an account") { database in
      guard
        try Row.fetchOne(
          database, sql: "SELECT 1 FROM accounts WHERE name = ?", arguments: [name]) == nil
      else { throw StorageError.accountExists(name) }
      try database.execute(
        sql: "INSERT INTO accounts (name, role, created_at_us) VALUES (?, ?, ?)",
        arguments: [name, role.rawValue, now.microseconds])
      let account = Account(id: database.lastInsertedRowID, name: name, role: role)
      try database.execute(
        sql: """
          INSERT INTO tokens (hash, id, account, created_at_us)
          VALUES (?, lower(hex(randomblob(8))), ?, ?)
          """,
        arguments: [hash(of: token), account.id, now.microseconds])
      return account
    }
    return (account, token)
  }

  /// All accounts by name.
  package func accounts() async throws(StorageError) -> [Account] {
    try await read("reading the accounts") { database in
      try Row.fetchAll(database, sql: "SELECT id, name, role FROM accounts ORDER BY name")
        .map(accountRow)
    }
  }

  /// Whose token this is; nil when it is nobody's, has expired, or its account is disabled. The
  /// look-up is by hash, so that its time says nothing about the token.
  package func account(
    withToken token: String, now: Timestamp
  ) async throws(StorageError) -> Account? {
    try await read("reading a token") { database in
      try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT accounts.id, accounts.name, accounts.role FROM tokens
            JOIN accounts ON accounts.id = tokens.account
            WHERE tokens.hash = ? AND accounts.disabled_at_us IS NULL
              AND (tokens.expires_at_us IS NULL OR tokens.expires_at_us > ?)
            """), arguments: [hash(of: token), now.microseconds]
      ).map(accountRow)
    }
  }

  private static func isAccountName(_ name: String) -> Bool {
    // As SQLite counts them: a character can be an accent on an accent without end.
    StorageLimits.accountName.contains(name.unicodeScalars.count)
      && name.unicodeScalars.allSatisfy { !$0.properties.generalCategory.isControl }
      && name.first?.isWhitespace == false && name.last?.isWhitespace == false
  }
}

extension Unicode.GeneralCategory {
  /// Control characters, line ends, and those that change the direction or vanish.
  fileprivate var isControl: Bool {
    switch self {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      true
    default: false
    }
  }
}

/// From a row of `id, name, role`.
private func accountRow(_ row: Row) throws -> Account {
  Account(id: row["id"], name: row["name"], role: try SubmissionRow.role(row["role"]))
}

private func hash(of token: String) -> Blob { Blob(SHA256.hash(data: Array(token.utf8))) }

/// RFC 4648, section 5, without padding.
private func base64URL(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  var text: [UInt8] = []
  var buffer: UInt32 = 0
  var bits = 0
  for byte in bytes {
    buffer = buffer << 8 | UInt32(byte)
    bits += 8
    while bits >= 6 {
      bits -= 6
      text.append(alphabet[Int(buffer >> UInt32(bits) & 63)])
    }
  }
  if bits > 0 { text.append(alphabet[Int(buffer << UInt32(6 - bits) & 63)]) }
  return String(decoding: text, as: UTF8.self)
}
