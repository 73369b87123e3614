import Domain
import HTTP

/// Who asks.
package struct Viewer: Sendable, Hashable {
  /// nil: a guest.
  package var account: Account?
  /// The client's address.
  package var address: String

  package init(account: Account? = nil, address: String) {
    self.account = account
    self.address = address
  }

  /// The account; 401 for a guest.
  var signedIn: Account {
    get throws(HTTPError) {
      guard let account else { throw .signInRequired }
      return account
    }
  }

  func isAtLeast(_ role: AccountRole) -> Bool { account.map { $0.role >= role } ?? false }

  /// 401 for a guest, 403 for an account with less than `role`.
  func require(_ role: AccountRole) throws(HTTPError) {
    guard try signedIn.role >= role else { throw .notAllowed(for: role) }
  }
}

extension HTTPError {
  static let signInRequired = HTTPError(
    401, code: "sign_in_required",
    "This needs an account: send its token as \"Authorization: Bearer TOKEN\".",
    fields: [("WWW-Authenticate", "Bearer realm=\"asyncjudge\"")])

  static func notAllowed(for role: AccountRole) -> HTTPError {
    HTTPError(
      403, code: "not_allowed",
      "This is for \(role == .admin ? "admins" : "teachers and admins"); ask one of them.")
  }
}
