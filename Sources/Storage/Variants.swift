import Crypto
import Domain
import GRDB

extension Database {
  /// Which of a problem's variants the account is given: always the same one, and nobody can tell
  /// which without the secret of this server. nil when there are none.
  package func variant(
    of problem: ProblemID, among names: some Collection<String>, for account: Account
  ) async throws(StorageError) -> String? {
    let names = names.sorted()
    guard !names.isEmpty else { return nil }
    let secret = try await read("reading a secret") { database in
      try Blob.fetchOne(
        database.cachedStatement(sql: "SELECT value FROM secrets WHERE name = 'variants'"))
    }
    guard let secret else { throw .corrupt("no secret for variants") }
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(account.id)|\(problem)".utf8), using: SymmetricKey(data: secret.bytes))
    let number = code.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    return names[Int(number % UInt64(names.count))]
  }
}
