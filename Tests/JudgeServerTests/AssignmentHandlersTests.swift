import Domain
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct AssignmentHandlersTests {
  @Test func `times are local to the classroom, and shown in both`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign()
    let view = try await fixture.send(.get, path, by: fixture.teacher).json
    #expect(view["opens_at"].string == "2026-03-02T09:15:00.000Z")
    #expect(view["opens_at_local"].string == "2026-03-02T10:15:00+01:00")
    #expect(view["time_zone"].string == "Europe/Berlin")
    #expect(view["phase"].string == "open")
    let changed = try await fixture.send(
      .patch, path, by: fixture.teacher,
      #"{"due_at": "2026-04-01T00:00:00Z", "closes_at": "2026-04-02T00:00"}"#
    ).json
    #expect(changed["due_at_local"].string == "2026-04-01T02:00:00+02:00")
    #expect(changed["closes_at"].string == "2026-04-01T22:00:00.000Z")
    #expect(changed["name"].string == "Week 1")
  }

  @Test(arguments: [
    (#""late_policy": {"per_day": 2}"#, "wrong_value"),
    (#""feedback": "everything""#, "wrong_type"),
    (#""ranking": 3"#, "wrong_type"),
    (#""late": {}"#, "unknown_field"),
  ])
  func `an assignment that cannot be is refused`(members: String, code: String) async throws {
    let fixture = try await ClassroomFixture()
    let reply = try await fixture.send(
      .post, fixture.classroom + "/assignments", by: fixture.teacher,
      """
      {"name": "a", "opens_at": "2026-03-02T10:15", "due_at": "2026-03-02T12:15",
       "problems": [{"problem_id": "echo"}], \(members)}
      """)
    #expect(reply.status == 422)
    #expect(reply.json["code"].string == code)
  }

  @Test(arguments: [
    (#"[]"#, "wrong_type"), (#"[{"problem_id": "nothing"}]"#, "unknown_problem"),
    (#"[{"problem_id": "echo"}, {"problem_id": "echo"}]"#, "wrong_type"),
    (#"[{"problem_id": "echo", "points": -1}]"#, "wrong_type"),
    (#"[{"problem_id": "echo", "attempt_limit": 0}]"#, "wrong_type"),
    (#"[{"points": 1}]"#, "missing_field"),
  ])
  func `problems that cannot be are refused`(problems: String, code: String) async throws {
    let fixture = try await ClassroomFixture()
    let reply = try await fixture.send(
      .patch, try await fixture.assign(), by: fixture.teacher, "{\"problems\": \(problems)}")
    #expect(reply.status == 422)
    #expect(reply.json["code"].string == code)
  }

  @Test func `an assignment closes no earlier than it is due`() async throws {
    let fixture = try await ClassroomFixture()
    let reply = try await fixture.send(
      .patch, try await fixture.assign(), by: fixture.teacher,
      #"{"closes_at": "2026-03-02T12:00"}"#)
    #expect(reply.json["code"].string == "wrong_times")
  }

  @Test func `before it opens it is there for staff only`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign()
    _ = try await fixture.send(
      .patch, path, by: fixture.teacher, #"{"opens_at": "2026-03-02T12:00"}"#)
    #expect(
      try await fixture.send(.get, path, by: fixture.teacher).json["phase"].string == "upcoming")
    #expect(try await fixture.send(.get, path, by: fixture.student).status == 404)
    #expect(try await fixture.submit(to: path).json["code"].string == "unknown_assignment")
    for (token, count) in [(fixture.teacher, 1), (fixture.student, 0)] {
      let list = try await fixture.send(.get, fixture.classroom + "/assignments", by: token).json
      #expect(list["assignments"].elements.count == count)
    }
    fixture.clock.advance(by: .seconds(3600))
    #expect(try await fixture.submit(to: path).status == 201)
  }

  @Test func `a stranger sees no assignment`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign()
    #expect(try await fixture.send(.get, path, by: fixture.stranger).status == 404)
    let submitted = try await fixture.submit(to: path, by: fixture.stranger)
    #expect(submitted.json["code"].string == "unknown_assignment")
    let guest = try await fixture.server.submit(query: "?assignment=\(path.suffix(26))")
    #expect(guest.status == 401)
  }

  @Test func `attempts and the best score are the student's own`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign()
    #expect(try await fixture.submit(to: path).status == 201)
    let pending = try await fixture.send(.get, path, by: fixture.student).json
    #expect(pending["problems"][0]["attempts_pending"].integer == 1)
    #expect(pending["problems"][0]["attempts_left"].integer == 1)
    #expect(pending["problems"][0]["best"] == .null)
    try await fixture.server.judge(.example(.accepted))
    let judged = try await fixture.send(.get, path, by: fixture.student).json
    #expect(judged["problems"][0]["attempts_used"].integer == 1)
    #expect(judged["problems"][0]["best"]["points"].integer == 10)
    #expect(judged["points"].integer == 10)
    #expect(try await fixture.submit(to: path).status == 201)
    let refused = try await fixture.submit(to: path)
    #expect(refused.status == 409)
    #expect(refused.json["code"].string == "attempts_used_up")
  }

  @Test func `an extension gives time and attempts`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign()
    fixture.clock.advance(by: .seconds(3 * 3600))
    let closed = try await fixture.submit(to: path)
    #expect(closed.status == 403)
    #expect(closed.json["code"].string == "assignment_closed")
    let extensions = path + "/extensions/ada"
    let granted = try await fixture.send(
      .put, extensions, by: fixture.teacher,
      #"{"due_at": "2026-03-03T10:00", "more_attempts": 1, "reason": "ill"}"#)
    #expect(granted.status == 200)
    for _ in 0..<3 { #expect(try await fixture.submit(to: path).status == 201) }
    #expect(try await fixture.submit(to: path).json["code"].string == "attempts_used_up")
    let own = try await fixture.send(.get, path, by: fixture.student).json
    #expect(own["due_at_local"].string == "2026-03-03T10:00:00+01:00")
    #expect(own["closes_at_local"].string == "2026-03-03T10:00:00+01:00")
    #expect(own["extension"]["reason"].string == "ill")
    #expect(own["phase"].string == "open")
    let staff = try await fixture.send(.get, path, by: fixture.teacher).json
    #expect(staff["extensions"][0]["account"].string == "ada")
    #expect(try await fixture.send(.delete, extensions, by: fixture.teacher).status == 204)
    #expect(
      try await fixture.send(.delete, extensions, by: fixture.teacher).json["code"].string
        == "no_extension")
    #expect(
      try await fixture.send(
        .put, path + "/extensions/eve", by: fixture.teacher, "{}"
      ).json["code"].string == "unknown_member")
  }

  @Test func `while it is open, its problems are not practiced beside it`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign()
    #expect(try await fixture.submit(to: nil).json["code"].string == "assigned")
    #expect(try await fixture.submit(to: nil, by: fixture.stranger).status == 201)
    #expect(try await fixture.submit(to: nil, by: fixture.teacher).status == 201)
    fixture.clock.advance(by: .seconds(3 * 3600))
    #expect(try await fixture.submit(to: nil).status == 201)
    #expect(try await fixture.send(.delete, path, by: fixture.teacher).status == 204)
    #expect(try await fixture.send(.get, path, by: fixture.teacher).status == 404)
  }

  @Test func `a student is given a variant, and submits to it`() async throws {
    let server = try await TestServer(
      catalog: ProblemFixtures.catalog(["easy/echo": "[python3]", "easy/varied": "[python3]"]))
    let teacher = try await server.addAccount("grace", .teacher)
    let classroom = try #require(
      try await server.send(
        .post, "/api/v1/classrooms", token: teacher, json: #"{"name": "Asyncio"}"#
      ).json["href"].string)
    let path = try #require(
      try await server.send(
        .post, classroom + "/assignments", token: teacher,
        json: """
          {"name": "a", "opens_at": "2026-03-02T10:00", "due_at": "2026-03-03T10:00",
           "problems": [{"problem_id": "varied"}]}
          """
      ).json["href"].string)
    let csv = "account,name\n" + (0..<12).map { "s\($0),S\n" }.joined()
    let roster = try await server.post(
      classroom + "/roster", type: "text/csv", fields: ["Authorization": "Bearer \(teacher)"],
      Array(csv.utf8))
    var given: Set<String> = []
    for row in roster.json["rows"].elements {
      let token = try #require(row["token"].string)
      let problem = try await server.send(
        .get, path + "/problems/varied", token: token, json: ""
      ).json
      let variant = try #require(problem["variant"].string)
      #expect(problem["statement"].string == "Print \(variant).\n")
      let href = try #require(problem["submissions_href"].string)
      let submitted = try await server.send(
        .post, href, token: token, json: #"{"solver": {"source": "print(1)"}}"#)
      #expect(submitted.json["variant"].string == variant)
      let claim = try #require(
        try await server.database.claim(worker: "test", lease: .seconds(9), now: .now))
      #expect(claim.submission.variant == variant)
      let account = try #require(row["account"].string)
      let shown = try await server.send(
        .get, path + "/problems/varied?account=\(account)", token: teacher, json: ""
      ).json
      #expect(shown["variant"].string == variant)
      let peek = try await server.send(
        .get, path + "/problems/varied?account=grace", token: token, json: "")
      #expect(peek.status == 403)
      given.insert(variant)
    }
    #expect(given.count > 1)
    let practiced = try await server.send(.get, "/api/v1/problems/varied", json: "").json
    #expect(practiced["variant"] == .null)
  }

  // MARK: feedback

  /// Submits, judges a hidden failure, and reads it as `token` does.
  private func feedback(
    _ policy: String, after seconds: Int64 = 0, asStaff: Bool = false
  ) async throws -> JSONValue {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign("\"feedback\": \"\(policy)\"")
    let submitted = try await fixture.submit(to: path)
    try await fixture.server.judge(.withRuns(.wrongAnswer))
    fixture.clock.advance(by: .seconds(seconds))
    let href = try #require(submitted.json["href"].string, "\(submitted.text)")
    return try await fixture.send(
      .get, href, by: asStaff ? fixture.teacher : fixture.student
    ).json
  }

  @Test(arguments: ["samples", "all_after_due"])
  func `before it may be known, there is no verdict`(policy: String) async throws {
    let view = try await feedback(policy)
    #expect(view["state"].string == "done")
    #expect(view["verdict"] == .null)
    #expect(view["score"] == .null)
    #expect(view["judgement"]["verdict"] == .null)
    #expect(view["judgement"]["shown"].string == "samples")
    #expect(view["judgement"]["runs"].elements.map { $0["group"].string } == ["sample"])
    #expect(view["judgement"]["groups"].elements.map { $0["name"].string } == ["sample"])
  }

  @Test func `after the close the verdict is known, and no hidden run`() async throws {
    let view = try await feedback("samples", after: 3 * 3600)
    #expect(view["verdict"].string == "WA")
    #expect(view["judgement"]["runs"].elements.count == 1)
  }

  @Test func `after the due time everything is known`() async throws {
    let view = try await feedback("all_after_due", after: 3601)
    #expect(view["verdict"].string == "WA")
    #expect(view["judgement"]["shown"] == .null)
    #expect(view["judgement"]["runs"].elements.count == 2)
  }

  @Test func `the first failing hidden case says what it failed with`() async throws {
    let view = try await feedback("first_failure")
    #expect(view["verdict"].string == "WA")
    #expect(view["judgement"]["runs"].elements.count == 1)
    #expect(view["judgement"]["first_failure"]["verdict"].string == "WA")
  }

  @Test func `staff see everything at once`() async throws {
    let view = try await feedback("samples", asStaff: true)
    #expect(view["verdict"].string == "WA")
    #expect(view["judgement"]["runs"].elements.count == 2)
  }

  @Test func `a list hides what a submission hides`() async throws {
    let fixture = try await ClassroomFixture()
    _ = try await fixture.submit(to: try await fixture.assign("\"feedback\": \"samples\""))
    try await fixture.server.judge(.withRuns(.wrongAnswer))
    for (token, verdict) in [(fixture.student, nil), (fixture.teacher, "WA")] {
      let list = try await fixture.send(.get, "/api/v1/submissions?account=ada", by: token).json
      #expect(list["submissions"].elements.map { $0["verdict"].string } == [verdict])
    }
    let own = try await fixture.send(
      .get, fixture.classroom + "/assignments", by: fixture.student
    ).json["assignments"][0]
    #expect(own["points"] == .null)
  }
}
