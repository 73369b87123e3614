import Domain
import HTTP
import Storage

extension API {
  // MARK: one's own

  /// `GET /api/v1/me/tokens`
  func listMyTokens(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    return try await tokenList(of: try viewer.signedIn, at: "/api/v1/me/tokens")
  }

  /// `POST /api/v1/me/tokens {"name": "laptop", "expires_in_days": 90}`
  func addMyToken(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    return try await addToken(request, to: try viewer.signedIn, by: viewer)
  }

  /// `DELETE /api/v1/me/tokens/{token}`
  func revokeMyToken(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    return try await revokeToken(request, of: try viewer.signedIn, by: viewer)
  }

  // MARK: anybody's, for admins

  /// `GET /api/v1/accounts/{account}/tokens`
  func listTokens(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let account = try await account(of: request).account
    return try await tokenList(of: account, at: request.path)
  }

  /// `POST /api/v1/accounts/{account}/tokens {"name": "laptop"}`; `{"one_time": true}`: for one
  /// sign-in, within a day.
  func addToken(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    return try await addToken(request, to: try await account(of: request).account, by: viewer)
  }

  /// `DELETE /api/v1/accounts/{account}/tokens`: all of them, and all sign-ins.
  func revokeTokens(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let account = try await account(of: request).account
    try await database.revokeAll(of: account, by: viewer.account, now: now())
    return Response(204)
  }

  /// `DELETE /api/v1/accounts/{account}/tokens/{token}`
  func revokeToken(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    return try await revokeToken(
      request, of: try await account(of: request).account, by: viewer)
  }

  // MARK: both

  /// What `name` and `expires_in_days` of a document ask for.
  func newToken(_ document: JSONDocument) throws(HTTPError) -> NewToken {
    NewToken(
      name: try document.string("name") ?? "token",
      expiresAt: try document.integer("expires_in_days", in: ServerLimits.tokenDays)
        .map { now() + .seconds($0 * 24 * 3600) })
  }

  private func tokenList(of account: Account, at href: String) async throws -> Response {
    let tokens = try await database.tokens(of: account, now: now())
    return .encoding(TokenListView(tokens: tokens.map { TokenView($0, href: "\(href)/\($0.id)") }))
  }

  private func addToken(
    _ request: Request, to account: Account, by viewer: Viewer
  ) async throws -> Response {
    let document = try JSONDocument(request, known: ["name", "expires_in_days", "one_time"])
    var new = try newToken(document)
    if try document.bool("one_time") == true {
      guard !document.has("name"), !document.has("expires_in_days") else {
        throw HTTPError(
          422, code: "wrong_value",
          "A token for one sign-in lives for a day; leave name and expires_in_days out.")
      }
      new = .signIn(at: now())
    }
    return try await refusingAccounts {
      let (token, secret) = try await database.addToken(
        new, to: account, by: viewer.account, now: now())
      return .secret(NewTokenView(token, secret: secret, of: account))
    }
  }

  private func revokeToken(
    _ request: Request, of account: Account, by viewer: Viewer
  ) async throws -> Response {
    let id = request.parameter("token") ?? ""
    guard try await database.revokeToken(id, of: account, by: viewer.account, now: now()) else {
      throw HTTPError(
        404, code: "unknown_token",
        "The account has no such token; GET …/tokens lists those that it has, by id.")
    }
    return Response(204)
  }
}

private struct TokenListView: Encodable {
  var tokens: [TokenView]
}

/// A token without its secret.
private struct TokenView: Encodable {
  var id: String
  var name: String
  var createdAt: String
  /// Absent: does not expire.
  var expiresAt: String?
  /// To the hour; absent: not used yet.
  var lastUsedAt: String?
  var oneTime: Bool
  var href: String

  init(_ token: Token, href: String) {
    id = token.id
    name = token.name
    createdAt = token.createdAt.description
    expiresAt = token.expiresAt?.description
    lastUsedAt = token.lastUsedAt?.description
    oneTime = token.isOneTime
    self.href = href
  }
}

/// A token with its secret, the only time that it is shown.
struct NewTokenView: Encodable {
  var account: String
  var id: String
  var name: String
  var token: String
  var expiresAt: String?

  init(_ token: Token, secret: String, of account: Account) {
    self.account = account.name
    id = token.id
    name = token.name
    self.token = secret
    expiresAt = token.expiresAt?.description
  }
}
