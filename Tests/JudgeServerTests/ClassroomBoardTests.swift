import Domain
import HTTP
import Storage
import Synchronization
import TestClient
import Testing

@testable import JudgeServer

/// A class of three (their accounts are called after numbers, their names are not), its teacher, and
/// a stranger.
struct BoardClass {
  let server: TestServer
  let classroom: Classroom
  let time: Mutable
  private var accounts: [String: (account: Account, token: String)] = [:]

  /// What the server's clock shows.
  final class Mutable: Sendable {
    private let time = Mutex(Timestamp.now)
    var now: Timestamp { time.withLock { $0 } }
    func set(_ now: Timestamp) { time.withLock { $0 = now } }
  }

  init(_ names: NamePolicy) async throws {
    let time = Mutable()
    self.time = time
    server = try await TestServer(time: { time.now })
    let database = server.database
    for (name, role) in [
      ("tess", .teacher), ("ada", .student), ("bob", .student), ("cy", .student),
      ("stranger", .student),
    ] as [(String, AccountRole)] {
      accounts[name] = try await database.addAccount(
        named: "login-\(name.count)-of-\(name)", role: role, now: .now)
    }
    let tess = accounts["tess"]!.account
    classroom = try await database.addClassroom(
      ClassroomSettings(name: "class", timeZone: "UTC", names: names), teacher: tess, by: tess,
      now: .now)
    for name in ["ada", "bob", "cy"] {
      _ = try await database.join(
        JoinCode(typed: classroom.joinCode!)!, as: accounts[name]!.account,
        named: "Name of \(name)",
        now: .now)
    }
  }

  func account(_ name: String) -> Account { accounts[name]!.account }

  func attempt(
    _ name: String, minute: Int, _ verdict: Verdict?, assignment: Assignment? = nil
  ) async throws {
    _ = try await server.database.submit(
      NewSubmission(
        problem: .echo, account: account(name),
        configuration: SolverConfiguration(runtime: "python3", source: "x"),
        submittedAt: .now + .seconds(minute * 60),
        assignment: assignment.map { AssignmentEntry($0, attemptLimit: nil) }))
    if let verdict { try await server.judge(.example(verdict)) }
  }

  func send(
    _ method: Method, _ target: String, as name: String, tag: String? = nil
  ) async throws -> Reply {
    var fields = ["Authorization": "Bearer \(accounts[name]!.token)"]
    fields["If-None-Match"] = tag
    return try await server.send(method, target, fields)
  }

  var path: String { "/api/v1/classrooms/\(classroom.id)" }

  func board(_ query: String = "", as name: String) async throws -> Reply {
    try await send(.get, path + "/leaderboard" + query, as: name)
  }
}

