import Domain
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct ClassroomHandlersTests {
  // MARK: classrooms

  @Test func `a student makes no classroom`() async throws {
    let fixture = try await ClassroomFixture()
    let reply = try await fixture.send(
      .post, "/api/v1/classrooms", by: fixture.student, #"{"name": "Mine"}"#)
    #expect(reply.status == 403)
  }

  @Test(arguments: [
    (#"{}"#, "missing_field"), (#"{"name": 1}"#, "wrong_type"), (#"{"name": ""}"#, "invalid_name"),
    (#"{"name": "a", "time_zone": "Berlin"}"#, "wrong_type"),
    (#"{"name": "a", "names": "secret"}"#, "wrong_type"),
    (#"{"name": "a", "weekly_goal": 101}"#, "wrong_type"),
    (#"{"name": "a", "teacher": "eve"}"#, "unknown_field"),
  ])
  func `a classroom that cannot be is refused`(document: String, code: String) async throws {
    let fixture = try await ClassroomFixture()
    let reply = try await fixture.send(.post, "/api/v1/classrooms", by: fixture.teacher, document)
    #expect(reply.status == 422)
    #expect(reply.json["code"].string == code)
  }

  @Test func `everybody sees their classrooms, and only staff the code`() async throws {
    let fixture = try await ClassroomFixture()
    let id = try #require(fixture.classroom.split(separator: "/").last.map(String.init))
    for (token, ids) in [
      (fixture.teacher, [id]), (fixture.student, [id]), (fixture.stranger, []),
    ] {
      let reply = try await fixture.send(.get, "/api/v1/classrooms", by: token)
      #expect(reply.json["classrooms"].elements.map { $0["id"].string } == ids)
    }
    let own = try await fixture.send(.get, fixture.classroom, by: fixture.student).json
    #expect(own["join_code"] == .null)
    #expect(own["you"]["name"].string == "Ada Lovelace")
    #expect(try await fixture.send(.get, fixture.classroom, by: fixture.stranger).status == 404)
  }

  @Test func `a teacher changes a classroom, a student does not`() async throws {
    let fixture = try await ClassroomFixture()
    let change = #"{"name": "Await", "names": "aliased", "practice": "ordered", "weekly_goal": 5}"#
    #expect(
      try await fixture.send(.patch, fixture.classroom, by: fixture.student, change).status == 403)
    let reply = try await fixture.send(.patch, fixture.classroom, by: fixture.teacher, change).json
    #expect(reply["name"].string == "Await")
    #expect(reply["names"].string == "aliased")
    #expect(reply["practice"].string == "ordered")
    #expect(reply["weekly_goal"].integer == 5)
    #expect(reply["time_zone"].string == "Europe/Berlin")
  }

  @Test func `an archived classroom does not change until it is brought back`() async throws {
    let fixture = try await ClassroomFixture()
    let assignment = try await fixture.assign()
    let archived = try await fixture.send(
      .patch, fixture.classroom, by: fixture.teacher, #"{"archived": true}"#)
    #expect(archived.json["archived_at"].string != nil)
    for reply in [
      try await fixture.send(.post, fixture.classroom + "/join-code", by: fixture.teacher),
      try await fixture.importRoster("account,name\nbob,Bob\n"),
      try await fixture.send(.delete, assignment, by: fixture.teacher),
      try await fixture.submit(to: assignment),
    ] {
      #expect(reply.status == 409)
      #expect(reply.json["code"].string == "classroom_archived")
    }
    let back = try await fixture.send(
      .patch, fixture.classroom, by: fixture.teacher, #"{"archived": false}"#)
    #expect(back.json["archived_at"] == .null)
    #expect(try await fixture.submit(to: assignment).status == 201)
  }

  // MARK: joining

  @Test func `who tries too many codes has to wait`() async throws {
    let fixture = try await ClassroomFixture()
    func join(_ code: String) async throws -> Reply {
      try await fixture.send(
        .post, "/api/v1/classrooms/join", by: fixture.stranger, #"{"code": "\#(code)"}"#)
    }
    for _ in 0..<ServerLimits.joinCodes.burst {
      #expect(try await join("00000-00000").json["code"].string == "wrong_join_code")
    }
    let refused = try await join(fixture.joinCode)
    #expect(refused.status == 429)
    let wait = try #require(refused.fields["retry-after"].flatMap(Int64.init))
    fixture.clock.advance(by: .seconds(wait))
    #expect(try await join(fixture.joinCode).status == 201)
    #expect(try await join(fixture.joinCode).status == 200)
  }

  @Test func `a code that was changed or closed opens nothing`() async throws {
    let fixture = try await ClassroomFixture()
    let code = fixture.classroom + "/join-code"
    let changed = try await fixture.send(.post, code, by: fixture.teacher).json["join_code"].string
    #expect(changed != nil)
    #expect(changed != fixture.joinCode)
    #expect(
      try await fixture.send(.delete, code, by: fixture.teacher).json["join_code"] == .null)
    for old in [fixture.joinCode, try #require(changed)] {
      let reply = try await fixture.send(
        .post, "/api/v1/classrooms/join", by: fixture.stranger, #"{"code": "\#(old)"}"#)
      #expect(reply.status == 404)
    }
  }

  // MARK: rosters and members

  @Test func `a roster is tried, imported, and exported`() async throws {
    let fixture = try await ClassroomFixture()
    let csv = "account,name\r\nbob,\"Bob, B.\"\r\ncy,Cy\r\n"
    let tried = try await fixture.importRoster(csv, query: "?dry_run=true")
    #expect(tried.status == 200)
    #expect(tried.json["rows"].elements.map { $0["change"].string } == ["created", "created"])
    #expect(tried.json["rows"][0]["token"] == .null)
    let done = try await fixture.importRoster(csv, accept: "text/csv")
    #expect(done.fields["content-type"] == "text/csv; charset=utf-8")
    #expect(done.fields["cache-control"] == "no-store")
    let lines = done.text.split(separator: "\r\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("bob,\"Bob, B.\",created,aj_"))
    let token = try #require(lines[2].split(separator: ",").last.map(String.init))
    #expect(try await fixture.send(.get, fixture.classroom, by: token).status == 200)
    let exported = try await fixture.send(
      .get, fixture.classroom + "/roster", by: fixture.teacher)
    #expect(
      exported.text == """
        account,name,role\r
        grace,grace,teacher\r
        ada,Ada Lovelace,student\r
        bob,"Bob, B.",student\r
        cy,Cy,student\r

        """)
    let again = try await fixture.importRoster(exported.text)
    #expect(again.json["rows"].elements.allSatisfy { $0["change"].string == "unchanged" })
  }

  @Test func `a roster with bad lines is refused, and a dry run names each`() async throws {
    let fixture = try await ClassroomFixture()
    let csv = "account,name,role\nbob,Bob,\neve,Eve,\n,X,\n"
    let tried = try await fixture.importRoster(csv, query: "?dry_run=true")
    #expect(tried.json["faults"].elements.map { $0["line"].integer } == [3, 4])
    let refused = try await fixture.importRoster(csv)
    #expect(refused.status == 422)
    #expect(refused.json["code"].string == "faulty_roster")
    let members = try await fixture.send(
      .get, fixture.classroom + "/members", by: fixture.teacher
    ).json["members"]
    #expect(members.elements.map { $0["account"].string } == ["grace", "ada"])
  }

  @Test func `members are renamed, promoted and removed`() async throws {
    let fixture = try await ClassroomFixture()
    let ada = fixture.classroom + "/members/ada"
    let renamed = try await fixture.send(
      .patch, ada, by: fixture.teacher, #"{"name": "Ada King", "role": "teacher"}"#)
    #expect(renamed.json["name"].string == "Ada King")
    #expect(
      try await fixture.send(.get, fixture.classroom + "/members", by: fixture.student).status
        == 200)
    #expect(try await fixture.send(.delete, ada, by: fixture.teacher).status == 204)
    #expect(try await fixture.send(.get, fixture.classroom, by: fixture.student).status == 404)
    #expect(try await fixture.send(.delete, ada, by: fixture.teacher).status == 404)
    let last = try await fixture.send(
      .delete, fixture.classroom + "/members/grace", by: fixture.teacher)
    #expect(last.json["code"].string == "last_teacher")
  }

  @Test func `a further teacher is added by name`() async throws {
    let fixture = try await ClassroomFixture()
    let other = try await fixture.server.addAccount("olga", .teacher)
    func add(_ name: String) async throws -> Reply {
      try await fixture.send(
        .post, fixture.classroom + "/members", by: fixture.teacher, #"{"account": "\#(name)"}"#)
    }
    #expect(try await add("eve").json["code"].string == "unknown_account")
    #expect(try await add("olga").status == 201)
    #expect(try await add("olga").json["code"].string == "already_member")
    #expect(try await fixture.send(.get, fixture.classroom + "/roster", by: other).status == 200)
  }

  @Test func `a teacher resets tokens of the roster's accounts only`() async throws {
    let fixture = try await ClassroomFixture()
    let made = try await fixture.importRoster("account,name\nbob,Bob\n")
    let old = try #require(made.json["rows"][0]["token"].string)
    let reset = try await fixture.send(
      .post, fixture.classroom + "/members/bob/token", by: fixture.teacher)
    #expect(reset.status == 201)
    let new = try #require(reset.json["token"].string)
    #expect(try await fixture.send(.get, fixture.classroom, by: new).status == 200)
    #expect(try await fixture.send(.get, fixture.classroom, by: old).status == 401)
    let refused = try await fixture.send(
      .post, fixture.classroom + "/members/ada/token", by: fixture.teacher)
    #expect(refused.status == 403)
    #expect(refused.json["code"].string == "foreign_account")
  }

  @Test(arguments: [
    "/members", "/roster", "/gradebook",
  ])
  func `what is the staff's is hidden from students and strangers`(path: String) async throws {
    let fixture = try await ClassroomFixture()
    let target = fixture.classroom + path
    #expect(try await fixture.send(.get, target, by: fixture.teacher).status == 200)
    #expect(try await fixture.send(.get, target, by: fixture.student).status == 403)
    #expect(try await fixture.send(.get, target, by: fixture.stranger).status == 404)
  }
}
