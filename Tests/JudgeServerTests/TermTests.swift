import Domain
import TestClient
import Testing

@testable import JudgeServer

/// A term of one teacher and 60 students: three assignments of three problems, with late days,
/// extensions, attempt limits, compile errors and judge errors. The gradebook in the end is compared
/// with what the students' own notes come to.
///
/// A rejudging would go between the last submission and the gradebook (`Student.notes` hold what to
/// change), a freeze does not touch the gradebook.
@Suite(.timeLimit(.minutes(5))) struct TermTests {
  /// What a student writes down of each submission that was taken.
  private struct Note {
    var week: Int
    var problem: Int
    /// Minutes since the start of the term.
    var minute: Int
    var verdict: Verdict
    var percent: Int
  }

  private struct Student {
    var name: String
    var token: String
    var notes: [Note] = []
    /// By week: days that the due time and the close are later, and attempts more.
    var grace: [Int: (days: Int, attempts: Int)] = [:]
  }

  private struct Week {
    /// In minutes since the start of the term.
    var opens: Int
    var due: Int
    var closes: Int
    var points: [Int]
    var attempts: [Int?]
    var policy: String
    /// Of so many minutes late; written differently from `LatePolicy`.
    var worth: @Sendable (Int) -> Double
  }

  private static let day = 24 * 60
  private static let weeks = [
    Week(
      opens: 0, due: 7 * day, closes: 7 * day, points: [10, 20, 30], attempts: [nil, 3, 2],
      policy: "{}", worth: { _ in 1 }),
    Week(
      opens: 7 * day, due: 14 * day, closes: 17 * day, points: [5, 5, 15], attempts: [4, nil, 2],
      policy:
        #"{"steps": [{"after_hours": 0, "factor": 0.75}, {"after_hours": 24, "factor": 0.5}]}"#,
      worth: { late in late <= 0 ? 1 : late <= 1440 ? 0.75 : 0.5 }),
    Week(
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

  /// The same term every time (splitmix64).
  private struct Dice: RandomNumberGenerator {
    var state: UInt64 = 20_260_302

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }

  private static func problem(_ week: Int, _ problem: Int) -> String { "w\(week)p\(problem)" }

  private static func local(_ minute: Int) -> String {
    String((Timestamp.now + .seconds(minute * 60)).description.prefix(16))
  }

  @Test func `the gradebook of a term is what the students' notes come to`() async throws {
    var dice = Dice()
    let clock = TestClock()
    let sets = ["easy", "medium", "hard"]
    let catalog = ProblemFixtures.catalog(
      Dictionary(
        uniqueKeysWithValues: (0..<9).map {
          ("\(sets[$0 / 3])/\(Self.problem($0 / 3, $0 % 3))", "[python3]")
        }))
    let server = try await TestServer(catalog: catalog, clock: clock)
    let teacher = try await server.addAccount("grace", .teacher)
    let classroom = try #require(
      try await server.send(
        .post, "/api/v1/classrooms", token: teacher, json: #"{"name": "Term"}"#
      ).json["href"].string)

    // The roster, and the plan of the term.
    let roster =
      "account,name\n" + (1...60).map { "s\($0),Student \($0)\n" }.joined()
    let imported = try await server.post(
      classroom + "/roster", type: "text/csv", fields: ["Authorization": "Bearer \(teacher)"],
      Array(roster.utf8))
    var students = imported.json["rows"].elements.map {
      Student(name: $0["account"].string ?? "", token: $0["token"].string ?? "")
    }
    #expect(students.count == 60)
    var assignments: [String] = []
    for (index, week) in Self.weeks.enumerated() {
      let problems = (0..<3).map { problem in
        let limit = week.attempts[problem].map { ", \"attempt_limit\": \($0)" } ?? ""
        return """
          {"problem_id": "\(Self.problem(index, problem))", "points": \(week.points[problem])\(limit)}
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
    // Every seventh student gets an extension for one assignment.
    for place in students.indices where place % 7 == 3 {
      let week = place % 3
      let days = 2 + place % 4
      let attempts = place % 2
      students[place].grace[week] = (days, attempts)
      let due = Self.local(Self.weeks[week].due + days * Self.day)
      let closes = Self.local(Self.weeks[week].closes + days * Self.day)
      let reply = try await server.send(
        .put, assignments[week] + "/extensions/\(students[place].name)", token: teacher,
        json: #"{"due_at": "\#(due)", "closes_at": "\#(closes)", "more_attempts": \#(attempts)}"#)
      #expect(reply.status == 200, "\(reply.text)")
    }

    // Who tries what, when; in the order of time.
    var tries: [(minute: Int, student: Int, week: Int, problem: Int)] = []
    for student in students.indices {
      for week in 0..<3 {
        for problem in 0..<3 {
          for _ in 0..<Int.random(in: 0...4, using: &dice) {
            let plan = Self.weeks[week]
            let minute = Int.random(in: plan.opens + 1...plan.closes + 2 * Self.day, using: &dice)
            tries.append((minute, student, week, problem))
          }
        }
      }
    }
    tries.sort { ($0.minute, $0.student, $0.problem) < ($1.minute, $1.student, $1.problem) }

    var refused: [String: Int] = [:]
    var minute = 0
    for attempt in tries {
      clock.advance(by: .seconds((attempt.minute - minute) * 60))
      minute = attempt.minute
      let plan = Self.weeks[attempt.week]
      let student = students[attempt.student]
      let grace = student.grace[attempt.week]
      let reply = try await server.send(
        .post,
        "/api/v1/problems/\(Self.problem(attempt.week, attempt.problem))/submissions?assignment="
          + assignments[attempt.week].suffix(26),
        token: student.token, json: #"{"solver": {"source": "print(\#(minute))"}}"#)
      let used = student.notes.count {
        $0.week == attempt.week && $0.problem == attempt.problem && $0.verdict != .compileError
          && $0.verdict != .judgeError
      }
      // The clock shows 123 ms and more after the full second; times are given in minutes.
      if attempt.minute >= plan.closes + (grace?.days ?? 0) * Self.day {
        #expect(reply.json["code"].string == "assignment_closed", "\(reply.text)")
        refused["closed", default: 0] += 1
        continue
      }
      if let limit = plan.attempts[attempt.problem], used >= limit + (grace?.attempts ?? 0) {
        #expect(reply.json["code"].string == "attempts_used_up", "\(reply.text)")
        refused["attempts", default: 0] += 1
        continue
      }
      #expect(reply.status == 201, "\(reply.text)")
      let verdicts: [Verdict] = [
        .accepted, .accepted, .wrongAnswer, .wrongAnswer, .timeLimitExceeded, .compileError,
        .judgeError,
      ]
      let verdict = verdicts.randomElement(using: &dice) ?? .accepted
      let percent =
        switch verdict {
        case .accepted: 100
        case .compileError, .judgeError: 0
        default: Int.random(in: 0...9, using: &dice) * 10
        }
      var judgement = Judgement.example(verdict)
      judgement.maxScore = 100
      judgement.score = Double(percent)
      let judged = try await server.judge(judgement)
      #expect(judged.rawValue == reply.json["id"].string)
      students[attempt.student].notes.append(
        Note(
          week: attempt.week, problem: attempt.problem, minute: minute, verdict: verdict,
          percent: percent))
    }
    // It was a term in which everything happened.
    #expect(refused["closed", default: 0] > 20)
    #expect(refused["attempts", default: 0] > 20)

    let gradebook = try await server.send(.get, classroom + "/gradebook", token: teacher, json: "")
      .json
    #expect(gradebook["max_total"].integer == 145)
    #expect(gradebook["rows"].elements.count == 60)
    let csv = try await server.send(
      .get, classroom + "/gradebook?format=csv", token: teacher, json: ""
    ).text.split(separator: "\r\n")
    for row in gradebook["rows"].elements {
      let student = try #require(students.first { $0.name == row["account"].string })
      let expected = (0..<3).map { Self.points(of: student, week: $0) }
      for week in 0..<3 {
        let points = try #require(row["points"][week].double)
        #expect(abs(points - expected[week]) < 1e-9, "\(student.name), week \(week + 1)")
      }
      let total = try #require(row["total"].double)
      #expect(abs(total - expected.reduce(0, +)) < 1e-9)
      let line = try #require(csv.first { $0.hasPrefix(student.name + ",") })
      let shown = line.split(separator: ",").compactMap { Double($0) }
      #expect(zip(shown, expected).allSatisfy { abs($0 - $1) <= 0.005001 })
    }
  }

  /// From the notes alone: each problem's best of what was handed in, and what the delay left of it.
  private static func points(of student: Student, week: Int) -> Double {
    var sum = 0.0
    let plan = weeks[week]
    let due = plan.due + (student.grace[week]?.days ?? 0) * day
    for problem in 0..<3 {
      var best = 0.0
      for note in student.notes where note.week == week && note.problem == problem {
        // A fraction of a second after the full minute is late, too.
        let late = note.minute >= due ? note.minute - due + 1 : 0
        best = max(best, Double(plan.points[problem] * note.percent) / 100 * plan.worth(late))
      }
      sum += best
    }
    return sum
  }
}