@Suite(.timeLimit(.minutes(1))) struct ClassroomBoardTests {
  private func names(_ reply: Reply) -> [String?] {
    reply.json["rows"].elements.map { $0["name"].string }
  }

  private func solved(_ reply: Reply) -> [Int?] {
    reply.json["rows"].elements.map { $0["score"]["num_solved"].integer }
  }

  @Test func `ranks its students by their names in it, and nobody else`() async throws {
    let room = try await BoardClass(.shown)
    try await room.attempt("ada", minute: 1, .wrongAnswer)
    try await room.attempt("ada", minute: 2, .accepted)
    try await room.attempt("bob", minute: 3, .accepted)
    try await room.attempt("tess", minute: 4, .accepted)
    try await room.attempt("stranger", minute: 5, .accepted)
    let seen = try await room.board(as: "cy")
    #expect(names(seen) == ["Name of bob", "Name of ada"])
    #expect(!seen.text.contains("login-"))
    let own = try await room.board("?row=own", as: "ada")
    #expect(names(own) == ["Name of ada"])
    #expect(own.json["rows"][0]["rank"].integer == 2)
    let staff = try await room.board(as: "tess")
    #expect(staff.json["rows"][0]["account"].string == room.account("bob").name)
    #expect(seen.fields["cache-control"] == "private, no-cache")
    let page = try await room.board("?limit=1&after=1", as: "cy")
    #expect(names(page) == ["Name of ada"])
  }

  @Test func `does not exist for strangers`() async throws {
    let room = try await BoardClass(.shown)
    #expect(try await room.board(as: "stranger").status == 404)
    #expect(try await room.server.get(room.path + "/leaderboard").status == 401)
    for method in [Method.put, .delete] {
      #expect(try await room.send(method, room.path + "/freeze", as: "stranger").status == 404)
      #expect(try await room.send(method, room.path + "/freeze", as: "ada").status == 403)
    }
  }

  @Test(arguments: ["", "?at=2026-03-02T10:15:00Z", "?by=score", "?set=easy"])
  func `aliases tell nobody's name`(query: String) async throws {
    let room = try await BoardClass(.aliased)
    for name in ["cy", "bob", "ada"] { try await room.attempt(name, minute: -1, .accepted) }
    let members = try await room.server.database.members(of: room.classroom)
    let aliases = members.filter { $0.role == .student }.map(\.alias).sorted()
    let seen = try await room.board(query, as: "ada")
    // All have done the same, at the same time: in the order of their aliases, and of nothing else.
    #expect(names(seen) == aliases)
    #expect(!seen.text.contains("login-") && !seen.text.contains("Name of"))
    #expect(seen.json["rows"].elements.allSatisfy { $0["account"] == .null })
    // The same answer for everyone: nothing in it depends on who asks.
    let others = try await room.board(query, as: "bob")
    #expect(others.text == seen.text)
    #expect(others.fields["etag"] == seen.fields["etag"])
    #expect(names(try await room.board(query, as: "tess")).contains("Name of ada"))
  }

  @Test(arguments: ["", "?at=2026-03-02T10:15:00Z", "?limit=3", "?row=own"])
  func `where names are hidden a student sees one row`(query: String) async throws {
    let room = try await BoardClass(.hidden)
    for (minute, name) in ["cy", "bob", "ada"].enumerated() {
      try await room.attempt(name, minute: minute - 20, .accepted)
    }
    let seen = try await room.board(query, as: "bob")
    #expect(seen.json["rows"].elements.count == 1)
    #expect(seen.json["rows"][0]["rank"].integer == 2)
    let alias = try await room.server.database.member(
      room.account("bob").name, of: room.classroom
    ).alias
    #expect(names(seen) == [alias])
    #expect(try await room.board("", as: "tess").json["rows"].elements.count == 3)
  }

  @Test func `students of a private class stand on no public board`() async throws {
    let room = try await BoardClass(.aliased)
    for name in ["ada", "stranger"] { try await room.attempt(name, minute: -1, .accepted) }
    func listed(_ query: String = "") async throws -> [String?] {
      try await room.server.get("/api/v1/leaderboard" + query).json["rows"].elements
        .map { $0["account"].string }
    }
    let (ada, stranger) = (room.account("ada").name, room.account("stranger").name)
    #expect(try await listed() == [stranger])
    #expect(try await listed("?at=2026-03-02T10:15:00Z") == [stranger])
    #expect(try await listed("?account=\(ada)") == [])
    // The policy changes, and with it the boards.
    var settings = ClassroomSettings(room.classroom)
    settings.names = .shown
    _ = try await room.server.database.change(room.classroom, to: settings, by: nil, now: .now)
    #expect(try await Set(listed()) == [ada, stranger])
    #expect(try await room.board(as: "bob").text.contains("Name of ada"))
  }

  @Test func `while it is frozen students see what is new as pending`() async throws {
    let room = try await BoardClass(.shown)
    try await room.attempt("ada", minute: -2, .accepted)
    try await room.attempt("bob", minute: -1, nil)
    let frozen = try await room.send(.put, room.path + "/freeze", as: "tess")
    #expect(frozen.text == #"{"frozen":true,"frozen_at":"2026-03-02T10:15:00.123Z"}"#)
    room.time.set(.now + .seconds(600))
    // Again: no change.
    #expect(try await room.send(.put, room.path + "/freeze", as: "tess").text == frozen.text)
    // From before the freeze: shown, though it is judged later.
    try await room.server.judge(.example(.accepted))
    let before = try await room.board(as: "cy")
    #expect(names(before) == ["Name of ada", "Name of bob"])
    #expect(solved(before) == [1, 1])
    #expect(before.json["frozen_at"].string == "2026-03-02T10:15:00.123Z")

    try await room.attempt("cy", minute: 1, .accepted)
    for query in ["", "?at=2026-03-02T10:24:00Z", "?row=own"] {
      let seen = try await room.board(query, as: "cy")
      let row = try #require(seen.json["rows"].elements.last)
      #expect(row["name"].string == "Name of cy")
      #expect(row["score"]["num_solved"].integer == 0)
      #expect(row["problems"][0]["num_pending"].integer == 1)
    }
    let open = try await room.server.get("/api/v1/leaderboard?account=\(room.account("cy").name)")
    #expect(open.json["rows"][0]["score"]["num_solved"].integer == 0)
    let staff = try await room.board("?by=score", as: "tess")
    let row = staff.json["rows"].elements.first { $0["name"].string == "Name of cy" }
    #expect(row?["score"]["num_solved"].integer == 1)
    #expect(row?["frozen"]["score"]["num_solved"].integer == 0)

    let thawed = try await room.send(.delete, room.path + "/freeze", as: "tess")
    #expect(thawed.text == #"{"frozen":false}"#)
    #expect(solved(try await room.board(as: "cy")) == [1, 1, 1])
    let audit = try await room.server.database.auditLog(
      AuditFilter(classroom: room.classroom.id, limit: 10))
    #expect(
      audit.records.map(\.entry.action).prefix(2) == ["classroom.unfreeze", "classroom.freeze"])
  }

  @Test func `an answer is kept until something of it changes`() async throws {
    let room = try await BoardClass(.shown)
    try await room.attempt("ada", minute: -2, .accepted)
    let tag = try #require(try await room.board(as: "bob").fields["etag"])
    let path = room.path + "/leaderboard"
    #expect(try await room.send(.get, path, as: "cy", tag: tag).status == 304)
    // Of somebody else.
    try await room.attempt("stranger", minute: -1, .accepted)
    #expect(try await room.send(.get, path, as: "cy", tag: tag).status == 304)
    _ = try await room.server.database.changeMember(
      room.account("ada").name, of: room.classroom, name: "Renamed", role: nil, by: nil, now: .now)
    let renamed = try await room.send(.get, path, as: "cy", tag: tag)
    #expect(renamed.status == 200)
    #expect(names(renamed) == ["Renamed"])
  }
}
