import Domain
import Storage
import TestClient
import Testing

@testable import HTTP
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

  @Test func `staff is told when a run cannot be replayed any more`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign("\"feedback\": \"first_failure\"")
    var judgement = Self.judgement
    judgement.verdict = .accepted
    for index in judgement.runs.indices { judgement.runs[index].verdict = .accepted }
    let id = try await fixture.solve("echo", as: judgement, for: path)
    // The second is hidden and passed, so nothing is kept; and echo has nothing to replay.
    let target = "/api/v1/submissions/\(id)/runs/2/timeline"
    let reply = try await fixture.send(.get, target, by: fixture.teacher)
    #expect(reply.status == 409)
    #expect(reply.json["code"].string == "problem_changed")
    #expect(try await fixture.send(.get, target, by: fixture.student).status == 404)
  }

  /// What hidden cases used, each in a figure that nothing else has.
  private static var measured: Judgement {
    var judgement = Judgement.withRuns(.accepted)
    judgement.runs[0].cpuTime = .microseconds(7071)
    judgement.runs[1].cpuTime = .microseconds(3_131_313)
    judgement.runs[1].wallTime = .microseconds(4_141_414)
    judgement.runs[1].peakMemory = ByteCount(bytes: 51_515_151)
    judgement.groups[1].maxScore = 616_161
    judgement.startedAt = .now + .seconds(1)
    judgement.endedAt = .now + .seconds(72_727)
    judgement.benchmark = BenchmarkResult(virtualTime: nil, cpuTimes: [83_838_000])
    judgement.complexity = ComplexityReport(
      growths: [.init(measure: "requests", sizes: [1, 2], values: [939_393, 939_393])])
    return judgement
  }

  @Test(arguments: ["samples", "all_after_due"])
  func `nothing that was measured on hidden cases shows`(policy: String) async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign("\"feedback\": \"\(policy)\"")
    let id = try await fixture.solve("echo", as: Self.measured, for: path)
    let target = "/api/v1/submissions/\(id)"
    let figures = [
      "3131313", "4141414", "51515151", "616161", "83838", "\"complexity\"", "\"ended_at\"",
      "\"started_at\"",
    ]
    for shown in [target, target + "/judgements", "/api/v1/submissions"] {
      let own = try await fixture.send(.get, shown, by: fixture.student)
      #expect(own.status == 200)
      for figure in figures { #expect(!own.text.contains(figure), "\(shown) tells \(figure)") }
    }
    let own = try await fixture.send(.get, target, by: fixture.student).json["judgement"]
    #expect(own["max_cpu_time_us"].integer == 7071)
    #expect(own["runs"].elements.count == 1)
    #expect(own["groups"].elements.map { $0["name"].string } == ["sample"])
    let staff = try await fixture.send(.get, target, by: fixture.teacher)
    for figure in figures { #expect(staff.text.contains(figure), "\(figure)") }
  }

  @Test func `what the compiler said shows at once`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign("\"feedback\": \"samples\"")
    var judgement = Judgement.example(.compileError)
    judgement.message = "line 3: what is this?"
    let id = try await fixture.solve("echo", as: judgement, for: path)
    let own = try await fixture.send(
      .get, "/api/v1/submissions/\(id)", by: fixture.student
    ).json["judgement"]
    #expect(own["message"].string == judgement.message)
    #expect(own["verdict"].string == "CE")
    #expect(own["ended_at"].string != nil)
  }

  @Test func `runs are not told live, neither that they were nor when`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign("\"feedback\": \"samples\"")
    func follow(_ target: String, _ token: String) async throws -> EventSubscription {
      let response = try await fixture.server.answer(
        .get, target, ["Accept": "text/event-stream", "Authorization": "Bearer \(token)"])
      guard case .events(let subscription) = response.body else { throw NoStream() }
      return subscription
    }
    let id = try await fixture.solve("echo", as: nil, for: path)
    let streams = [
      try await follow("/api/v1/events", fixture.student),
      try await follow(fixture.classroom, fixture.student),
      try await follow("/api/v1/submissions/\(id)", fixture.student),
      try await follow(fixture.classroom, fixture.teacher),
    ]
    let number = try #require(SubmissionID(id))
    let submission = try #require(try await fixture.server.database.submission(number))
    for ordinal in 1...5 {
      fixture.server.events.publish(
        .runFinished(submission.id, ordinal: ordinal, verdict: .accepted),
        about: EventSubject(submission))
    }
    try await fixture.server.judge(Self.judgement)
    for (place, stream) in streams.enumerated() {
      stream.finish()
      var text = ""
      while let events = await stream.next() {
        for event in events { text += String(decoding: event.bytes, as: UTF8.self) }
      }
      #expect(text.contains("event: judgement"))
      #expect(text.contains("event: run") == (place == 3), "stream \(place + 1)")
    }
  }

  private struct NoStream: Error {}

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
