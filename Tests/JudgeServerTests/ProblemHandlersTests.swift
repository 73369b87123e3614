import Domain
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct ProblemHandlersTests {
  @Test func `the list says what there is and where`() async throws {
    let reply = try await TestServer().get("/api/v1/problems?set=easy")
    #expect(reply.status == 200)
    #expect(
      reply.text == """
        {"problems":[{"href":"/api/v1/problems/echo","id":"echo","keywords":["a","b"],\
        "max_score":1,"name":"Number 1","set":"easy"}]}
        """)
    let all = try await TestServer().get("/api/v1/problems").json["problems"]
    #expect(all.elements.map { $0["id"].string } == ["echo", "paused"])
  }

  @Test func `a problem shows its statement, limits and samples, and nothing hidden`() async throws
  {
    let reply = try await TestServer().get("/api/v1/problems/echo")
    #expect(reply.status == 200)
    #expect(
      reply.text == """
        {"id":"echo","keywords":["a","b"],"limits":{"code_bytes":1024,"cpu_time_us":1000000,\
        "memory_bytes":67108864,"output_bytes":1048576,"wall_time_us":4000000},"max_score":1,\
        "name":"Number 1","runtimes":["python3"],"samples":[{"answer":"shown answer\\n",\
        "input":"shown input\\n","name":"1"}],"set":"easy","statement":"Print what you read.\\n",\
        "submissions_href":"/api/v1/problems/echo/submissions"}
        """)
  }

  @Test func `an unknown problem is not found`() async throws {
    try await TestServer().get("/api/v1/problems/no%22thing").expectError(
      404, "unknown_problem",
      "There is no problem \"no\"thing\" here; GET /api/v1/problems lists those that there are.")
  }

  @Test(arguments: [
    (
      "/api/v1/problems?set=x", "invalid_query",
      "The query parameter \"set\" must be easy, medium or hard."
    ),
    (
      "/api/v1/problems?x", "unknown_query",
      "There is no query parameter \"x\" here; this resource takes set."
    ),
    (
      "/api/v1/problems/echo?x=1", "unknown_query",
      "There is no query parameter \"x\" here; this resource takes none."
    ),
    (
      "/api/v1/health?x=1", "unknown_query",
      "There is no query parameter \"x\" here; this resource takes none."
    ),
  ])
  func `a query that means nothing is refused`(
    target: String, code: String, detail: String
  ) async throws {
    try await TestServer().get(target).expectError(400, code, detail)
  }

  @Test func `the welcome names commands that work`() async throws {
    let server = try await TestServer()
    let reply = try await server.get("/")
    #expect(reply.status == 200)
    #expect(reply.fields["content-type"] == "text/plain; charset=utf-8")
    #expect(reply.text.contains("AsyncJudge 1.2.3"))
    #expect(reply.text.contains("curl http://judge.test:8080/api/v1/problems\n"))
    #expect(reply.text.contains("curl http://judge.test:8080/api/v1/leaderboard\n"))
  }

  @Test func `health counts what is there`() async throws {
    let server = try await TestServer()
    for _ in 1...3 { _ = try await server.submit() }
    _ = try await server.database.claim(worker: "test", lease: .seconds(60), now: .now)
    let reply = try await server.get("/api/v1/health")
    #expect(reply.status == 200)
    #expect(
      reply.text == """
        {"isolation":"B","package_faults":0,"problems":{"easy":1,"hard":1,"medium":0},\
        "queue":{"judging":1,"queued":2},"runtimes":["python3","c"],"slots":3,"status":"ok",\
        "time":"2026-03-02T10:15:00.123Z","version":"1.2.3","workers":2}
        """)
  }
}
