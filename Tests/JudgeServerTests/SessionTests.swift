import Domain
import Storage
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct SessionTests {
  private let own = ["Sec-Fetch-Site": "same-origin"]

  /// A server where ada has the password "correct horse".
  private func server(clock: TestClock = TestClock()) async throws -> (TestServer, token: String) {
    let server = try await TestServer(
      access: AccessOptions(), clock: clock)
    let token = try await server.addAccount("ada")
    let reply = try await server.send(
      .put, "/api/v1/me/password", token: token, json: #"{"password": "correct horse"}"#)
    #expect(reply.status == 204)
    return (server, token)
  }

  private func signIn(
    _ server: TestServer, _ password: String = "correct horse", fields: [String: String] = [:],
    peer: String = "192.0.2.7"
  ) async throws -> Reply {
    try await server.send(
      .post, "/api/v1/session", fields,
      Array(#"{"account": "ada", "password": "\#(password)"}"#.utf8), peer: peer)
  }

  /// `aj_session=…` of an answer's Set-Cookie.
  private func cookie(_ reply: Reply) throws -> String {
    String(try #require(reply.fields["set-cookie"]).prefix { $0 != ";" })
  }

  @Test func `a password gives a cookie that signs in`() async throws {
    let (server, _) = try await server()
    let reply = try await signIn(server)
    #expect(reply.status == 201)
    #expect(reply.json["account"].string == "ada")
    #expect(reply.fields["cache-control"] == "no-store")
    let field = try #require(reply.fields["set-cookie"])
    #expect(field.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600"))
    let me = try await server.get("/api/v1/me", fields: ["Cookie": "a=b; \(try cookie(reply))"])
    #expect(me.json["name"].string == "ada")
    #expect(!me.text.contains("scrypt"))
  }

  @Test func `behind https the cookie is kept to it`() async throws {
    let (server, _) = try await server()
    let fields = ["X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.9"]
    let field = try #require(
      try await signIn(server, fields: fields, peer: "10.0.0.1").fields["set-cookie"])
    #expect(field.hasPrefix("__Host-aj_session=aj_session_"))
    #expect(field.hasSuffix("; Secure"))
  }

  @Test func `a cookie ends after two weeks, at sign-out, and with the account`() async throws {
    let clock = TestClock()
    let (server, _) = try await server(clock: clock)
    let first = ["Cookie": try cookie(try await signIn(server))]
    let second = ["Cookie": try cookie(try await signIn(server))]
    #expect(first != second)
    let out = try await server.send(
      .delete, "/api/v1/session", first.merging(own) { $1 }, [])
    #expect(out.status == 204)
    #expect(out.fields["set-cookie"]?.contains("Max-Age=0") == true)
    #expect(try await server.get("/api/v1/me", fields: first).status == 401)
    #expect(try await server.get("/api/v1/me", fields: second).status == 200)
    clock.advance(by: ServerLimits.session - .seconds(1))
    #expect(try await server.get("/api/v1/me", fields: second).status == 200)
    clock.advance(by: .seconds(1))
    #expect(try await server.get("/api/v1/me", fields: second).status == 401)
    let third = ["Cookie": try cookie(try await signIn(server))]
    _ = try await server.database.changeAccount(
      named: "ada", AccountChange(isDisabled: true), by: nil, now: .now)
    #expect(try await server.get("/api/v1/me", fields: third).status == 401)
    #expect(try await signIn(server).json["code"].string == "sign_in_failed")
  }

  @Test func `a sign-in takes the place of the browser's last one`() async throws {
    let (server, _) = try await server()
    let first = ["Cookie": try cookie(try await signIn(server))]
    _ = try await signIn(server, fields: first)
    #expect(try await server.get("/api/v1/me", fields: first).status == 401)
  }

  @Test(
    arguments: [
      ([:], 403), (["Sec-Fetch-Site": "same-origin"], 201), (["Sec-Fetch-Site": "cross-site"], 403),
      (["Sec-Fetch-Site": "same-site"], 403), (["Sec-Fetch-Site": "none"], 403),
      (["Origin": "http://judge.test:8080"], 201), (["Origin": "https://judge.test:8080"], 201),
      (["Origin": "http://judge.test"], 403), (["Origin": "http://evil.test"], 403),
      (["Origin": "null"], 403),
      (["Sec-Fetch-Site": "cross-site", "Origin": "http://judge.test:8080"], 403),
    ] as [([String: String], Int)])
  func `with a cookie only our own pages change anything`(
    fields: [String: String], status: Int
  ) async throws {
    let (server, _) = try await server()
    let cookie = ["Cookie": try cookie(try await signIn(server))]
    let reply = try await server.submit(
      json: #"{"solver": {"source": "x"}}"#, fields: cookie.merging(fields) { $1 })
    #expect(reply.status == status)
    if status == 403 { #expect(reply.json["code"].string == "cross_site") }
    // To look is free.
    #expect(
      try await server.get("/api/v1/me", fields: cookie.merging(fields) { $1 }).status == 200)
  }

  @Test func `another site cannot sign a browser in`() async throws {
    let (server, _) = try await server()
    let reply = try await signIn(server, fields: ["Sec-Fetch-Site": "cross-site"])
    #expect(reply.json["code"].string == "cross_site")
    #expect(reply.fields["set-cookie"] == nil)
  }

  @Test func `a dead cookie submits nothing in silence`() async throws {
    let (server, _) = try await server()
    let dead = ["Cookie": "aj_session=aj_session_dead"].merging(own) { $1 }
    #expect(try await server.get("/api/v1/submissions", fields: dead).status == 200)
    let reply = try await server.submit(json: #"{"solver": {"source": "x"}}"#, fields: dead)
    #expect(reply.status == 401)
    #expect(reply.json["code"].string == "session_expired")
    #expect(reply.fields["set-cookie"]?.contains("Max-Age=0") == true)
    // It is in nobody's way to sign in.
    #expect(try await signIn(server, fields: dead).status == 201)
  }

  @Test func `whatever is wrong gets one answer`() async throws {
    let (server, _) = try await server()
    _ = try await server.addAccount("bob")
    let wrong = [
      #"{"account": "ada", "password": "wrong horse"}"#,
      #"{"account": "nobody", "password": "correct horse"}"#,
      // Has no password.
      #"{"account": "bob", "password": "correct horse"}"#, #"{"token": "aj_once_wrong"}"#,
      "{\"account\": \"ada\", \"password\": \"\(String(repeating: "x", count: 1025))\"}",
    ]
    var texts: Set<String> = []
    for body in wrong {
      let reply = try await server.send(.post, "/api/v1/session", json: body)
      #expect(reply.status == 401)
      texts.insert(reply.text)
    }
    #expect(texts.count == 1)
  }

  @Test func `failed sign-ins are slowed down, for known names and unknown ones`() async throws {
    let clock = TestClock()
    let (server, token) = try await server(clock: clock)
    for name in ["ada", "nobody"] {
      let body = Array(#"{"account": "\#(name)", "password": "wrong horse"}"#.utf8)
      for attempt in 1...10 {
        let reply = try await server.send(
          .post, "/api/v1/session", [:], body, peer: "192.0.2.\(attempt)")
        #expect(reply.json["code"].string == "sign_in_failed")
      }
      let reply = try await server.send(.post, "/api/v1/session", [:], body, peer: "192.0.2.99")
      #expect(reply.status == 429)
      #expect(reply.json["code"].string == "too_many_sign_ins")
      #expect(reply.fields["retry-after"] == "60")
    }
    // Even the right password waits; a token does not.
    #expect(try await signIn(server, peer: "192.0.2.98").status == 429)
    #expect(try await server.send(.get, "/api/v1/me", token: token, json: "").status == 200)
    clock.advance(by: .seconds(60))
    #expect(try await signIn(server, peer: "192.0.2.98").status == 201)
  }

  @Test func `an address that guesses is slowed down`() async throws {
    let (server, _) = try await server()
    for attempt in 1...30 {
      let reply = try await server.send(
        .post, "/api/v1/tokens", json: #"{"token": "aj_once_\#(attempt)"}"#)
      #expect(reply.status == 401)
    }
    #expect(try await signIn(server).status == 429)
    #expect(try await signIn(server, peer: "192.0.2.8").status == 201)
  }

  @Test func `sign-ins that succeed are not counted`() async throws {
    let (server, _) = try await server()
    for _ in 1...40 { #expect(try await signIn(server).status == 201) }
  }

  @Test func `a new password ends other sign-ins and keeps one's own`() async throws {
    let (server, token) = try await server()
    let other = ["Cookie": try cookie(try await signIn(server))]
    let mine = ["Cookie": try cookie(try await signIn(server))].merging(own) { $1 }
    let body = Array(#"{"current": "correct horse", "password": "battery staple"}"#.utf8)
    let reply = try await server.send(.put, "/api/v1/me/password", mine, body)
    #expect(reply.status == 204)
    let new = ["Cookie": try cookie(reply)]
    #expect(try await server.get("/api/v1/me", fields: new).status == 200)
    for old in [other, mine] {
      #expect(try await server.get("/api/v1/me", fields: old).status == 401)
    }
    #expect(try await signIn(server).status == 401)
    #expect(try await signIn(server, "battery staple").status == 201)
    // Whoever found a token cannot take the account over with it.
    let wrong = try await server.send(
      .put, "/api/v1/me/password", token: token,
      json: #"{"current": "guess", "password": "0123456789"}"#)
    wrong.expectError(
      403, "wrong_password",
      "\"current\" is not the account's password; when it is lost, ask an admin to remove it.")
  }

  @Test(arguments: ["short", "x", "", String(repeating: "x", count: 1025), "a long enough name"])
  func `a weak password is refused`(password: String) async throws {
    let server = try await TestServer()
    let token = try await server.addAccount("a long enough name")
    let reply = try await server.send(
      .put, "/api/v1/me/password", token: token, json: "{\"password\": \"\(password)\"}")
    #expect(reply.status == 422)
    #expect(reply.json["code"].string == "weak_password")
  }
}
