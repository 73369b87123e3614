import Domain
import TestClient
import Testing

@testable import JudgeServer

/// The clock shows Monday, 2026-03-02, 11:15 in Berlin.
@Suite(.timeLimit(.minutes(1))) struct PracticeHandlersTests {
  private static let catalog = ProblemFixtures.catalog([
    "easy/echo": "[python3]", "easy/second": "[python3]", "medium/third": "[python3]",
    "hard/fourth": "[python3]", "hard/paused": "[cobol]",
  ])

  private func fixture() async throws -> ClassroomFixture {
    try await ClassroomFixture(catalog: Self.catalog)
  }

  private func progress(
    _ fixture: ClassroomFixture, _ query: String = "", by token: String? = nil
  ) async throws -> JSONValue {
    let reply = try await fixture.send(
      .get, "/api/v1/me/progress" + query, by: token ?? fixture.student)
    #expect(reply.status == 200, "\(reply.text)")
    return reply.json
  }

  private func order(_ fixture: ClassroomFixture) async throws {
    let reply = try await fixture.send(
      .patch, fixture.classroom, by: fixture.teacher, #"{"practice": "ordered"}"#)
    #expect(reply.status == 200)
  }

  /// The state of each problem, by its id.
  private func states(_ progress: JSONValue) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: progress["track"]["sets"].elements.flatMap { $0["problems"].elements }
        .map { ($0["problem_id"].string ?? "", $0["state"].string ?? "") })
  }

  @Test func `progress shows weeks, streak, track and what is next`() async throws {
    let fixture = try await fixture()
    try await fixture.solve("echo")
    try await fixture.solve("second", as: .example(.wrongAnswer))
    let progress = try await progress(fixture)
    #expect(progress["time_zone"].string == "Europe/Berlin")
    #expect(fixture.classroom.hasSuffix(progress["classroom_id"].string ?? "-"))
    #expect(progress["goal"] == .object(["weekly": .integer(3), "is_own": .bool(false)]))
    #expect(progress["weeks"].elements.count == ServerLimits.progressWeeks)
    #expect(progress["weeks"][0]["week"].string == "2026-W10")
    #expect(progress["weeks"][0]["starts_on"].string == "2026-03-02")
    #expect(progress["weeks"][0]["solved"].integer == 1)
    #expect(progress["weeks"][0]["met_goal"] == .bool(false))
    #expect(progress["streak"]["current"].integer == 0)
    // The problem in COBOL cannot be solved here.
    #expect(
      states(progress)
        == ["echo": "solved", "second": "tried", "third": "open", "fourth": "open"])
    #expect(progress["track"]["name"].string == "Python asyncio track")
    #expect(progress["track"]["problems"].integer == 4)
    #expect(progress["track"]["sets"][0]["problems"][0]["best_score"].integer == 1)
    #expect(progress["next"]["problem_id"].string == "second")
  }

  @Test func `a goal of one's own takes the place of the classroom's`() async throws {
    let fixture = try await fixture()
    try await fixture.solve("echo")
    let set = try await fixture.send(
      .put, "/api/v1/me/goal", by: fixture.student, #"{"weekly": 1}"#)
    #expect(set.json == .object(["weekly": .integer(1), "is_own": .bool(true)]))
    let own = try await progress(fixture)
    #expect(own["goal"]["is_own"] == .bool(true))
    #expect(own["streak"] == .object(["current": .integer(1), "longest": .integer(1)]))
    fixture.clock.advance(by: .seconds(7 * 86_400))
    #expect(try await progress(fixture)["streak"]["current"].integer == 1)
    fixture.clock.advance(by: .seconds(7 * 86_400))
    #expect(try await progress(fixture)["streak"]["current"].integer == 0)
    #expect(try await fixture.send(.delete, "/api/v1/me/goal", by: fixture.student).status == 204)
    #expect(try await progress(fixture)["goal"]["weekly"].integer == 3)
  }

  @Test(arguments: ["{}", #"{"weekly": 0}"#, #"{"weekly": 101}"#, #"{"daily": 1}"#])
  func `a goal that cannot be is refused`(body: String) async throws {
    let fixture = try await fixture()
    let reply = try await fixture.send(.put, "/api/v1/me/goal", by: fixture.student, body)
    #expect(reply.status == 422)
  }

  @Test func `without a classroom a week is UTC's, and a stranger's classroom does not exist`()
    async throws
  {
    let fixture = try await fixture()
    let progress = try await progress(fixture, by: fixture.stranger)
    #expect(progress["time_zone"].string == "UTC")
    #expect(progress["classroom_id"] == .null)
    #expect(progress["goal"]["weekly"].integer == 3)
    let path = "/api/v1/me/progress?classroom=\(fixture.classroom.suffix(26))"
    #expect(try await fixture.send(.get, path, by: fixture.student).status == 200)
    #expect(try await fixture.send(.get, path, by: fixture.stranger).status == 404)
    #expect(try await fixture.server.get("/api/v1/me/progress").status == 401)
  }

  @Test func `a locked problem says what to solve first`() async throws {
    let fixture = try await fixture()
    try await order(fixture)
    #expect(states(try await progress(fixture))["third"] == "locked")
    let third = "/api/v1/problems/third/submissions"
    let body = #"{"solver": {"source": "print(1)"}}"#
    let refused = try await fixture.send(.post, third, by: fixture.student, body)
    refused.expectError(
      403, "problem_locked",
      "Your classroom practices one set after the other: first solve echo, second. "
        + "GET /api/v1/me/progress shows the way.")
    try await fixture.solve("echo")
    try await fixture.solve("second")
    let open = try await progress(fixture)
    #expect(states(open)["third"] == "open")
    #expect(states(open)["fourth"] == "locked")
    #expect(open["track"]["sets"][0]["complete"] == .bool(true))
    try await fixture.solve("third")
    try await fixture.solve("fourth")
  }

  @Test func `staff, strangers and guests are not locked out`() async throws {
    let fixture = try await fixture()
    try await order(fixture)
    for token in [fixture.teacher, fixture.stranger] {
      try await fixture.solve("fourth", by: token)
    }
    let guest = try await fixture.server.send(
      .post, "/api/v1/problems/fourth/submissions", json: #"{"solver": {"source": "1"}}"#)
    #expect(guest.status == 201)
  }

  @Test func `an assignment locks nothing`() async throws {
    let fixture = try await fixture()
    try await order(fixture)
    let assignment = try await fixture.assign()
    _ = try await fixture.send(
      .patch, assignment, by: fixture.teacher, #"{"problems": [{"problem_id": "fourth"}]}"#)
    try await fixture.solve("fourth", for: assignment)
  }

  @Test func `of several classrooms the freest counts, unless it is archived`() async throws {
    let fixture = try await fixture()
    try await order(fixture)
    let other = try await fixture.send(
      .post, "/api/v1/classrooms", by: fixture.teacher, #"{"name": "Free"}"#
    ).json
    _ = try await fixture.send(
      .post, "/api/v1/classrooms/join", by: fixture.student,
      #"{"code": "\#(other["join_code"].string ?? "")"}"#)
    #expect(try await progress(fixture)["track"]["practice"].string == "free")
    try await fixture.solve("fourth")
    _ = try await fixture.send(
      .patch, other["href"].string ?? "", by: fixture.teacher, #"{"archived": true}"#)
    let progress = try await progress(fixture)
    #expect(progress["track"]["practice"].string == "ordered")
    #expect(states(progress)["third"] == "locked")
    // Solved before: it stays open.
    try await fixture.solve("fourth")
  }

  @Test(arguments: ["samples", "first_failure", "all_after_due"])
  func `what a feedback policy holds back does not show through progress`(
    feedback: String
  ) async throws {
    let fixture = try await fixture()
    try await order(fixture)
    let assignment = try await fixture.assign("\"feedback\": \"\(feedback)\"")
    try await fixture.solve("second")
    try await fixture.solve("echo", as: .withRuns(.wrongAnswer), for: assignment)
    let rejected = try await progress(fixture)
    try await fixture.solve("echo", as: .withRuns(.accepted), for: assignment)
    let accepted = try await progress(fixture)
    let isKnown = feedback == "first_failure"
    #expect(states(accepted)["echo"] == (isKnown ? "solved" : "tried"))
    #expect(states(accepted)["third"] == (isKnown ? "open" : "locked"))
    #expect(accepted["weeks"][0]["solved"].integer == (isKnown ? 2 : 1))
    if !isKnown {
      // All that changes is the number of attempts.
      let echo = accepted["track"]["sets"][0]["problems"][0]
      #expect(echo["attempts"].integer == 2)
      #expect(echo["best_score"] == .null)
      #expect(accepted["mistakes"] == rejected["mistakes"])
      #expect(accepted["track"]["solved"] == rejected["track"]["solved"])
      let reply = try await fixture.send(
        .post, "/api/v1/problems/third/submissions", by: fixture.student,
        #"{"solver": {"source": "1"}}"#)
      #expect(reply.json["code"].string == "problem_locked")
    }
    // Its staff know all along.
    let known = try await fixture.send(
      .get, fixture.classroom + "/progress", by: fixture.teacher
    ).json
    #expect(known["students"][0]["solved"].integer == 2)
    // Everybody knows when it has closed.
    fixture.clock.advance(by: .seconds(3 * 3600))
    let closed = try await progress(fixture)
    #expect(states(closed)["echo"] == "solved")
    #expect(closed["weeks"][0]["solved"].integer == 2)
  }

  @Test func `staff see all students, and one of them in full`() async throws {
    let fixture = try await fixture()
    let bob = try await fixture.join("bob")
    var judgement = Judgement.withRuns(.wrongAnswer)
    judgement.runs[1].testCase = "secret/2-edges/1"
    try await fixture.solve("echo", as: judgement, by: bob)
    try await fixture.solve("echo")
    _ = try await fixture.send(.put, "/api/v1/me/goal", by: bob, #"{"weekly": 7}"#)
    let reply = try await fixture.send(.get, fixture.classroom + "/progress", by: fixture.teacher)
    #expect(reply.json["week"].string == "2026-W10")
    let students = reply.json["students"].elements
    #expect(students.map { $0["account"].string } == ["ada", "bob"])
    #expect(students.map { $0["solved_this_week"].integer } == [1, 0])
    #expect(students.map { $0["weekly_goal"].integer } == [3, 7])
    #expect(students[1]["mistake"].string == "ignoring_edge_cases")
    #expect(students[0]["sets"][0]["problems"].integer == 2)
    let one = try await fixture.send(
      .get, fixture.classroom + "/progress?account=bob", by: fixture.teacher
    ).json
    #expect(one["account"].string == "bob")
    #expect(one["mistakes"][0]["id"].string == "ignoring_edge_cases")
    #expect(one["mistakes"][0]["submissions"].integer == 1)
    #expect(one["mistakes"][0]["problem_ids"] == .array([.string("echo")]))
    for (token, status) in [(fixture.student, 403), (fixture.stranger, 404)] {
      let refused = try await fixture.send(.get, fixture.classroom + "/progress", by: token)
      #expect(refused.status == status)
    }
    let unknown = try await fixture.send(
      .get, fixture.classroom + "/progress?account=eve", by: fixture.teacher)
    #expect(unknown.status == 404)
  }
}
