import Domain
import HTTP
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct DiscussionHandlersTests {
  /// A classroom in which ada has solved `echo` and bob has not.
  private struct Fixture {
    let classroom: ClassroomFixture
    let bob: String
    let solved: String
    var ada: String { classroom.student }
    var teacher: String { classroom.teacher }
    var threads: String { classroom.classroom + "/problems/echo/threads" }

    init() async throws {
      classroom = try await ClassroomFixture()
      bob = try await classroom.join("bob")
      solved = try await classroom.solve("echo")
    }

    func send(
      _ method: HTTP.Method, _ target: String, by token: String, _ body: String = ""
    ) async throws -> Reply {
      try await classroom.send(method, target, by: token, body)
    }

    /// Returns the thread.
    func open(
      by token: String? = nil, _ members: String = ""
    ) async throws -> JSONValue {
      let reply = try await send(
        .post, threads, by: token ?? ada,
        #"{"title": "Why?", "body": "**Because** <b>"\#(members.isEmpty ? "" : "," + members)}"#)
      #expect(reply.status == 201, "\(reply.text)")
      return reply.json
    }

    func posts(_ thread: JSONValue, by token: String) async throws -> [JSONValue] {
      let reply = try await send(.get, thread["posts_href"].string ?? "", by: token)
      #expect(reply.status == 200, "\(reply.text)")
      return reply.json["posts"].elements
    }

    func reply(
      _ thread: JSONValue, by token: String, _ body: String = #"{"body": "yes"}"#
    ) async throws -> Reply {
      try await send(.post, thread["posts_href"].string ?? "", by: token, body)
    }
  }

  @Test func `a discussion is open to who solved the problem, and to staff`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open()
    #expect(thread["title"].string == "Why?")
    #expect(thread["posts"].integer == 1)
    for token in [fixture.ada, fixture.teacher] {
      #expect(try await fixture.reply(thread, by: token).status == 201)
      let posts = try await fixture.posts(thread, by: token)
      #expect(posts[0]["body"].string == "**Because** <b>")
    }
    let list = try await fixture.send(.get, fixture.threads, by: fixture.ada).json
    #expect(list["threads"].elements.map { $0["id"] } == [thread["id"]])
    #expect(list["threads"][0]["posts"].integer == 3)
  }

  @Test func `who has not solved it reads nothing, and a stranger finds nothing`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open(by: nil, #""submission_id": "\#(fixture.solved)""#)
    let post = try await fixture.posts(thread, by: fixture.ada)[0]
    let paths = [
      thread["href"].string, thread["posts_href"].string, post["solution_href"].string,
    ].compactMap(\.self)
    #expect(paths.count == 3)
    for path in [fixture.threads] + paths {
      let refused = try await fixture.send(.get, path, by: fixture.bob)
      #expect(refused.status == 403, "\(path)")
      #expect(refused.json["code"].string == "solve_first")
      #expect(
        try await fixture.send(.get, path, by: fixture.classroom.stranger).status == 404)
      #expect(try await fixture.classroom.server.get(path).status == 401)
    }
    let written = try await fixture.send(
      .post, fixture.threads, by: fixture.bob, #"{"title": "a", "body": "b"}"#)
    #expect(written.json["code"].string == "solve_first")
    #expect(try await fixture.reply(thread, by: fixture.bob).status == 403)
    let edited = try await fixture.send(
      .patch, post["href"].string ?? "", by: fixture.bob, #"{"body": "b"}"#)
    #expect(edited.status == 403)
    #expect(
      try await fixture.send(.delete, post["href"].string ?? "", by: fixture.bob).status == 403)
    try await fixture.classroom.solve("echo", by: fixture.bob)
    #expect(try await fixture.posts(thread, by: fixture.bob).count == 1)
  }

  @Test func `it opens when the problem was due in every assignment, with the extension`()
    async throws
  {
    let fixture = try await Fixture()
    let assignment = try await fixture.classroom.assign()
    let carl = try await fixture.classroom.join("carl")
    let granted = try await fixture.send(
      .put, assignment + "/extensions/carl", by: fixture.teacher,
      #"{"due_at": "2026-03-02T14:15"}"#)
    #expect(granted.status == 200)
    func statuses() async throws -> [Int] {
      [
        try await fixture.send(.get, fixture.threads, by: fixture.bob).status,
        try await fixture.send(.get, fixture.threads, by: carl).status,
      ]
    }
    #expect(try await statuses() == [403, 403])
    fixture.classroom.clock.advance(by: .seconds(3601))
    #expect(try await statuses() == [200, 403])
    fixture.classroom.clock.advance(by: .seconds(2 * 3600))
    #expect(try await statuses() == [200, 200])
    // One more assignment has it: it is closed again.
    _ = try await fixture.send(
      .post, fixture.classroom.classroom + "/assignments", by: fixture.teacher,
      """
      {"name": "Week 9", "opens_at": "2026-04-01T00:00", "due_at": "2026-04-02T00:00",
       "problems": [{"problem_id": "echo"}]}
      """)
    #expect(try await statuses() == [403, 403])
  }

  @Test func `an accepted submission whose verdict is withheld opens and shares nothing`()
    async throws
  {
    let fixture = try await Fixture()
    let thread = try await fixture.open()
    let assignment = try await fixture.classroom.assign(#""feedback": "samples""#)
    let bobs = try await fixture.classroom.solve("echo", for: assignment, by: fixture.bob)
    let refused = try await fixture.send(.get, fixture.threads, by: fixture.bob)
    #expect(refused.json["code"].string == "solve_first")
    // Ada may write; whether her second one is accepted she must not learn by sharing it.
    let withheld = try await fixture.classroom.solve("echo", for: assignment)
    let rejected = try await fixture.classroom.solve(
      "echo", as: .example(.wrongAnswer), for: assignment)
    var answers: [Reply] = []
    for id in [withheld, rejected, bobs] {
      answers.append(
        try await fixture.reply(
          thread, by: fixture.ada, #"{"body": "x", "submission_id": "\#(id)"}"#))
    }
    #expect(answers.map(\.status) == [422, 422, 422])
    #expect(Set(answers.map(\.text)).count == 1)
    fixture.classroom.clock.advance(by: .seconds(3 * 3600))
    let shared = try await fixture.reply(
      thread, by: fixture.ada, #"{"body": "x", "submission_id": "\#(withheld)"}"#)
    #expect(shared.status == 201)
  }

  @Test func `a shared solution is read in its thread, and can be taken back`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open(by: nil, #""submission_id": "\#(fixture.solved)""#)
    try await fixture.classroom.solve("echo", by: fixture.bob)
    let post = try await fixture.posts(thread, by: fixture.bob)[0]
    // The submission itself stays its author's.
    #expect(post["submission_id"] == .null)
    let path = try #require(post["solution_href"].string)
    let solution = try await fixture.send(.get, path, by: fixture.bob).json
    #expect(solution["source"].string == "print(1)")
    #expect(solution["runtime"].string == "python3")
    #expect(solution["accepted"] == .bool(true))
    #expect(solution["account"] == .null)
    let edited = try await fixture.send(
      .patch, post["href"].string ?? "", by: fixture.ada, #"{"submission_id": null}"#)
    #expect(edited.json["body"].string == "**Because** <b>")
    #expect(edited.json["solution_href"] == .null)
    let gone = try await fixture.send(.get, path, by: fixture.bob)
    #expect(gone.json["code"].string == "no_solution")
  }

  @Test func `authors edit and remove their own, and nobody else's`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open()
    try await fixture.classroom.solve("echo", by: fixture.bob)
    let post = try await fixture.posts(thread, by: fixture.ada)[0]
    let path = try #require(post["href"].string)
    for token in [fixture.bob, fixture.teacher] {
      let reply = try await fixture.send(.patch, path, by: token, #"{"body": "mine"}"#)
      #expect(reply.json["code"].string == "not_your_post")
    }
    #expect(
      try await fixture.send(.delete, path, by: fixture.bob).json["code"].string == "staff_only")
    let edited = try await fixture.send(.patch, path, by: fixture.ada, #"{"body": "better"}"#)
    #expect(edited.json["body"].string == "better")
    #expect(edited.json["edited_at"].string != nil)
    #expect(try await fixture.send(.delete, path, by: fixture.ada).status == 204)
    let left = try await fixture.posts(thread, by: fixture.bob)
    #expect(left[0]["removed"] == .bool(true))
    #expect(left[0]["body"] == .null)
    let again = try await fixture.send(.patch, path, by: fixture.ada, #"{"body": "back"}"#)
    #expect(again.json["code"].string == "post_removed")
  }

  @Test func `staff pin, close and remove, and the audit log tells`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open()
    let path = try #require(thread["href"].string)
    let refused = try await fixture.send(.patch, path, by: fixture.ada, #"{"pinned": true}"#)
    #expect(refused.json["code"].string == "staff_only")
    let renamed = try await fixture.send(.patch, path, by: fixture.ada, #"{"title": "How?"}"#)
    #expect(renamed.json["title"].string == "How?")
    let changed = try await fixture.send(
      .patch, path, by: fixture.teacher, #"{"pinned": true, "closed": true}"#)
    #expect(changed.json["pinned"] == .bool(true))
    #expect(changed.json["closed"] == .bool(true))
    let list = try await fixture.send(.get, fixture.threads, by: fixture.ada).json
    #expect(list["pinned"].elements.count == 1)
    #expect(list["threads"].elements.isEmpty)
    #expect(try await fixture.reply(thread, by: fixture.ada).json["code"].string == "thread_closed")
    let post = try await fixture.posts(thread, by: fixture.ada)[0]["href"].string ?? ""
    for (target, body) in [(post, #"{"body": "x"}"#), (path, #"{"title": "x"}"#)] {
      let closed = try await fixture.send(.patch, target, by: fixture.ada, body)
      #expect(closed.json["code"].string == "thread_closed")
    }
    #expect(try await fixture.reply(thread, by: fixture.teacher).status == 201)
    #expect(try await fixture.send(.delete, post, by: fixture.teacher).status == 204)
    let audit = try await fixture.send(.get, "/api/v1/audit?limit=2", by: fixture.teacher).json
    #expect(
      audit["entries"].elements.map { $0["action"].string } == ["post.remove", "thread.change"])
    #expect(
      audit["entries"][1]["details"]
        == .object(["pinned": .bool(true), "closed": .bool(true)]))
  }

  @Test(arguments: [
    ("shown", "Ada Lovelace"), ("aliased", nil), ("hidden", "a student"),
  ])
  func `names are shown as the classroom's policy says`(policy: String, name: String?)
    async throws
  {
    let fixture = try await Fixture()
    _ = try await fixture.send(
      .patch, fixture.classroom.classroom, by: fixture.teacher, "{\"names\": \"\(policy)\"}")
    let alias = try await fixture.send(
      .get, fixture.classroom.classroom, by: fixture.ada
    ).json["you"]["alias"].string
    try await fixture.classroom.solve("echo", by: fixture.bob)
    let thread = try await fixture.open()
    let author = try await fixture.posts(thread, by: fixture.bob)[0]["author"]
    #expect(author["name"].string == name ?? alias)
    #expect(author["account"] == .null)
    #expect(author["is_you"] == .bool(false))
    let own = try await fixture.posts(thread, by: fixture.ada)[0]["author"]
    #expect(own["is_you"] == .bool(true))
    let seen = try await fixture.posts(thread, by: fixture.teacher)[0]["author"]
    #expect(seen["name"].string == "Ada Lovelace")
    #expect(seen["account"].string == "ada")
    _ = try await fixture.reply(thread, by: fixture.teacher)
    let teacher = try await fixture.posts(thread, by: fixture.bob)[1]["author"]
    #expect(teacher["name"].string == "grace")
    #expect(teacher["role"].string == "teacher")
  }

  @Test(arguments: [
    ("{}", "missing_field"), (#"{"title": "a"}"#, "missing_field"),
    (#"{"title": "", "body": "b"}"#, "invalid_name"),
    (#"{"title": "a\nb", "body": "b"}"#, "invalid_name"),
    (#"{"title": "a", "body": " \n "}"#, "wrong_type"),
    (#"{"title": "a", "body": "b\u0000"}"#, "wrong_type"),
    (#"{"title": "a", "body": "b", "pinned": true}"#, "unknown_field"),
    (#"{"title": "a", "body": "b", "submission_id": "x"}"#, "not_shareable"),
    (
      #"{"title": "a", "body": "\#(String(repeating: "b", count: 10_001))"}"#, "wrong_type"
    ),
  ])
  func `a thread that cannot be is refused`(body: String, code: String) async throws {
    let fixture = try await Fixture()
    let reply = try await fixture.send(.post, fixture.threads, by: fixture.ada, body)
    #expect(reply.status == 422)
    #expect(reply.json["code"].string == code)
  }

  @Test func `who writes too much is told when to go on`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open()
    for _ in 1..<10 { #expect(try await fixture.reply(thread, by: fixture.ada).status == 201) }
    let refused = try await fixture.reply(thread, by: fixture.ada)
    #expect(refused.status == 429)
    #expect(refused.json["code"].string == "too_many_posts")
    #expect(refused.fields["retry-after"] == "601")
    fixture.classroom.clock.advance(by: .seconds(601))
    #expect(try await fixture.reply(thread, by: fixture.ada).status == 201)
  }

  @Test func `pages follow each other`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open()
    for _ in 0..<2 { _ = try await fixture.reply(thread, by: fixture.ada) }
    let path = try #require(thread["posts_href"].string)
    let first = try await fixture.send(.get, path + "?limit=2", by: fixture.ada).json
    #expect(first["posts"].elements.count == 2)
    let after = try #require(first["next_after"].string)
    let second = try await fixture.send(
      .get, path + "?limit=2&after=\(after)", by: fixture.ada
    ).json
    #expect(second["posts"].elements.count == 1)
    #expect(second["next_after"] == .null)
    for target in [path, fixture.threads] {
      let wrong = try await fixture.send(.get, target + "?after=x", by: fixture.ada)
      #expect(wrong.json["code"].string == "invalid_query")
    }
  }

  @Test func `an archived classroom is read and not written`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open()
    _ = try await fixture.send(
      .patch, fixture.classroom.classroom, by: fixture.teacher, #"{"archived": true}"#)
    #expect(try await fixture.posts(thread, by: fixture.ada).count == 1)
    #expect(
      try await fixture.reply(thread, by: fixture.ada).json["code"].string
        == "classroom_archived")
  }

  @Test func `another classroom does not know the thread`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open()
    let turing = try await fixture.classroom.server.addAccount("turing", .teacher)
    let other =
      try await fixture.send(
        .post, "/api/v1/classrooms", by: turing, #"{"name": "Other"}"#
      ).json["href"].string ?? ""
    let list = try await fixture.send(.get, other + "/problems/echo/threads", by: turing).json
    #expect(list["threads"].elements.isEmpty)
    #expect(
      try await fixture.send(.get, thread["href"].string ?? "", by: turing).json["code"].string
        == "unknown_thread")
  }
}
