import Domain
import HTTP
import Storage

extension API {
  /// `PUT /api/v1/me/password {"current": "…", "password": "…"}`; `current` is not needed where there
  /// is none yet. Other sign-ins end; a browser that is signed in stays so, with a new cookie.
  func changeMyPassword(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let account = try viewer.signedIn
    let document = try JSONDocument(request, known: ["current", "password"])
    let password = try newPassword(document, of: account)
    let old = try await database.password(of: account.name)?.hash
    if let old {
      let current = try document.string("current") ?? document.missing("current")
      if let wait = gate.accountSignIns.take(account.name, now: now()) {
        throw HTTPError.tooManySignIns(wait)
      }
      guard current.utf8.count <= ServerLimits.password.upperBound,
        try await gate.passwords.matches(current, old)
      else { throw HTTPError.wrongPassword }
      gate.accountSignIns.giveBack(account.name)
    }
    let hash = try await gate.passwords.hash(of: password)
    let grant =
      viewer.isByCookie
      ? Grant.session(until: now() + ServerLimits.session, replacing: nil) : nil
    let (isDone, signIn) = try await database.setPassword(
      hash, of: account, inPlaceOf: .was(old), by: account, granting: grant, now: now())
    guard isDone else { throw HTTPError.wrongPassword }
    return Response(
      204, fields: signIn.map { [SessionCookie.set($0.secret, for: viewer.client)] } ?? [])
  }

  /// `PUT /api/v1/accounts/{account}/password {"password": "…"}`: ends all sign-ins of the account.
  func setPassword(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let account = try await account(of: request).account
    let document = try JSONDocument(request, known: ["password"])
    let hash = try await gate.passwords.hash(of: try newPassword(document, of: account))
    _ = try await database.setPassword(
      hash, of: account, inPlaceOf: .anything, by: viewer.account, now: now())
    return Response(204)
  }

  /// `DELETE /api/v1/accounts/{account}/password`: from then on only its tokens sign it in.
  func removePassword(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let account = try await account(of: request).account
    _ = try await database.setPassword(
      nil, of: account, inPlaceOf: .anything, by: viewer.account, now: now())
    return Response(204)
  }

  private func newPassword(
    _ document: JSONDocument, of account: Account
  ) throws -> String {
    let password = try document.string("password") ?? document.missing("password")
    let range = ServerLimits.password
    guard range.contains(password.utf8.count), password != account.name else {
      throw HTTPError(
        422, code: "weak_password",
        "A password has \(range.lowerBound) to \(range.upperBound) bytes and is not the account's "
          + "name; a few words make a good one.")
    }
    return password
  }
}

extension HTTPError {
  static let wrongPassword = HTTPError(
    403, code: "wrong_password",
    "\"current\" is not the account's password; when it is lost, ask an admin to remove it.")
}
