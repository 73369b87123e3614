import Domain
import HTTP
import Storage

extension API {
  /// `POST /api/v1/session {"account": "ada", "password": "…"}` or `{"token": "aj_…"}`: signs a browser
  /// in; the answer sets its cookie.
  func signIn(_ request: Request) async throws -> Response {
    try request.allowQuery([])
    let client = Client(request)
    try CrossSite.check(request, from: client, isStrict: false)
    let credentials = try Credentials(
      JSONDocument(request, known: ["account", "password", "token"]))
    let expiresAt = now() + ServerLimits.session
    let signIn = try await signIn(
      with: credentials, from: client,
      for: .session(
        until: expiresAt, replacing: SessionCookie.value(in: request, from: client)))
    return .secret(
      SessionView(account: signIn.account.name, role: signIn.account.role, expiresAt: expiresAt),
      fields: [SessionCookie.set(signIn.secret, for: client)])
  }

  /// `DELETE /api/v1/session`: ends the session of the cookie, if there is one.
  func signOut(_ request: Request) async throws -> Response {
    try request.allowQuery([])
    let client = Client(request)
    guard let cookie = SessionCookie.value(in: request, from: client) else { return Response(204) }
    try CrossSite.check(request, from: client, isStrict: true)
    try await database.endSession(cookie)
    return Response(204, fields: [SessionCookie.clear(for: client)])
  }

  /// `POST /api/v1/tokens {"token": "aj_once_…", "name": "laptop"}`: a token for programs, for a
  /// password or for a token for one sign-in, which is used up.
  func exchangeForToken(_ request: Request) async throws -> Response {
    try request.allowQuery([])
    let client = Client(request)
    try CrossSite.check(request, from: client, isStrict: false)
    let document = try JSONDocument(
      request, known: ["account", "password", "token", "name", "expires_in_days"])
    let new = try newToken(document)
    let credentials = try Credentials(document)
    let signIn = try await refusingAccounts {
      try await self.signIn(with: credentials, from: client, for: .token(new))
    }
    guard let token = signIn.token else { preconditionFailure("a token was asked for") }
    return .secret(NewTokenView(token, secret: signIn.secret, of: signIn.account))
  }

  /// 401, the same for everything that can be wrong; 429 after too many of those.
  private func signIn(
    with credentials: Credentials, from client: Client, for grant: Grant
  ) async throws -> SignIn {
    let time = now()
    if let wait = gate.addressSignIns.take(client.network, now: time) {
      throw HTTPError.tooManySignIns(wait)
    }
    var signIn: SignIn?
    switch credentials {
    case .token(let secret):
      signIn = try await database.signIn(withToken: secret, for: grant, now: time)
    case .password(let name, let password):
      if let wait = gate.accountSignIns.take(name, now: time) {
        throw HTTPError.tooManySignIns(wait)
      }
      let known = try await database.password(of: name)
      let isRight = try await gate.passwords.matches(password, known?.hash)
      if isRight, let (account, hash) = known {
        signIn = try await database.signIn(account, checkedBy: hash, for: grant, now: time)
      }
      if signIn != nil { gate.accountSignIns.giveBack(name) }
    }
    guard let signIn else { throw HTTPError.signInFailed }
    gate.addressSignIns.giveBack(client.network)
    return signIn
  }
}

/// What somebody proves with who they are.
private enum Credentials {
  case token(String)
  case password(account: String, String)

  init(_ document: JSONDocument) throws(HTTPError) {
    let token = try document.string("token")
    let account = try document.string("account")
    let password = try document.string("password")
    switch (token, account, password) {
    case (let token?, nil, nil): self = .token(token)
    case (nil, let account?, let password?):
      // Longer ones are nobody's; to keep them as keys of a table, or to hash them, would cost.
      guard account.utf8.count <= 512, password.utf8.count <= ServerLimits.password.upperBound
      else { throw .signInFailed }
      self = .password(account: account, password)
    default:
      throw HTTPError(
        422, code: "missing_credentials",
        "Send either {\"token\": \"…\"} or {\"account\": \"…\", \"password\": \"…\"}.")
    }
  }
}

private struct SessionView: Encodable {
  var account: String
  var role: AccountRole
  var expiresAt: String

  init(account: String, role: AccountRole, expiresAt: Timestamp) {
    self.account = account
    self.role = role
    self.expiresAt = expiresAt.description
  }
}

extension Response {
  /// An answer that no cache may keep.
  static func secret(
    _ value: some Encodable, fields: [(name: StaticString, value: String)] = []
  ) -> Response {
    .encoding(value, status: 201, fields: [("Cache-Control", "no-store")] + fields)
  }
}

extension HTTPError {
  static let signInFailed = HTTPError(
    401, code: "sign_in_failed",
    "This is not the name and password, or the token, of an account that may sign in; ask your "
      + "teacher for a new token.", fields: [("WWW-Authenticate", "Bearer realm=\"asyncjudge\"")])
}
