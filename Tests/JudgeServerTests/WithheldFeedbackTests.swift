import Domain
import TestClient
import Testing

@testable import JudgeServer

/// What an assignment's feedback policy holds back, by every way to it.
@Suite(.timeLimit(.minutes(1))) struct WithheldFeedbackTests {
  /// `.withRuns`, of an asynchronous problem: every run has a timeline.
  private static var judgement: Judgement {
    var judgement = Judgement.withRuns(.wrongAnswer)
    for index in judgement.runs.indices {
      judgement.runs[index].lab = LabReport(
        reason: nil, makespan: 1, allowedMakespan: nil, referenceMakespan: nil, requests: 0,
        peakConcurrency: 0, averageConcurrency: 0, blocked: 0, runs: 1, plan: "", cause: nil,
        advice: [:], mistake: nil, traceHash: "")
      judgement.runs[index].timeline = .emptyTimeline
    }
    return judgement
  }

  @Test(arguments: ["samples", "all_after_due"])
  func `judgements show no verdict`(policy: String) async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign("\"feedback\": \"\(policy)\"")
    let id = try await fixture.solve("echo", as: Self.judgement, for: path)
    let target = "/api/v1/submissions/\(id)/judgements"
    let own = try await fixture.send(.get, target, by: fixture.student)
    #expect(own.json["judgements"].elements.count == 1)
    #expect(!own.text.contains("\"WA\""), "\(own.text)")
    #expect(!own.text.contains("secret"))
    let staff = try await fixture.send(.get, target, by: fixture.teacher)
    #expect(staff.text.contains("\"WA\""))
  }

  @Test func `a run that may not be known is as one that there is not`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign("\"feedback\": \"all_after_due\"")
    let id = try await fixture.solve("echo", as: Self.judgement, for: path)
    func timeline(_ run: Int, by token: String) async throws -> Reply {
      try await fixture.send(.get, "/api/v1/submissions/\(id)/runs/\(run)/timeline", by: token)
    }
    #expect(try await timeline(1, by: fixture.student).status == 200)
    let hidden = try await timeline(2, by: fixture.student)
    let missing = try await timeline(3, by: fixture.student)
    #expect(hidden.status == 404)
    #expect(hidden.text == missing.text)
    #expect(try await timeline(2, by: fixture.teacher).status == 200)
    fixture.clock.advance(by: .seconds(3601))
    #expect(try await timeline(2, by: fixture.student).status == 403)
  }

  @Test func `who waits for the verdict gets none`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign("\"feedback\": \"samples\"")
    let news = fixture.server.events.events()
    async let waiting = fixture.server.submit(
      query: "?wait=30&assignment=\(path.suffix(26))", token: fixture.student)
    for await case .submissionQueued in news { break }
    try await fixture.server.judge(Self.judgement)
    let reply = try await waiting
    #expect(reply.json["state"].string == "done")
    #expect(reply.json["verdict"] == .null)
    #expect(!reply.text.contains("\"WA\""), "\(reply.text)")
    #expect(!reply.text.contains("secret"))
    let href = try #require(reply.json["href"].string)
    let later = try await fixture.send(.get, href + "?wait=1", by: fixture.student)
    #expect(!later.text.contains("\"WA\""), "\(later.text)")
  }

  @Test func `a teacher of another classroom of the student sees nothing of an assignment`()
    async throws
  {
    let fixture = try await ClassroomFixture()
    let other = try await fixture.server.addAccount("hopper", .teacher)
    let theirs = try await fixture.send(
      .post, "/api/v1/classrooms", by: other, #"{"name": "Threads"}"#
    ).json
    let code = try #require(theirs["join_code"].string)
    #expect(
      try await fixture.send(
        .post, "/api/v1/classrooms/join", by: fixture.student, #"{"code": "\#(code)"}"#
      ).status == 201)
    let practiced = try await fixture.solve("echo", by: fixture.student)
    let path = try await fixture.assign()
    let assigned = try await fixture.solve("echo", for: path)
    for (token, status, count) in [(other, 404, 1), (fixture.teacher, 200, 2)] {
      let reply = try await fixture.send(.get, "/api/v1/submissions/\(assigned)", by: token)
      #expect(reply.status == status)
      #expect(
        try await fixture.send(.get, "/api/v1/submissions/\(practiced)", by: token).status == 200)
      let list = try await fixture.send(.get, "/api/v1/submissions?account=ada", by: token).json
      #expect(list["submissions"].elements.count == count)
    }
  }

  @Test func `a teacher sees nothing of what another teacher submits`() async throws {
    let fixture = try await ClassroomFixture()
    let other = try await fixture.server.addAccount("hopper", .teacher)
    #expect(
      try await fixture.send(
        .post, fixture.classroom + "/members", by: fixture.teacher, #"{"account": "hopper"}"#
      ).status == 201)
    let id = try await fixture.solve("echo", by: other)
    #expect(
      try await fixture.send(.get, "/api/v1/submissions/\(id)", by: fixture.teacher).status == 404)
    let list = try await fixture.send(.get, "/api/v1/submissions", by: fixture.teacher).json
    #expect(list["submissions"].elements.isEmpty)
    #expect(try await fixture.send(.get, "/api/v1/submissions/\(id)", by: other).status == 200)
  }
}
