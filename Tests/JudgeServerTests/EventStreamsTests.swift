import Domain
import Storage
import TestClient
import Testing

@testable import HTTP
@testable import JudgeServer
@testable import Judging

/// What is told live, to whom, and what somebody who comes back has missed.
@Suite(.timeLimit(.minutes(1))) struct EventStreamsTests {
  /// The text of everything that waits in a stream.
  private func text(_ response: Response) async throws -> String {
    guard case .events(let subscription) = response.body else {
      Issue.record("the answer is no stream of events")
      return ""
    }
    subscription.finish()
    var text = ""
    while let events = await subscription.next() {
      for event in events { text += String(decoding: event.bytes, as: UTF8.self) }
    }
    return text
  }

  private func follow(
    _ server: TestServer, _ target: String, token: String? = nil, last: String? = nil
  ) async throws -> Response {
    var fields = ["Accept": "text/event-stream"]
    fields["Authorization"] = token.map { "Bearer \($0)" }
    fields["Last-Event-ID"] = last
    return try await server.answer(.get, target, fields)
  }

  @Test func `somebody hears of his own submissions only`() async throws {
    let server = try await TestServer()
    let (ada, bob) = (try await server.addAccount("ada"), try await server.addAccount("bob"))
    let (adas, bobs) = (
      try await follow(server, "/api/v1/events", token: ada),
      try await follow(server, "/api/v1/events", token: bob)
    )
    let id = try #require(try await server.submit(token: ada).json["id"].string)
    try await server.judge(.example(.accepted))
    let heard = try await text(adas)
    #expect(heard.contains("event: queued\n"))
    #expect(heard.contains("event: judgement\n"))
    #expect(heard.contains("\"verdict\":\"AC\""))
    #expect(heard.contains(id))
    #expect(!heard.contains("\"account\""))
    #expect(try await text(bobs) == "")
  }

  @Test func `who comes back hears what was missed, once`() async throws {
    let server = try await TestServer()
    let ada = try await server.addAccount("ada")
    _ = try await server.submit(token: ada)
    let last = server.events.lastID
    try await server.judge(.example(.wrongAnswer))
    let heard = try await text(
      try await follow(server, "/api/v1/events", token: ada, last: "\(last)"))
    #expect(!heard.contains("event: queued"))
    #expect(heard.contains("id: \(last + 1)\nevent: judgement"))
  }

  @Test(arguments: ["0", "999999999999"])
  func `who was away too long is told to read all again`(last: String) async throws {
    let server = try await TestServer(firstEvent: 1000)
    let ada = try await server.addAccount("ada")
    let heard = try await text(
      try await follow(server, "/api/v1/events", token: ada, last: last))
    #expect(heard.contains("event: resync"))
  }

  @Test func `a submission streams until its verdict`() async throws {
    let server = try await TestServer()
    let id = try #require(try await server.submit().json["id"].string)
    let stream = try await follow(server, "/api/v1/submissions/\(id)")
    try await server.judge(.example(.accepted))
    // It has ended by itself: what comes later is not told.
    guard case .events(let subscription) = stream.body else { return #expect(Bool(false)) }
    #expect(!subscription.send(StreamEvent(data: "late")))
    let heard = try await text(stream)
    #expect(heard.contains("event: submission\n"))
    #expect(heard.contains("\"state\":\"queued\""))
    #expect(heard.contains("event: judgement\n"))
  }

  @Test func `a submission that is judged streams itself and ends`() async throws {
    let server = try await TestServer()
    let id = try #require(try await server.submit().json["id"].string)
    try await server.judge(.example(.accepted))
    let heard = try await text(try await follow(server, "/api/v1/submissions/\(id)"))
    #expect(heard.contains("\"verdict\":\"AC\""))
    #expect(!heard.contains("event: judgement"))
  }

  @Test func `a stranger's submission is not there to be followed`() async throws {
    let server = try await TestServer()
    let (ada, bob) = (try await server.addAccount("ada"), try await server.addAccount("bob"))
    let id = try #require(try await server.submit(token: ada).json["id"].string)
    await #expect(throws: HTTPError.self) {
      _ = try await follow(server, "/api/v1/submissions/\(id)", token: bob)
    }
  }

  @Test func `a leaderboard tells that it changed, not for whom`() async throws {
    let server = try await TestServer()
    let ada = try await server.addAccount("ada")
    let stream = try await follow(server, "/api/v1/leaderboard")
    _ = try await server.submit()
    _ = try await server.submit(token: ada)
    let heard = try await text(stream)
    #expect(heard.components(separatedBy: "event: leaderboard").count == 2)
    #expect(!heard.contains("ada"))
  }

  @Test func `staff hears of their students, students of themselves`() async throws {
    let server = try await TestServer()
    let teacher = try await server.addAccount("teacher", .teacher)
    let made = try await server.send(
      .post, "/api/v1/classrooms", token: teacher,
      json: #"{"name": "5b", "time_zone": "Europe/Berlin"}"#)
    let id = try #require(made.json["id"].string)
    let code = try #require(made.json["join_code"].string)
    let (ada, bob) = (try await server.addAccount("ada"), try await server.addAccount("bob"))
    _ = try await server.send(
      .post, "/api/v1/classrooms/join", token: ada, json: "{\"code\": \"\(code)\"}")
    let target = "/api/v1/classrooms/\(id)"
    let staff = try await follow(server, target, token: teacher)
    _ = try await server.submit(token: ada)
    _ = try await server.submit(token: bob)
    // Who may hear what has changed: the stream ends, and the client comes again.
    _ = try await server.send(
      .post, "/api/v1/classrooms/join", token: bob, json: "{\"code\": \"\(code)\"}")
    let heard = try await text(staff)
    #expect(heard.contains("\"account\":\"ada\""))
    #expect(!heard.contains("\"account\":\"bob\""))
    #expect(heard.contains("event: members\n"))
    let student = try await follow(server, target, token: ada)
    _ = try await server.submit(token: bob)
    let told = try await text(student)
    #expect(told.contains("event: leaderboard\n"))
    #expect(!told.contains("bob"))
  }
}
