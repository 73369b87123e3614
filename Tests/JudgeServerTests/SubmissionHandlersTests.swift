import Domain
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct SubmissionHandlersTests {
  @Test func `a submission is created, stored and found where the answer says`() async throws {
    let server = try await TestServer()
    let reply = try await server.submit()
    #expect(reply.status == 201)
    let id = try #require(reply.json["id"].string)
    #expect(reply.fields["location"] == "/api/v1/submissions/\(id)")
    #expect(reply.json["href"].string == "/api/v1/submissions/\(id)")
    let found = try await server.get("/api/v1/submissions/\(id)")
    #expect(found.status == 200)
    #expect(found.json == reply.json)
  }

  @Test(arguments: ["nothing", "Echo", "e%63ho2", "%FF", "a%2Fb"])
  func `an unknown problem takes no submissions`(name: String) async throws {
    let server = try await TestServer()
    let reply = try await server.post("/api/v1/problems/\(name)/submissions", Array("x".utf8))
    #expect(reply.status == 404)
    #expect(reply.json["code"].string == "unknown_problem")
    let detail = try #require(reply.json["detail"].string)
    #expect(detail.hasSuffix("here; GET /api/v1/problems lists those that there are."))
  }

  @Test(arguments: ["1", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01arz3ndektsv4rrffq69g5fav"])
  func `an unknown submission is not found`(id: String) async throws {
    try await TestServer().get("/api/v1/submissions/\(id)").expectError(
      404, "unknown_submission",
      "There is no submission \"\(id)\"; use the id or the Location that the POST answered.")
  }

  @Test(arguments: [
    (
      "?color=red", "unknown_query",
      "There is no query parameter \"color\" here; this resource takes assignment, entry, runtime, wait."
    ),
    (
      "?runtime=c&runtime=c", "invalid_query",
      "The query parameter \"runtime\" is given more than once."
    ),
    (
      "?entry=%FF", "invalid_query",
      "The query parameter \"entry\" is not valid; percent-encode it as UTF-8."
    ),
  ])
  func `a query that means nothing is refused`(
    query: String, code: String, detail: String
  ) async throws {
    let server = try await TestServer()
    try await server.submit(query: query).expectError(400, code, detail)
    let counts = try await server.database.queueCounts()
    #expect(counts.queued == 0)
  }

  @Test func `a problem's own runtimes go before the server's`() async throws {
    let reply = try await TestServer().post(
      "/api/v1/problems/paused/submissions", Array("x".utf8))
    reply.expectError(
      422, "runtime_not_allowed",
      "The runtime \"python3\" is not allowed for this problem; this server has none that the "
        + "problem allows, tell your teacher.")
  }

  @Test func `a full queue takes no more until some are judged`() async throws {
    let server = try await TestServer()
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for _ in 1..<ServerLimits.queueLength {
        tasks.addTask { [database = server.database] in
          _ = try await database.submit(
            .init(
              problem: .echo, account: nil,
              configuration: SolverConfiguration(runtime: "python3", source: "x"),
              submittedAt: .now))
        }
      }
      try await tasks.waitForAll()
    }
    #expect(try await server.submit().status == 201)
    let reply = try await server.submit()
    reply.expectError(
      503, "queue_full",
      "The judge has too many submissions waiting; submit again in a few seconds.")
    #expect(reply.fields["retry-after"] == "5")
    try await server.judge(.example(.accepted))
    #expect(try await server.submit().status == 201)
  }

  // MARK: pages

  /// A server with five submissions to `echo`, every second one of ada's; their ids.
  private func fiveSubmissions() async throws -> (TestServer, ids: [String]) {
    let server = try await TestServer()
    let token = try await server.addAccount("ada")
    var ids: [String] = []
    for number in 0..<5 {
      let reply = try await server.submit(token: number % 2 == 1 ? token : nil)
      ids.append(try #require(reply.json["id"].string))
    }
    return (server, ids)
  }

  private func ids(_ reply: Reply) -> [String?] {
    reply.json["submissions"].elements.map { $0["id"].string }
  }

  /// A page as an admin sees it, who sees all.
  private func page(_ server: TestServer, _ query: String) async throws -> Reply {
    let name = "admin \(query)"
    let token = try await server.addAccount(name, .admin)
    return try await server.send(.get, "/api/v1/submissions" + query, token: token, json: "")
  }

  @Test func `pages lead from one to the next`() async throws {
    let (server, ids) = try await fiveSubmissions()
    let first = try await page(server, "?limit=2")
    #expect(self.ids(first) == [ids[4], ids[3]])
    #expect(first.json["next_after"].string == ids[3])
    _ = try await server.submit()
    let second = try await page(server, "?limit=2&after=\(ids[3])")
    #expect(self.ids(second) == [ids[2], ids[1]])
    let third = try await page(server, "?limit=2&after=\(ids[1])")
    #expect(self.ids(third) == [ids[0]])
    #expect(third.json["next_after"] == .null)
  }

  @Test func `pages can be of a problem and of an account`() async throws {
    let (server, ids) = try await fiveSubmissions()
    #expect(self.ids(try await page(server, "?account=ada&problem=echo")) == [ids[3], ids[1]])
    #expect(self.ids(try await page(server, "?problem=paused")) == [])
    #expect(self.ids(try await page(server, "?account=bob")) == [])
  }

  @Test func `a guest pages through guests' submissions only`() async throws {
    let (server, ids) = try await fiveSubmissions()
    let first = try await server.get("/api/v1/submissions?limit=2")
    #expect(self.ids(first) == [ids[4], ids[2]])
    let second = try await server.get("/api/v1/submissions?limit=2&after=\(ids[2])")
    #expect(self.ids(second) == [ids[0]])
    // Not even as a place to go on from is ada's known.
    #expect(try await server.get("/api/v1/submissions?after=\(ids[3])").status == 400)
  }

  @Test(arguments: [
    ("after=", "after", "must be the next_after of the page before"),
    ("after=01ARZ3NDEKTSV4RRFFQ69G5FAV", "after", "must be the next_after of the page before"),
    ("limit=0", "limit", "must be a whole number from 1 to 100"),
    ("limit=101", "limit", "must be a whole number from 1 to 100"),
    ("limit=ten", "limit", "must be a whole number from 1 to 100"),
    ("limit=", "limit", "must be a whole number from 1 to 100"),
    ("limit=99999999999999999999", "limit", "must be a whole number from 1 to 100"),
  ])
  func `a page that cannot be is refused`(
    query: String, name: String, rule: String
  ) async throws {
    let (server, _) = try await fiveSubmissions()
    try await server.get("/api/v1/submissions?\(query)").expectError(
      400, "invalid_query", "The query parameter \"\(name)\" \(rule).")
  }

  @Test func `a page of an unknown problem is refused`() async throws {
    try await TestServer().get("/api/v1/submissions?problem=nothing").expectError(
      404, "unknown_problem",
      "There is no problem \"nothing\" here; GET /api/v1/problems lists those that there are.")
  }
}
