import Domain
import TestClient
import Testing

@testable import HTTP
@testable import JudgeServer
@testable import Storage

/// A server with one of everybody, and with what is theirs.
struct WalkSchool {
  let server: TestServer
  /// Of everybody but the guest.
  let tokens: [AccessTable.Role: String]
  private let submission: String
  private let memberToken: String
  private let classroom: String
  private let tests: String

  private static let thread = "01ARZ3NDEKTSV4RRFFQ69G5FAT"
  private static let post = "01ARZ3NDEKTSV4RRFFQ69G5FAP"
  private static let assignment = "01ARZ3NDEKTSV4RRFFQ69G5FAA"
  private static let rejudging = "01ARZ3NDEKTSV4RRFFQ69G5FAR"

  /// In the member's source.
  static let source = "print('the source of member')"
  /// The name of a hidden case.
  static let hiddenCase = "secret/the-hidden-case"
  /// What only the feedback of a hidden run holds.
  static let hiddenText = "the hidden answer"

  init() async throws {
    server = try await TestServer()
    var tokens: [AccessTable.Role: String] = [:]
    for role in AccessTable.Role.allCases where role != .guest {
      tokens[role] = try await server.addAccount(role.rawValue, role.accountRole)
    }
    self.tokens = tokens
    let submitted = try await server.submit(
      json: #"{"solver": {"source": "\#(Self.source)"}}"#,
      fields: ["Authorization": "Bearer \(tokens[.member] ?? "")"])
    submission = try #require(submitted.json["id"].string)
    try await server.judge(Self.judgement)
    let member = try await server.database.account(named: "member").account
    memberToken = try #require(
      try await server.database.tokens(of: member, now: .now).first?.id)
    tests = try await server.database.submit(
      NewTestSuite(
        account: member, problem: .echo,
        tests: [StudentTest(name: "a test of member", scenario: .object([:]), answer: .null)],
        submittedAt: .now)
    ).id.rawValue
    classroom = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    try await server.database.commits.write("a school") { [classroom] database in
      try database.execute(
        sql: """
          INSERT INTO classrooms (number, id, name, time_zone, created_at_us)
            VALUES (1, '\(classroom)', 'theirs', 'UTC', 0),
              (2, '01ARZ3NDEKTSV4RRFFQ69G5FAW', 'another', 'UTC', 0);
          UPDATE classrooms SET join_code = '7KQ4MX9TBD' WHERE number = 1;
          UPDATE accounts SET made_in = 1 WHERE name = 'member';
          INSERT INTO assignments (number, id, classroom, name, opens_at_us, due_at_us,
              closes_at_us, late_policy, feedback, created_at_us)
            VALUES (1, '\(Self.assignment)', 1, 'theirs', 0, 1, 1, '{}', 'samples', 0);
          INSERT INTO assignment_problems (assignment, ordinal, problem, points)
            VALUES (1, 0, 'paused', 1);
          INSERT INTO extensions (assignment, account)
            SELECT 1, id FROM accounts WHERE name = 'member';
          INSERT INTO rejudgings (id, account, classroom, reason, filter, state, created_at_us)
            SELECT '\(Self.rejudging)', id, 1, 'theirs', '{"problem": "echo"}', 'ready', 0
              FROM accounts WHERE name = 'staff';
          INSERT INTO members (classroom, account, role, name, alias, joined_at_us)
            SELECT 1, id, iif(name = 'staff', 'teacher', 'student'), name, name, 0
              FROM accounts WHERE name IN ('staff', 'member')
            UNION SELECT 2, id, iif(name = 'stranger', 'student', 'teacher'), name, name, 0
              FROM accounts WHERE name IN ('other teacher', 'stranger');
          INSERT INTO threads (number, id, classroom, problem, account, title, created_at_us)
            SELECT 1, '\(Self.thread)', 1, 'echo', id, 'theirs', 0
              FROM accounts WHERE name = 'member';
          INSERT INTO posts (id, thread, account, body, submission, created_at_us)
            SELECT '\(Self.post)', 1, account, 'theirs', sequence, 0 FROM submissions
          """)
    }
  }

  func walk(_ row: AccessTable.Row, as role: AccessTable.Role) async throws -> Reply {
    guard let method = HTTP.Method(rawValue: row.method) else {
      throw TestServer.Failure.noRoute(row.route)
    }
    let hasBody = [.post, .put, .patch].contains(method)
    let body = hasBody ? WalkRequests.bodies[row.route] ?? "{}" : ""
    let target = target(row.pattern + (WalkRequests.queries[row.route] ?? ""))
    if row.route.hasSuffix("/roster"), method == .post {
      return try await server.post(
        target, type: "text/csv",
        fields: tokens[role].map { ["Authorization": "Bearer \($0)"] } ?? [:],
        Array(WalkRequests.roster.utf8))
    }
    return try await server.send(
      method, target, token: tokens[role],
      json: body.replacing("TOKEN", with: tokens[role] ?? "none")
        .replacing("CLASSROOM", with: classroom))
  }

  /// What the walk asks an admin for, with another query and another body.
  func send(_ row: AccessTable.Row, query: String, _ body: String) async throws -> Reply {
    guard let method = HTTP.Method(rawValue: row.method) else {
      throw TestServer.Failure.noRoute(row.route)
    }
    let hasBody = [.post, .put, .patch].contains(method)
    return try await server.send(
      method, target(row.pattern) + query, token: tokens[.admin], json: hasBody ? body : "")
  }

  /// The path with what is the member's.
  private func target(_ pattern: String) -> String {
    // The assignment is over, and not of the problem that the discussion is about: that would open it.
    pattern.replacing("{assignment}/problems/{id}", with: "{assignment}/problems/paused")
      .replacing("/problems/{id}", with: "/problems/echo")
      .replacing("/submissions/{id}", with: "/submissions/\(submission)")
      .replacing("{test}", with: tests)
      .replacing("{ordinal}", with: "2").replacing("{account}", with: "member")
      .replacing("{thread}", with: Self.thread).replacing("{post}", with: Self.post)
      .replacing("{token}", with: memberToken).replacing("{classroom}", with: classroom)
      .replacing("{assignment}", with: Self.assignment)
      .replacing("{rejudging}", with: Self.rejudging)
      .replacing("CLASSROOM", with: classroom)
  }

  /// What must not be in an answer to `role`.
  func secrets(from role: AccessTable.Role) -> [String] {
    let others = tokens.filter { $0.key != role }.map(\.value)
    let staff: Set<AccessTable.Role> = [.staff, .admin]
    return others + [Self.hiddenText, "hidden input", "hidden answer", "$scrypt$"]
      + (staff.contains(role) ? [] : [Self.hiddenCase])
      + (staff.contains(role) || role == .member
        ? [] : ["the source of member", "a test of member"])
  }

  private static let judgement = Judgement(
    verdict: .wrongAnswer, score: 0, maxScore: 1, startedAt: .now, endedAt: .now, isolation: .b,
    runs: [run(1, "sample/1", isSample: true), run(2, hiddenCase, isSample: false)])

  private static func run(_ ordinal: Int, _ name: String, isSample: Bool) -> Run {
    Run(
      ordinal: ordinal, testCase: name, group: isSample ? "sample" : "secret", isSample: isSample,
      verdict: .wrongAnswer, cpuTime: .zero, wallTime: .zero, peakMemory: .bytes(0),
      memorySource: .cgroup, ending: .exited(code: 0),
      feedback: isSample ? nil : RunFeedback(expected: hiddenText),
      lab: LabReport(
        reason: nil, makespan: 1, allowedMakespan: nil, referenceMakespan: nil, requests: 0,
        peakConcurrency: 0, averageConcurrency: 0, blocked: 0, runs: 1, plan: "", cause: nil,
        advice: [:], mistake: nil, traceHash: ""),
      timeline: .emptyTimeline)
  }
}

extension JSONValue {
  /// The timeline of a run in which nothing happened.
  static let emptyTimeline: JSONValue = [
    "version": 1, "end_us": 1, "requests": [], "blocks": [], "violations": [], "tasks": [],
  ]
}

extension AccessTable.Role {
  var accountRole: AccountRole {
    switch self {
    case .guest, .stranger, .member: .student
    case .staff, .otherTeacher: .teacher
    case .admin: .admin
    }
  }
}
