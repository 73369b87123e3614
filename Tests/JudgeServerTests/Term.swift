import Domain
import HTTP
import TestClient
import Testing

@testable import JudgeServer

/// What one student, sixty times over, writes down during a term of three assignments.
struct TermStudent {
  /// Of each submission that was taken.
  struct Note {
    var submission: String
    var week: Int
    var problem: Int
    /// Minutes since the start of the term.
    var minute: Int
    var verdict: Verdict
    var percent: Int

    var costsAttempt: Bool { verdict != .compileError && verdict != .judgeError }
  }

  var name: String
  var token: String
  var notes: [Note] = []
  /// By week: days that the due time and the close are later, and attempts more.
  var grace: [Int: (days: Int, attempts: Int)] = [:]

  /// From the notes until a minute alone: each problem's best of what was handed in, and what the
  /// delay left of it.
  func points(in week: Int, until end: Int = .max) -> Double {
    let plan = TermWeek.all[week]
    let due = plan.due + (grace[week]?.days ?? 0) * TermWeek.day
    var sum = 0.0
    for problem in 0..<3 {
      var best = 0.0
      for note in notes where note.week == week && note.problem == problem && note.minute < end {
        // A fraction of a second after the full minute is late, too.
        let late = note.minute >= due ? note.minute - due + 1 : 0
        best = max(best, Double(plan.points[problem] * note.percent) / 100 * plan.worth(late))
      }
      sum += best
    }
    return sum
  }

  /// Problems of all weeks that are accepted in what was handed in until a minute.
  func solved(until end: Int = .max) -> Int {
    Set(
      notes.filter { $0.minute < end && $0.verdict == .accepted }.map { $0.week * 3 + $0.problem }
    ).count
  }
}

/// An assignment as the teacher planned it.
struct TermWeek {
  /// In minutes since the start of the term.
  var opens: Int
  var due: Int
  var closes: Int
  var points: [Int]
  var attempts: [Int?]
  var policy: String
  /// Of so many minutes late; written differently from `LatePolicy`.
  var worth: @Sendable (Int) -> Double

  static let day = 24 * 60
  static let all = [
    TermWeek(
      opens: 0, due: 7 * day, closes: 7 * day, points: [10, 20, 30], attempts: [nil, 3, 2],
      policy: "{}", worth: { _ in 1 }),
    TermWeek(
      opens: 7 * day, due: 14 * day, closes: 17 * day, points: [5, 5, 15], attempts: [4, nil, 2],
      policy:
        #"{"steps": [{"after_hours": 0, "factor": 0.75}, {"after_hours": 24, "factor": 0.5}]}"#,
      worth: { late in late <= 0 ? 1 : late <= 1440 ? 0.75 : 0.5 }),
    TermWeek(
      opens: 14 * day, due: 21 * day, closes: 28 * day, points: [40, 8, 12], attempts: [2, 2, nil],
      policy: #"{"per_day": 0.125, "floor": 0.5}"#,
      worth: { late in
        var worth = 1.0
        var minute = 0
        while minute < late {
          worth -= 0.125
          minute += 1440
        }
        return worth < 0.5 ? 0.5 : worth
      }),
  ]

  static func problem(_ week: Int, _ problem: Int) -> String { "w\(week)p\(problem)" }
}

/// The same term every time (splitmix64).
struct Dice: RandomNumberGenerator {
  var state: UInt64 = 20_260_302

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// What comes of a submission, and percent of its score.
  mutating func outcome() -> (verdict: Verdict, percent: Int) {
    let verdicts: [Verdict] = [
      .accepted, .accepted, .wrongAnswer, .wrongAnswer, .timeLimitExceeded, .compileError,
      .judgeError,
    ]
    let verdict = verdicts.randomElement(using: &self) ?? .accepted
    let percent =
      switch verdict {
      case .accepted: 100
      case .compileError, .judgeError: 0
      default: Int.random(in: 0...9, using: &self) * 10
      }
    return (verdict, percent)
  }
}

/// A server with the class of the term: its teacher, sixty students by a roster, the three
/// assignments, and the extensions.
struct Term {
  let server: TestServer
  let clock: TestClock
  let teacher: String
  /// Their paths.
  let classroom: String
  private(set) var assignments: [String] = []
  var students: [TermStudent] = []
  private var minute = 0

  init() async throws {
    clock = TestClock()
    let sets = ["easy", "medium", "hard"]
    let catalog = ProblemFixtures.catalog(
      Dictionary(
        uniqueKeysWithValues: (0..<9).map {
          ("\(sets[$0 / 3])/\(TermWeek.problem($0 / 3, $0 % 3))", "[python3]")
        }))
    server = try await TestServer(catalog: catalog, clock: clock)
    teacher = try await server.addAccount("grace", .teacher)
    classroom = try #require(
      try await server.send(
        .post, "/api/v1/classrooms", token: teacher, json: #"{"name": "Term"}"#
      ).json["href"].string)
    let roster = "account,name\n" + (1...60).map { "s\($0),Student \($0)\n" }.joined()
    let imported = try await server.post(
      classroom + "/roster", type: "text/csv", fields: ["Authorization": "Bearer \(teacher)"],
      Array(roster.utf8))
    students = imported.json["rows"].elements.map {
      TermStudent(name: $0["account"].string ?? "", token: $0["token"].string ?? "")
    }
    for index in TermWeek.all.indices { try await assign(index) }
    // Every seventh student gets an extension for one assignment.
    for place in students.indices where place % 7 == 3 { try await extend(place) }
  }

  private mutating func assign(_ index: Int) async throws {
    let week = TermWeek.all[index]
    let problems = (0..<3).map { problem in
      let limit = week.attempts[problem].map { ", \"attempt_limit\": \($0)" } ?? ""
      return """
        {"problem_id": "\(TermWeek.problem(index, problem))",
         "points": \(week.points[problem])\(limit)}
        """
    }
    let reply = try await server.send(
      .post, classroom + "/assignments", token: teacher,
      json: """
        {"name": "Week \(index + 1)", "opens_at": "\(Self.local(week.opens))",
         "due_at": "\(Self.local(week.due))", "closes_at": "\(Self.local(week.closes))",
         "late_policy": \(week.policy), "problems": [\(problems.joined(separator: ","))]}
        """)
    assignments.append(try #require(reply.json["href"].string, "\(reply.text)"))
  }

  private mutating func extend(_ place: Int) async throws {
    let week = place % 3
    let days = 2 + place % 4
    let attempts = place % 2
    students[place].grace[week] = (days, attempts)
    let due = Self.local(TermWeek.all[week].due + days * TermWeek.day)
    let closes = Self.local(TermWeek.all[week].closes + days * TermWeek.day)
    let reply = try await server.send(
      .put, assignments[week] + "/extensions/\(students[place].name)", token: teacher,
      json: #"{"due_at": "\#(due)", "closes_at": "\#(closes)", "more_attempts": \#(attempts)}"#)
    #expect(reply.status == 200, "\(reply.text)")
  }

  private static func local(_ minute: Int) -> String {
    String((Timestamp.now + .seconds(minute * 60)).description.prefix(16))
  }

  mutating func wait(until minute: Int) {
    clock.advance(by: .seconds((minute - self.minute) * 60))
    self.minute = minute
  }

  /// As the teacher.
  func send(_ method: HTTP.Method, _ target: String, _ body: String = "") async throws -> Reply {
    try await server.send(method, target, token: teacher, json: body)
  }

  func gradebook() async throws -> JSONValue {
    try await send(.get, classroom + "/gradebook").json
  }
}
