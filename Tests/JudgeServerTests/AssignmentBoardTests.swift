import Domain
import HTTP
import Storage
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct AssignmentBoardTests {
  /// Opened an hour ago, due in ten minutes, closes in twenty.
  private func assignment(
    _ room: BoardClass, feedback: FeedbackPolicy = .firstFailure,
    ranking: AssignmentRanking = .score
  ) async throws -> Assignment {
    try await room.server.database.addAssignment(
      AssignmentContent(
        name: "one",
        times: AssignmentTimes(
          opens: .now + .seconds(-3600), due: .now + .seconds(600), closes: .now + .seconds(1200)),
        latePolicy: .steps([LatePolicy.Step(afterHours: 0, factor: 0.5)]), feedback: feedback,
        ranking: ranking, problems: [AssignedProblem(problem: .echo, points: 10)]),
      to: room.classroom, by: nil, now: .now)
  }

  private func board(
    _ room: BoardClass, _ assignment: Assignment, _ query: String = "", as name: String
  ) async throws -> Reply {
    try await room.send(.get, "/api/v1/assignments/\(assignment.id)/leaderboard" + query, as: name)
  }

  private func scores(_ reply: Reply) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: reply.json["rows"].elements.map {
        ($0["name"].string ?? "", $0["score"]["score"].integer ?? -1)
      })
  }

  @Test func `ranks by points after the late policy`() async throws {
    let room = try await BoardClass(.shown)
    let assignment = try await assignment(room)
    room.time.set(.now + .seconds(1000))
    try await room.attempt("ada", minute: 15, .accepted, assignment: assignment)
    try await room.attempt("bob", minute: 5, .accepted, assignment: assignment)
    try await room.attempt("cy", minute: 5, .accepted)
    try await room.attempt("tess", minute: 5, .accepted, assignment: assignment)
    let seen = try await board(room, assignment, as: "cy")
    #expect(scores(seen) == ["Name of bob": 10, "Name of ada": 5])
    #expect(seen.json["rows"].elements.map { $0["rank"].integer } == [1, 2])
    #expect(seen.json["problem_ids"].elements == [.string("echo")])
    #expect(try await board(room, assignment, as: "stranger").status == 404)

    // An extension changes it.
    _ = try await room.server.database.setExtension(
      Extension(due: .now + .seconds(1200)), of: room.account("ada"), for: assignment,
      in: room.classroom, by: nil, now: .now)
    #expect(
      scores(try await board(room, assignment, as: "cy"))
        == ["Name of bob": 10, "Name of ada": 10])
    #expect(
      scores(try await board(room, assignment, "?at=2026-03-02T10:20:02Z", as: "cy"))
        == ["Name of bob": 10])
  }

  @Test func `or by problems solved since it opened`() async throws {
    let room = try await BoardClass(.shown)
    let assignment = try await assignment(room, ranking: .solved)
    try await room.attempt("ada", minute: -40, .wrongAnswer, assignment: assignment)
    try await room.attempt("ada", minute: -30, .accepted, assignment: assignment)
    try await room.attempt("bob", minute: -20, .accepted, assignment: assignment)
    let rows = try await board(room, assignment, as: "cy").json["rows"].elements
    #expect(rows.map { $0["name"].string } == ["Name of bob", "Name of ada"])
    #expect(rows.map { $0["score"]["penalty_minutes"].integer } == [40, 50])
  }

  @Test func `a freeze holds back what comes after it`() async throws {
    let room = try await BoardClass(.shown)
    let assignment = try await assignment(room)
    try await room.attempt("ada", minute: -5, .accepted, assignment: assignment)
    let path = "/api/v1/assignments/\(assignment.id)/freeze"
    #expect(try await room.send(.put, path, as: "ada").status == 403)
    #expect(try await room.send(.put, path, as: "tess").json["frozen"] == .bool(true))
    room.time.set(.now + .seconds(500))
    try await room.attempt("bob", minute: 1, .accepted, assignment: assignment)
    try await room.attempt("cy", minute: 1, .accepted)
    let seen = try await board(room, assignment, as: "bob")
    #expect(scores(seen) == ["Name of ada": 10, "Name of bob": 0])
    #expect(seen.json["rows"][1]["problems"][0]["num_pending"].integer == 1)
    // On the other boards, too; what is practised is not held back.
    let open = try await room.board(as: "cy").json["rows"].elements
    let solved = open.map { [$0["name"].string: $0["score"]["num_solved"].integer] }
    #expect(solved == [["Name of ada": 1], ["Name of cy": 1], ["Name of bob": 0]])
    let staff = try await board(room, assignment, as: "tess")
    #expect(scores(staff) == ["Name of ada": 10, "Name of bob": 10])
    #expect(staff.json["rows"][1]["frozen"]["score"]["score"].integer == 0)
    _ = try await room.send(.delete, path, as: "tess")
    #expect(
      scores(try await board(room, assignment, as: "bob"))
        == ["Name of ada": 10, "Name of bob": 10])
  }

  @Test func `results that students are not told yet are not told by boards`() async throws {
    let room = try await BoardClass(.shown)
    let assignment = try await assignment(room, feedback: .samples)
    try await room.attempt("ada", minute: -5, .accepted, assignment: assignment)
    func solved() async throws -> [Int?] {
      let name = room.account("ada").name
      return try await [
        board(room, assignment, as: "ada").json["rows"][0]["score"]["score"].integer,
        room.board(as: "ada").json["rows"][0]["score"]["num_solved"].integer,
        room.server.get("/api/v1/leaderboard?account=\(name)").json["rows"][0]["score"][
          "num_solved"
        ].integer,
      ]
    }
    #expect(try await solved() == [0, 0, 0])
    #expect(try await scores(board(room, assignment, as: "tess")) == ["Name of ada": 10])
    // It closes; nothing else happens.
    room.time.set(.now + .seconds(1201))
    #expect(try await solved() == [10, 1, 1])
  }
}
