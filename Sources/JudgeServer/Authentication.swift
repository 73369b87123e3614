import Domain
import HTTP
import Storage

extension API {
  /// Whose token the request carries: nil for a guest, who sends none. A token that is wrong is an
  /// error and not a guest: the student would wonder why nothing ranks.
  func account(_ request: Request) async throws -> Account? {
    guard let header = request[header: "authorization"] else { return nil }
    let parts = header.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].lowercased() == "bearer",
      let account = try await database.account(withToken: String(parts[1]))
    else { throw HTTPError.invalidToken }
    return account
  }
}
