import Domain
import Storage
import Synchronization
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct LeaderboardHandlersTests {
  /// Submits by `account` at a minute and judges it at once, unless `verdict` is nil.
  private func attempt(
    _ server: TestServer, _ account: Account?, minute: Int, _ verdict: Verdict?
  ) async throws {
    _ = try await server.database.submit(
      NewSubmission(
        problem: .echo, account: account,
        configuration: SolverConfiguration(runtime: "python3", source: "x"),
        submittedAt: .now + .seconds(minute * 60)))
    if let verdict { try await server.judge(.example(verdict)) }
  }

  private func server() async throws -> TestServer {
    let server = try await TestServer()
    let ada = try await server.database.addAccount(named: "ada", now: .now).account
    let bob = try await server.database.addAccount(named: "bob", now: .now).account
    try await attempt(server, ada, minute: 0, .wrongAnswer)
    try await attempt(server, ada, minute: 1, .judgeError)
    try await attempt(server, nil, minute: 2, .accepted)
    try await attempt(server, ada, minute: 5, .accepted)
    try await attempt(server, bob, minute: 6, .runTimeError)
    try await attempt(server, bob, minute: 7, nil)
    return server
  }

  @Test func `ranks accounts with the figures that it ranks by`() async throws {
    let reply = try await server().get("/api/v1/leaderboard?set=easy")
    #expect(reply.status == 200)
    #expect(
      reply.text == """
        {"by":"solved","num_ranked":2,"penalty_minutes_per_rejection":20,\
        "problem_ids":["echo"],"rows":[\
        {"account":"ada","problems":[{"num_judged":2,"num_pending":0,"problem_id":"echo",\
        "solved":true,"solved_after_minutes":5,"solved_at":"2026-03-02T10:20:00.123Z"}],\
        "rank":1,"score":{"last_solved_at":"2026-03-02T10:20:00.123Z","num_solved":1,\
        "penalty_minutes":25}},\
        {"account":"bob","problems":[{"num_judged":1,"num_pending":1,"problem_id":"echo",\
        "solved":false}],"rank":2,"score":{"num_solved":0,"penalty_minutes":0}}],"set":"easy"}
        """)
  }

  @Test(arguments: ["/api/v1/leaderboard?set=easy", "/api/v1/problems/echo/leaderboard"])
  func `what is made already is answered by the event loop, until something happens`(
    path: String
  ) async throws {
    let count = Atomic(0)
    let server = try await TestServer(onReady: { count.add(1, ordering: .relaxed) })
    var ready: Int { count.load(ordering: .relaxed) }
    let (ada, token) = try await server.database.addAccount(named: "ada", now: .now)
    let first = try await server.get(path)
    #expect(ready == 0)
    #expect(try await server.get(path).body == first.body)
    #expect(ready == 1)
    #expect(
      try await server.get(path, fields: ["If-None-Match": first.fields["etag"] ?? ""]).status
        == 304)
    #expect(ready == 2)
    // Whoever says who it is, or asks for one row or for the past, is answered elsewhere.
    let separator = path.contains("?") ? "&" : "?"
    for query in ["account=ada", "at=2026-03-02T10:15:00Z"] {
      #expect(try await server.get(path + separator + query).status == 200)
    }
    #expect(try await server.get(path, fields: ["Authorization": "Bearer x"]).status == 401)
    let own = ["Authorization": "Bearer \(token)"]
    #expect(try await server.get(path, fields: own).body == first.body)
    #expect(ready == 2)
    #expect(try await server.get(path + separator + "by=beauty").status == 400)
    #expect(try await server.get(path + separator + "nonsense=1").status == 400)

    try await attempt(server, ada, minute: 0, .accepted)
    let changed = try await server.get(path)
    #expect(ready == 2)
    #expect(path.contains("set") == (changed.body != first.body))
    #expect(try await server.get(path).body == changed.body)
    #expect(ready == 3)
  }

  @Test func `is over all sets when none is named`() async throws {
    let board = try await server().get("/api/v1/leaderboard").json
    #expect(board["set"] == .null)
    #expect(board["problem_ids"].elements == [.string("echo"), .string("paused")])
    #expect(board["rows"].elements.map { $0["account"].string } == ["ada", "bob"])
  }

  @Test func `nobody ranks in a set that nobody tried`() async throws {
    let board = try await server().get("/api/v1/leaderboard?set=hard").json
    #expect(board["rows"] == .array([]))
    #expect(board["problem_ids"].elements == [.string("paused")])
    let empty = try await server().get("/api/v1/leaderboard?set=medium").json
    #expect(empty["problem_ids"] == .array([]))
  }

  @Test(arguments: [
    ("?set=extreme", "invalid_query", "The query parameter \"set\" must be easy, medium or hard."),
    ("?set=", "invalid_query", "The query parameter \"set\" must be easy, medium or hard."),
    (
      "?sets=easy", "unknown_query",
      "There is no query parameter \"sets\" here; this resource takes account, after, at, by, limit, "
        + "set."
    ),
  ])
  func `an unknown set is refused`(query: String, code: String, detail: String) async throws {
    try await TestServer().get("/api/v1/leaderboard" + query).expectError(400, code, detail)
  }

  @Test func `ranks by score when asked`() async throws {
    let board = try await server().get("/api/v1/leaderboard?by=score").json
    #expect(board["by"].string == "score")
    #expect(board["rows"][0]["score"]["score"].integer == 1)
    #expect(board["rows"][0]["score"]["last_scored_at"].string == "2026-03-02T10:20:00.123Z")
    #expect(board["rows"][0]["problems"][0]["score"].integer == 1)
    #expect(board["rows"][1]["rank"].integer == 2)
  }

  @Test func `goes page by page, or to one account`() async throws {
    let server = try await server()
    let first = try await server.get("/api/v1/leaderboard?limit=1").json
    #expect(first["rows"].elements.map { $0["account"].string } == ["ada"])
    #expect(first["next_after"].integer == 1)
    #expect(first["num_ranked"].integer == 2)
    let second = try await server.get("/api/v1/leaderboard?limit=1&after=1").json
    #expect(second["rows"].elements.map { $0["account"].string } == ["bob"])
    #expect(second["next_after"] == .null)
    let own = try await server.get("/api/v1/leaderboard?account=bob").json
    #expect(own["rows"].elements.map { $0["rank"].integer } == [2])
    #expect(try await server.get("/api/v1/leaderboard?account=cy").json["rows"] == .array([]))
  }

  @Test func `an answer that has not changed is not sent again`() async throws {
    let server = try await server()
    let tag = try #require(try await server.get("/api/v1/leaderboard").fields["etag"])
    let again = try await server.get("/api/v1/leaderboard", fields: ["If-None-Match": tag])
    #expect(again.status == 304)
    #expect(again.body == [])
    #expect(again.fields["etag"] == tag)
    // Another life, the same content.
    let next = try await TestServer(database: server.database)
    #expect(try await next.get("/api/v1/leaderboard").fields["etag"] == tag)

    try await server.judge(.example(.accepted))
    let changed = try await server.get("/api/v1/leaderboard", fields: ["If-None-Match": tag])
    #expect(changed.status == 200)
    #expect(changed.fields["etag"] != tag)
    #expect(changed.json["rows"][1]["score"]["num_solved"].integer == 1)
  }

  @Test func `a checkpoint changes nothing`() async throws {
    let server = try await server()
    let board = try await server.get("/api/v1/leaderboard").text
    await server.boards.finish()
    let next = try await TestServer(database: server.database)
    #expect(try await next.get("/api/v1/leaderboard").text == board)
  }

  @Test func `shows the past`() async throws {
    let server = try await TestServer()
    let ada = try await server.database.addAccount(named: "ada", now: .now).account
    try await attempt(server, ada, minute: -30, .wrongAnswer)
    try await attempt(server, ada, minute: -20, .accepted)
    for (time, judged) in [("09:44", nil), ("09:46", 1), ("10:15", 2)] as [(String, Int?)] {
      let board = try await server.get("/api/v1/leaderboard?at=2026-03-02T\(time):00Z").json
      #expect(board["time"].string == "2026-03-02T\(time):00.000Z")
      #expect(board["rows"][0]["problems"][0]["num_judged"].integer == judged)
    }
  }

  @Test(arguments: [
    ("?by=makespan", "invalid_query", "The query parameter \"by\" must be solved or score."),
    (
      "?limit=201", "invalid_query",
      "The query parameter \"limit\" must be a whole number from 1 to 200."
    ),
    (
      "?account=ada&limit=3", "invalid_query",
      "The query parameter \"limit\" means nothing beside \"account\"; leave one of them out."
    ),
    (
      "?at=yesterday", "invalid_query",
      "The query parameter \"at\" must be a time as 2026-03-02T10:15:00Z (a + in it is written "
        + "%2B)."
    ),
    (
      "?at=2026-03-02T10:16:00Z", "invalid_query",
      "The query parameter \"at\" must not be in the future."
    ),
  ])
  func `what makes no sense is refused`(query: String, code: String, detail: String) async throws {
    try await TestServer().get("/api/v1/leaderboard" + query).expectError(400, code, detail)
  }

  @Test func `a problem ranks by time`() async throws {
    let server = try await TestServer()
    for (name, cpuTimes) in [("ada", [30, 10]), ("bob", [20]), ("cy", [10])] {
      let account = try await server.database.addAccount(named: name, now: .now).account
      for cpuTime in cpuTimes {
        try await attempt(server, account, minute: 0, nil)
        var judgement = Judgement.example(.accepted)
        judgement.runs = [
          Run(
            ordinal: 1, testCase: "secret/1", group: "secret", isSample: false,
            verdict: .accepted, cpuTime: .milliseconds(cpuTime), wallTime: .zero,
            peakMemory: .mebibytes(1), memorySource: .cgroup, ending: .exited(code: 0))
        ]
        try await server.judge(judgement)
      }
    }
    let path = "/api/v1/problems/echo/leaderboard"
    let reply = try await server.get(path + "?by=cpu_time")
    #expect(
      reply.text == """
        {"by":"cpu_time","num_ranked":3,"problem_ids":["echo"],"rows":[\
        {"account":"ada","cpu_time_us":10000,"rank":1},\
        {"account":"cy","cpu_time_us":10000,"rank":1},\
        {"account":"bob","cpu_time_us":20000,"rank":3}]}
        """)
    // Nothing measures its makespan.
    #expect(try await server.get(path).json["rows"] == .array([]))
    #expect(try await server.get("/api/v1/problems/none/leaderboard").status == 404)
  }
}
