import Domain
import HTTP
import Packages
import TestClient
import Testing

@testable import JudgeServer

/// A server with a classroom in Berlin: its teacher grace, its student ada, and eve, a stranger.
struct ClassroomFixture {
  let server: TestServer
  let clock = TestClock()
  let teacher: String
  let student: String
  let stranger: String
  /// `/api/v1/classrooms/01J…`
  let classroom: String
  let joinCode: String

  init(catalog: ProblemCatalog = ProblemFixtures.catalog) async throws {
    let server = try await TestServer(catalog: catalog, clock: clock)
    teacher = try await server.addAccount("grace", .teacher)
    student = try await server.addAccount("ada")
    stranger = try await server.addAccount("eve")
    let reply = try await server.send(
      .post, "/api/v1/classrooms", token: teacher,
      json: #"{"name": "Asyncio", "time_zone": "Europe/Berlin"}"#)
    classroom = try #require(reply.json["href"].string, "\(reply.text)")
    joinCode = try #require(reply.json["join_code"].string)
    let joined = try await server.send(
      .post, "/api/v1/classrooms/join", token: student,
      json: #"{"code": "\#(joinCode.lowercased())", "name": "Ada Lovelace"}"#)
    #expect(joined.status == 201)
    self.server = server
  }

  func send(
    _ method: HTTP.Method, _ target: String, by token: String, _ body: String = "",
    fields: [String: String] = [:]
  ) async throws -> Reply {
    try await server.send(method, target, token: token, fields: fields, json: body)
  }

  func importRoster(_ csv: String, query: String = "", accept: String = "*/*") async throws -> Reply
  {
    try await server.post(
      classroom + "/roster" + query, type: "text/csv",
      fields: ["Authorization": "Bearer \(teacher)", "Accept": accept], Array(csv.utf8))
  }

  /// Open since an hour, due in one, closed in two (the clock shows 11:15 in Berlin), `echo` for 10
  /// points and two attempts; `members` stand beside these. Returns its path.
  func assign(_ members: String = "") async throws -> String {
    let reply = try await send(
      .post, classroom + "/assignments", by: teacher,
      """
      {"name": "Week 1", "opens_at": "2026-03-02T10:15", "due_at": "2026-03-02T12:15",
       "closes_at": "2026-03-02T13:15", "problems": [
         {"problem_id": "echo", "points": 10, "attempt_limit": 2}]
       \(members.isEmpty ? "" : "," + members)}
      """)
    return try #require(reply.json["href"].string, "\(reply.text)")
  }

  /// Another student of the classroom; returns the token.
  func join(_ account: String) async throws -> String {
    let token = try await server.addAccount(account)
    let joined = try await send(
      .post, "/api/v1/classrooms/join", by: token, #"{"code": "\#(joinCode)"}"#)
    #expect(joined.status == 201)
    return token
  }

  /// To any problem, for the assignment with this path; judged when there is a verdict. Returns the
  /// submission's id.
  @discardableResult func solve(
    _ problem: String, as judgement: Judgement? = .example(.accepted),
    for assignment: String? = nil, by token: String? = nil
  ) async throws -> String {
    let query = assignment.map { "?assignment=\($0.suffix(26))" } ?? ""
    let reply = try await send(
      .post, "/api/v1/problems/\(problem)/submissions" + query, by: token ?? student,
      #"{"solver": {"source": "print(1)"}}"#)
    #expect(reply.status == 201, "\(reply.text)")
    if let judgement { try await server.judge(judgement) }
    return try #require(reply.json["id"].string)
  }

  /// To `echo`, for the assignment with this path.
  func submit(to assignment: String?, by token: String? = nil) async throws -> Reply {
    let id = assignment?.split(separator: "/").last.map(String.init)
    return try await server.submit(
      query: id.map { "?assignment=\($0)" } ?? "", token: token ?? student)
  }
}

extension Judgement {
  /// A sample that passes, then a hidden case with this verdict.
  static func withRuns(_ verdict: Verdict) -> Judgement {
    func run(_ ordinal: Int, _ group: String, _ verdict: Verdict) -> Run {
      Run(
        ordinal: ordinal, testCase: "\(group)/1", group: group, isSample: group == "sample",
        verdict: verdict, cpuTime: .milliseconds(1), wallTime: .milliseconds(1),
        peakMemory: .mebibytes(8), memorySource: .cgroup, ending: .exited(code: 0))
    }
    var judgement = Judgement.example(verdict)
    judgement.runs = [run(1, "sample", .accepted), run(2, "secret", verdict)]
    judgement.groups = [
      GroupResult(name: "sample", verdict: .accepted, score: 0, maxScore: 0),
      GroupResult(
        name: "secret", verdict: verdict, score: judgement.score, maxScore: 1),
    ]
    return judgement
  }
}
