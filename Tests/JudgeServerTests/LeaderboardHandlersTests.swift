import Domain
import Storage
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
        {"penalty_minutes_per_rejection":20,"problem_ids":["echo"],"rows":[\
        {"account":"ada","problems":[{"num_judged":2,"num_pending":0,"problem_id":"echo",\
        "solved":true,"solved_after_minutes":5,"solved_at":"2026-03-02T10:20:00.123Z"}],\
        "rank":1,"score":{"last_solved_at":"2026-03-02T10:20:00.123Z","num_solved":1,\
        "penalty_minutes":25}},\
        {"account":"bob","problems":[{"num_judged":1,"num_pending":1,"problem_id":"echo",\
        "solved":false}],"rank":2,"score":{"num_solved":0,"penalty_minutes":0}}],"set":"easy",\
        "time":"2026-03-02T10:15:00.123Z"}
        """)
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
      "There is no query parameter \"sets\" here; this resource takes set."
    ),
  ])
  func `an unknown set is refused`(query: String, code: String, detail: String) async throws {
    try await TestServer().get("/api/v1/leaderboard" + query).expectError(400, code, detail)
  }
}
