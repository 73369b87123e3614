import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/me`
  func showMe(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let name = try viewer.signedIn.name
    return try await refusingAccounts {
      .encoding(AccountView(try await database.account(named: name)))
    }
  }

  /// `GET /api/v1/accounts?role=&after=&limit=`: by name.
  func listAccounts(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["role", "after", "limit"])
    var role: AccountRole?
    if let name = try request.query("role") {
      guard let known = AccountRole(rawValue: name) else {
        throw HTTPError.invalidQuery("role", "must be student, teacher or admin")
      }
      role = known
    }
    let (records, next) = try await database.accounts(
      after: try request.query("after"), role: role, limit: try request.pageSize())
    return .encoding(AccountPageView(accounts: records.map(AccountView.init), nextAfter: next))
  }

  /// `POST /api/v1/accounts {"name": "ada", "role": "student"}`: answers its token, once.
  func addAccount(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let document = try JSONDocument(request, known: ["name", "role"])
    let name = try document.string("name") ?? document.missing("name")
    let role = try document.choice("role", of: AccountRole.self) ?? .student
    return try await refusingAccounts {
      let (account, token) = try await database.addAccount(
        named: name, role: role, by: viewer.account, now: now())
      return .secret(
        NewAccountView(
          account: AccountView(try await database.account(named: account.name)), token: token))
    }
  }

  /// `GET /api/v1/accounts/{account}`
  func showAccount(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    return .encoding(AccountView(try await account(of: request)))
  }

  /// `PATCH /api/v1/accounts/{account} {"name": "…", "role": "teacher", "disabled": true}`
  func changeAccount(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let name = request.parameter("account") ?? ""
    let document = try JSONDocument(request, known: ["name", "role", "disabled"])
    let change = AccountChange(
      name: try document.string("name"), role: try document.choice("role", of: AccountRole.self),
      isDisabled: try document.bool("disabled"))
    return try await refusingAccounts {
      .encoding(
        AccountView(
          try await database.changeAccount(
            named: name, change, by: viewer.account, now: now())))
    }
  }

  /// The account `{account}` of the path.
  func account(of request: Request) async throws -> AccountRecord {
    try await refusingAccounts {
      try await database.account(named: request.parameter("account") ?? "")
    }
  }

  /// What the storage refuses of accounts within `work`, as client errors.
  func refusingAccounts<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
      return try await work()
    } catch let error as StorageError {
      throw HTTPError(ofAccounts: error) ?? error as any Error
    }
  }
}

extension HTTPError {
  /// nil for what is not the client's fault.
  fileprivate init?(ofAccounts error: StorageError) {
    let (status, code): (Status, String)
    switch error {
    case .unknownAccount: (status, code) = (404, "unknown_account")
    case .accountExists: (status, code) = (409, "account_exists")
    case .lastAdmin: (status, code) = (409, "last_admin")
    case .tooManyTokens: (status, code) = (409, "too_many_tokens")
    case .invalidAccountName, .invalidTokenName: (status, code) = (422, "invalid_name")
    default: return nil
    }
    self.init(status, code: code, error.description)
  }
}

private struct AccountPageView: Encodable {
  var accounts: [AccountView]
  /// The `after` of the next page; absent on the last.
  var nextAfter: String?
}

private struct AccountView: Encodable {
  var name: String
  var role: AccountRole
  var createdAt: String
  var disabled: Bool
  var hasPassword: Bool

  init(_ record: AccountRecord) {
    name = record.account.name
    role = record.account.role
    createdAt = record.createdAt.description
    disabled = record.disabledAt != nil
    hasPassword = record.hasPassword
  }
}

/// With its first token, the only time that it is shown.
private struct NewAccountView: Encodable {
  var account: AccountView
  var token: String
}
