import Domain
import HTTP

/// Whether whoever has no account may submit.
package enum GuestPolicy: String, Sendable, Hashable, CaseIterable {
  /// To problems that are in no open assignment.
  case allow
  case deny
}

/// How the operator wants clients to be let in.
package struct AccessOptions: Sendable, Hashable {
  package var guests: GuestPolicy
  /// Submissions of an account, and from an address; nil: as many as they like.
  package var accountSubmissions: RateLimit?
  package var addressSubmissions: RateLimit?
  /// What a password's hash costs.
  var passwordCost = PasswordHash.Cost.standard

  /// Submissions in a minute; 0: as many as they like.
  package init(
    guests: GuestPolicy = .allow,
    accountSubmissions: Int = ServerLimits.accountSubmissions,
    addressSubmissions: Int = ServerLimits.addressSubmissions
  ) {
    self.guests = guests
    func limit(_ perMinute: Int) -> RateLimit? {
      perMinute == 0 ? nil : RateLimit(burst: perMinute, perMinute: perMinute)
    }
    self.accountSubmissions = limit(accountSubmissions)
    self.addressSubmissions = limit(addressSubmissions)
  }
}

/// What turns clients away, counts them, and checks their passwords.
final class AccessGate: Sendable {
  let passwords: PasswordQueue
  let accountSignIns = RateTable(ServerLimits.accountSignIns)
  let addressSignIns = RateTable(ServerLimits.addressSignIns)
  private let guests: GuestPolicy
  private let accountSubmissions: RateTable?
  private let addressSubmissions: RateTable?

  init(_ options: AccessOptions) {
    guests = options.guests
    passwords = PasswordQueue(cost: options.passwordCost)
    accountSubmissions = options.accountSubmissions.map { RateTable($0) }
    addressSubmissions = options.addressSubmissions.map { RateTable($0) }
  }

  /// 401 for a guest where guests may not submit.
  func admitGuest(_ viewer: Viewer) throws(HTTPError) {
    if viewer.account == nil, guests == .deny { throw .guestsRefused }
  }

  /// Counts a submission; 429 when there were too many. Staff is not counted.
  func admitSubmission(of viewer: Viewer, now: Timestamp) throws(HTTPError) {
    guard !viewer.isAtLeast(.teacher) else { return }
    let account = viewer.account.map { String($0.id) }
    if let account, let wait = accountSubmissions?.take(account, now: now) {
      throw .tooManySubmissions(wait)
    }
    if let wait = addressSubmissions?.take(viewer.client.network, now: now) {
      if let account { accountSubmissions?.giveBack(account) }
      throw .tooManySubmissions(wait)
    }
  }
}

extension HTTPError {
  static let guestsRefused = HTTPError(
    401, code: "guests_refused",
    "This server takes submissions of accounts only: send your token as \"Authorization: Bearer "
      + "TOKEN\"; your teacher has one for you.",
    fields: [("WWW-Authenticate", "Bearer realm=\"asyncjudge\"")])

  static func tooManySubmissions(_ wait: Duration) -> HTTPError {
    let seconds = wholeSeconds(wait)
    return HTTPError(
      429, code: "too_many_submissions",
      "You submit faster than this server takes it; submit again in \(seconds) seconds.",
      fields: [("Retry-After", "\(seconds)")])
  }

  static func tooManySignIns(_ wait: Duration) -> HTTPError {
    let seconds = wholeSeconds(wait)
    return HTTPError(
      429, code: "too_many_sign_ins",
      "Too many sign-ins failed; try again in \(seconds) seconds. A token that you have still works.",
      fields: [("Retry-After", "\(seconds)")])
  }

  static let signInsBusy = HTTPError(
    503, code: "sign_ins_busy", "Too many sign in at this moment; try again in a few seconds.",
    fields: [("Retry-After", "\(ServerLimits.retryAfter.components.seconds)")])

  /// Rounded up: who comes back after them finds room.
  private static func wholeSeconds(_ duration: Duration) -> Int64 {
    (duration.microseconds + 999_999) / 1_000_000
  }
}
