import Domain
import Storage
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct AccountHandlersTests {
  /// A server with the admin root.
  private func server(clock: TestClock = TestClock()) async throws -> (TestServer, root: String) {
    let server = try await TestServer(clock: clock)
    return (server, try await server.addAccount("root", .admin))
  }

  @Test func `an admin makes an account, and its token works`() async throws {
    let (server, root) = try await server()
    let made = try await server.send(
      .post, "/api/v1/accounts", token: root, json: #"{"name": "ada", "role": "teacher"}"#)
    #expect(made.status == 201)
    #expect(made.json["account"]["role"].string == "teacher")
    let token = try #require(made.json["token"].string)
    let me = try await server.send(.get, "/api/v1/me", token: token, json: "")
    #expect(
      me.text == """
        {"created_at":"2026-03-02T10:15:00.123Z","disabled":false,"has_password":false,\
        "name":"ada","role":"teacher"}
        """)
  }

  @Test func `accounts are listed by name, page by page`() async throws {
    let (server, root) = try await server()
    for name in ["c", "a", "b"] { _ = try await server.addAccount(name) }
    func names(_ query: String) async throws -> ([String?], String?) {
      let page = try await server.send(.get, "/api/v1/accounts" + query, token: root, json: "").json
      return (page["accounts"].elements.map { $0["name"].string }, page["next_after"].string)
    }
    #expect(try await names("?limit=2") == (["a", "b"], "b"))
    #expect(try await names("?limit=2&after=b") == (["c", "root"], nil))
    #expect(try await names("?role=admin") == (["root"], nil))
  }

  @Test func `a disabled account is nobody, until it is enabled`() async throws {
    let (server, root) = try await server()
    let token = try await server.addAccount("ada")
    func set(_ isDisabled: Bool) async throws {
      let reply = try await server.send(
        .patch, "/api/v1/accounts/ada", token: root, json: #"{"disabled": \#(isDisabled)}"#)
      #expect(reply.json["disabled"] == .bool(isDisabled))
    }
    try await set(true)
    #expect(try await server.submit(token: token).json["code"].string == "invalid_token")
    try await set(false)
    #expect(try await server.submit(token: token).status == 201)
  }

  @Test(arguments: [#"{"disabled": true}"#, #"{"role": "teacher"}"#])
  func `the last admin stays one`(change: String) async throws {
    let (server, root) = try await server()
    _ = try await server.addAccount("other", .admin)
    _ = try await server.database.changeAccount(
      named: "other", AccountChange(isDisabled: true), by: nil, now: .now)
    let path = "/api/v1/accounts/root"
    try await server.send(.patch, path, token: root, json: change).expectError(
      409, "last_admin",
      "\"root\" is the last admin who can sign in; make somebody else an admin first.")
    _ = try await server.addAccount("third", .admin)
    #expect(try await server.send(.patch, path, token: root, json: change).status == 200)
  }

  @Test(arguments: [
    ("post", "/api/v1/accounts", #"{"name": "root"}"#, 409, "account_exists"),
    ("post", "/api/v1/accounts", #"{"name": " x"}"#, 422, "invalid_name"),
    ("post", "/api/v1/accounts", "{}", 422, "missing_field"),
    ("post", "/api/v1/accounts", #"{"name": "x", "role": "god"}"#, 422, "wrong_type"),
    ("post", "/api/v1/accounts", #"{"name": "x", "admin": true}"#, 422, "unknown_field"),
    ("patch", "/api/v1/accounts/nobody", "{}", 404, "unknown_account"),
    ("patch", "/api/v1/accounts/root", #"{"name": "a\nb"}"#, 422, "invalid_name"),
    ("post", "/api/v1/accounts/nobody/tokens", "{}", 404, "unknown_account"),
    ("post", "/api/v1/me/tokens", #"{"name": ""}"#, 422, "invalid_name"),
    ("post", "/api/v1/me/tokens", #"{"expires_in_days": 0}"#, 422, "wrong_type"),
    ("post", "/api/v1/me/tokens", #"{"one_time": true, "name": "x"}"#, 422, "wrong_value"),
    ("delete", "/api/v1/me/tokens/nothing", "", 404, "unknown_token"),
    ("post", "/api/v1/session", "{}", 422, "missing_credentials"),
    ("post", "/api/v1/session", #"{"token": "x", "account": "y"}"#, 422, "missing_credentials"),
    ("post", "/api/v1/session", "token=x", 400, "malformed_json"),
  ])
  func `what cannot be is refused`(
    method: String, path: String, body: String, status: Int, code: String
  ) async throws {
    let (server, root) = try await server()
    let reply = try await server.send(
      .init(rawValue: method.uppercased())!, path, token: root, json: body)
    #expect(reply.status == status)
    #expect(reply.json["code"].string == code)
  }

  @Test func `a token is shown once, listed without its secret, and revoked`() async throws {
    let clock = TestClock()
    let (server, _) = try await server(clock: clock)
    let first = try await server.addAccount("ada")
    let made = try await server.send(
      .post, "/api/v1/me/tokens", token: first,
      json: #"{"name": "laptop", "expires_in_days": 2}"#)
    let secret = try #require(made.json["token"].string)
    let id = try #require(made.json["id"].string)
    #expect(made.fields["cache-control"] == "no-store")
    clock.advance(by: .seconds(3600))
    #expect(try await server.send(.get, "/api/v1/me", token: secret, json: "").status == 200)
    let list = try await server.send(.get, "/api/v1/me/tokens", token: first, json: "")
    #expect(!list.text.contains(secret) && !list.text.contains(first))
    let laptop = try #require(list.json["tokens"].elements.first { $0["id"].string == id })
    #expect(laptop["name"].string == "laptop")
    #expect(laptop["expires_at"].string == "2026-03-04T10:15:00.123Z")
    #expect(laptop["last_used_at"].string == "2026-03-02T11:15:00.123Z")
    #expect(
      try await server.send(.delete, "/api/v1/me/tokens/\(id)", token: first, json: "").status
        == 204)
    #expect(try await server.send(.get, "/api/v1/me", token: secret, json: "").status == 401)
  }

  @Test func `a token for one sign-in works once, within a day, and for nothing else`() async throws
  {
    let clock = TestClock()
    let (server, root) = try await server(clock: clock)
    _ = try await server.addAccount("ada")
    func oneTime() async throws -> String {
      let reply = try await server.send(
        .post, "/api/v1/accounts/ada/tokens", token: root, json: #"{"one_time": true}"#)
      return try #require(reply.json["token"].string)
    }
    func use(_ token: String) async throws -> Reply {
      try await server.send(
        .post, "/api/v1/tokens", json: #"{"token": "\#(token)", "name": "curl"}"#)
    }
    let token = try await oneTime()
    #expect(token.hasPrefix("aj_once_"))
    #expect(try await server.send(.get, "/api/v1/me", token: token, json: "").status == 401)
    let reply = try await use(token)
    let bearer = try #require(reply.json["token"].string)
    #expect(reply.json["account"].string == "ada")
    #expect(try await server.send(.get, "/api/v1/me", token: bearer, json: "").status == 200)
    #expect(try await use(token).status == 401)
    let late = try await oneTime()
    clock.advance(by: .seconds(24 * 3600))
    #expect(try await use(late).status == 401)
  }

  @Test func `what an admin does is in the audit log, without secrets`() async throws {
    let (server, root) = try await server()
    let made = try await server.send(
      .post, "/api/v1/accounts", token: root, json: #"{"name": "ada"}"#)
    let token = try #require(made.json["token"].string)
    _ = try await server.send(
      .put, "/api/v1/accounts/ada/password", token: root, json: #"{"password": "correct horse"}"#)
    _ = try await server.send(
      .patch, "/api/v1/accounts/ada", token: root, json: #"{"role": "teacher"}"#)
    _ = try await server.send(.delete, "/api/v1/accounts/ada/tokens", token: root, json: "")
    #expect(try await server.send(.get, "/api/v1/me", token: token, json: "").status == 401)
    let log = try await server.send(.get, "/api/v1/audit?limit=4", token: root, json: "")
    let entries = log.json["entries"].elements
    #expect(
      entries.map { $0["action"].string } == [
        "token.revoke_all", "account.change", "password.set", "account.create",
      ])
    #expect(entries.allSatisfy { $0["account"].string == "root" })
    #expect(entries.allSatisfy { $0["subject"].string == "account/ada" })
    #expect(entries[1]["details"]["role"].string == "teacher")
    for secret in [token, "correct horse", "scrypt"] { #expect(!log.text.contains(secret)) }
  }
}
