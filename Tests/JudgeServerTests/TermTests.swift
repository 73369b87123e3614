import Domain
import TestClient
import Testing

@testable import JudgeServer

/// A term of one teacher and 60 students: three assignments of three problems, with late days,
/// extensions, attempt limits, compile errors and judge errors; boards that are frozen while
/// students go on submitting; a rejudging. Boards and gradebook are compared with what the students'
/// own notes come to.
@Suite(.timeLimit(.minutes(5))) struct TermTests {
  private typealias Try = (minute: Int, student: Int, week: Int, problem: Int)

  /// Of the classroom, and of the last assignment: since when, until when.
  private static let classFreeze = 9 * TermWeek.day..<12 * TermWeek.day
  private static let freeze = 18 * TermWeek.day..<26 * TermWeek.day
  /// Within the freeze, and with attempts after it.
  private static let rejudgedAt = 22 * TermWeek.day

  @Test func `the gradebook of a term is what the students' notes come to`() async throws {
    var dice = Dice()
    var term = try await Term()
    #expect(term.students.count == 60)
    var refused: [String: Int] = [:]
    var happenings = Self.happenings
    for attempt in Self.tries(by: term.students.count, &dice) {
      while let (minute, happening) = happenings.first, attempt.minute >= minute {
        term.wait(until: minute)
        try await happening(&term, &dice)
        happenings.removeFirst()
      }
      term.wait(until: attempt.minute)
      if let code = try await Self.submit(attempt, in: &term, &dice) {
        refused[code, default: 0] += 1
      }
    }
    // It was a term in which everything happened.
    #expect(happenings.isEmpty)
    #expect(refused["assignment_closed", default: 0] > 20)
    #expect(refused["attempts_used_up", default: 0] > 20)
    try await Self.checkGradebook(of: term)
  }

  /// Who tries what, when; in the order of time.
  private static func tries(by count: Int, _ dice: inout Dice) -> [Try] {
    var tries: [Try] = []
    for student in 0..<count {
      for week in 0..<3 {
        for problem in 0..<3 {
          for _ in 0..<Int.random(in: 0...4, using: &dice) {
            let plan = TermWeek.all[week]
            let minute = Int.random(
              in: plan.opens + 1...plan.closes + 2 * TermWeek.day, using: &dice)
            tries.append((minute, student, week, problem))
          }
        }
      }
    }
    return tries.sorted {
      ($0.minute, $0.student, $0.problem) < ($1.minute, $1.student, $1.problem)
    }
  }

  /// Submits, and judges what is taken; the code with which it was refused, as it had to be.
  private static func submit(
    _ attempt: Try, in term: inout Term, _ dice: inout Dice
  ) async throws -> String? {
    let plan = TermWeek.all[attempt.week]
    let student = term.students[attempt.student]
    let grace = student.grace[attempt.week]
    let reply = try await term.server.send(
      .post,
      "/api/v1/problems/\(TermWeek.problem(attempt.week, attempt.problem))/submissions?assignment="
        + term.assignments[attempt.week].suffix(26),
      token: student.token, json: #"{"solver": {"source": "print(\#(attempt.minute))"}}"#)
    let used = student.notes.count {
      $0.week == attempt.week && $0.problem == attempt.problem && $0.costsAttempt
    }
    let code = reply.json["code"].string
    // The clock shows 123 ms and more after the full second; times are given in minutes.
    if attempt.minute >= plan.closes + (grace?.days ?? 0) * TermWeek.day {
      #expect(code == "assignment_closed", "\(reply.text)")
      return "assignment_closed"
    }
    if let limit = plan.attempts[attempt.problem], used >= limit + (grace?.attempts ?? 0) {
      #expect(code == "attempts_used_up", "\(reply.text)")
      return "attempts_used_up"
    }
    #expect(reply.status == 201, "\(reply.text)")
    let (verdict, percent) = dice.outcome()
    let judged = try await term.server.judge(.example(verdict, percent: percent))
    #expect(judged.rawValue == reply.json["id"].string)
    term.students[attempt.student].notes.append(
      TermStudent.Note(
        submission: judged.rawValue, week: attempt.week, problem: attempt.problem,
        minute: attempt.minute, verdict: verdict, percent: percent))
    return nil
  }

  private static func checkGradebook(of term: Term) async throws {
    let gradebook = try await term.gradebook()
    #expect(gradebook["max_total"].integer == 145)
    #expect(gradebook["rows"].elements.count == 60)
    let csv = try await term.send(.get, term.classroom + "/gradebook?format=csv").text
      .split(separator: "\r\n")
    for row in gradebook["rows"].elements {
      let student = try #require(term.students.first { $0.name == row["account"].string })
      let expected = (0..<3).map { student.points(in: $0) }
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

  // MARK: what the teacher does meanwhile

  private typealias Happening = (minute: Int, run: (inout Term, inout Dice) async throws -> Void)

  private static var happenings: [Happening] {
    [
      (
        classFreeze.lowerBound,
        { term, _ in
          let reply = try await term.send(.put, term.classroom + "/freeze")
          #expect(reply.json["frozen"] == .bool(true), "\(reply.text)")
        }
      ),
      (
        classFreeze.upperBound,
        { term, _ in
          try await checkClass(term, frozenAt: classFreeze.lowerBound)
          let reply = try await term.send(.delete, term.classroom + "/freeze")
          #expect(reply.json["frozen"] == .bool(false), "\(reply.text)")
          try await checkClass(term, frozenAt: nil)
        }
      ),
      (
        freeze.lowerBound,
        { term, _ in
          try await checkBoard(term, frozenAt: nil)
          let reply = try await term.send(.put, term.assignments[2] + "/freeze")
          #expect(reply.json["frozen"] == .bool(true), "\(reply.text)")
          // Nothing was submitted since: the same for everyone.
          try await checkBoard(term, frozenAt: freeze.lowerBound)
        }
      ),
      (
        rejudgedAt,
        { term, dice in
          try await discard(in: term, &dice)
          try await rejudge(in: &term, &dice)
        }
      ),
      (
        freeze.upperBound,
        { term, _ in
          try await checkBoard(term, frozenAt: freeze.lowerBound)
          let reply = try await term.send(.delete, term.assignments[2] + "/freeze")
          #expect(reply.json["frozen"] == .bool(false), "\(reply.text)")
          try await checkBoard(term, frozenAt: nil)
        }
      ),
    ]
  }

  /// The board of the last assignment: students see it as it was at the freeze, staff as it is.
  private static func checkBoard(_ term: Term, frozenAt: Int?) async throws {
    let path = term.assignments[2] + "/leaderboard?limit=200"
    let seen = try await rows(path, as: term.students[0].token, in: term)
    let live = try await rows(path, as: term.teacher, in: term)
    let shown = frozenAt ?? .max
    for student in term.students {
      let notes = student.notes.filter { $0.week == 2 }
      // Who has only judge errors to show may be listed or not.
      guard notes.contains(where: { $0.costsAttempt || $0.minute >= shown }) else { continue }
      let name = "Student \(student.name.dropFirst())"
      let (row, staffs) = (try #require(seen[name], "\(name)"), try #require(live[name]))
      let points = student.points(in: 2, until: shown)
      #expect(abs((row["score"]["score"].double ?? -1) - points) < 1e-9, "\(name)")
      #expect(
        abs((staffs["score"]["score"].double ?? -1) - student.points(in: 2)) < 1e-9, "\(name)")
      if frozenAt != nil {
        #expect(staffs["frozen"]["score"]["score"] == row["score"]["score"], "\(name)")
        #expect(staffs["frozen"]["rank"] == row["rank"], "\(name)")
      } else {
        #expect(row["rank"] == staffs["rank"])
        #expect(staffs["frozen"] == .null)
      }
      for problem in row["problems"].elements {
        let mine = notes.filter { TermWeek.problem(2, $0.problem) == problem["problem_id"].string }
        #expect(
          problem["num_judged"].integer == mine.count { $0.minute < shown && $0.costsAttempt })
        #expect(problem["num_pending"].integer == mine.count { $0.minute >= shown })
      }
    }
    if frozenAt.map({ at in term.students.contains { $0.notes.contains { $0.minute > at } } })
      ?? false
    {
      #expect(seen.contains { live[$0]?["score"] != $1["score"] }, "the freeze held something back")
    }
  }

  /// The classroom's board, by problems solved.
  private static func checkClass(_ term: Term, frozenAt: Int?) async throws {
    let path = term.classroom + "/leaderboard?limit=200"
    let seen = try await rows(path, as: term.students[0].token, in: term)
    let live = try await rows(path, as: term.teacher, in: term)
    var held = 0
    for student in term.students where !student.notes.isEmpty {
      let name = "Student \(student.name.dropFirst())"
      let solved = student.solved(until: frozenAt ?? .max)
      #expect(seen[name]?["score"]["num_solved"].integer == solved, "\(name)")
      #expect(live[name]?["score"]["num_solved"].integer == student.solved(), "\(name)")
      held += student.solved() - solved
    }
    #expect((held > 10) == (frozenAt != nil))
  }

  /// By name.
  private static func rows(
    _ path: String, as token: String, in term: Term
  ) async throws -> [String: JSONValue] {
    let reply = try await term.server.send(.get, path, token: token, json: "")
    #expect(reply.status == 200, "\(reply.text)")
    return Dictionary(
      uniqueKeysWithValues: reply.json["rows"].elements.map { ($0["name"].string ?? "", $0) })
  }

  // MARK: the rejudging

  /// Starts a rejudging of a problem of an assignment and judges it anew; its path, and what came
  /// out by submission.
  private static func start(
    week: Int, problem: Int, in term: Term, _ dice: inout Dice
  ) async throws -> (path: String, outcomes: [String: (verdict: Verdict, percent: Int)]) {
    let started = try await term.send(
      .post, "/api/v1/rejudgings",
      """
      {"reason": "A test was wrong.", "classroom": "\(term.classroom.suffix(26))",
       "assignment": "\(term.assignments[week].suffix(26))",
       "problem": "\(TermWeek.problem(week, problem))"}
      """)
    let path = try #require(started.json["href"].string, "\(started.text)")
    let early = try await term.send(.post, path + "/apply")
    #expect(early.json["code"].string == "rejudging_not_ready", "\(early.text)")
    var outcomes: [String: (verdict: Verdict, percent: Int)] = [:]
    let database = term.server.database
    while let claim = try await database.claim(
      worker: "test", lease: .seconds(60), now: term.clock.time)
    {
      let outcome = dice.outcome()
      outcomes[claim.submission.id.rawValue] = outcome
      #expect(
        try await database.finish(
          claim, with: .example(outcome.verdict, percent: outcome.percent), now: term.clock.time))
    }
    #expect(started.json["total"].integer == outcomes.count)
    return (path, outcomes)
  }

  /// One that is looked at and thrown away moves nothing.
  private static func discard(in term: Term, _ dice: inout Dice) async throws {
    let before = try await term.gradebook()
    let (path, _) = try await start(week: 0, problem: 2, in: term, &dice)
    #expect(try await term.send(.get, path).json["changes"].elements.count > 20)
    #expect(try await term.send(.post, path + "/discard").json["state"].string == "discarded")
    #expect(try await term.gradebook() == before)
  }

  /// The preview says what will change; nothing changes before it is applied, and then the gradebook
  /// and both sides of the frozen board do.
  private static func rejudge(in term: inout Term, _ dice: inout Dice) async throws {
    let before = try await term.gradebook()
    let (path, outcomes) = try await start(week: 2, problem: 0, in: term, &dice)
    let preview = try await term.send(.get, path).json
    #expect(preview["state"].string == "ready")
    var expected: [String: String] = [:]
    var failures = 0
    for place in term.students.indices {
      for index in term.students[place].notes.indices {
        let note = term.students[place].notes[index]
        guard note.week == 2, note.problem == 0 else { continue }
        let after = try #require(outcomes[note.submission])
        // The judge failed: what was known stands.
        guard after.verdict != .judgeError else {
          failures += 1
          continue
        }
        guard after.verdict != note.verdict || after.percent != note.percent else { continue }
        expected[note.submission] =
          "\(note.verdict.rawValue) \(note.percent) \(after.verdict.rawValue) \(after.percent)"
        term.students[place].notes[index].verdict = after.verdict
        term.students[place].notes[index].percent = after.percent
      }
    }
    #expect(failures > 0)
    #expect(preview["failures"].integer == failures)
    let changes = preview["changes"].elements.map { change in
      let (old, new) = (change["before"], change["after"])
      return (
        change["submission_id"].string ?? "",
        "\(old["verdict"].string ?? "") \(Int(old["score"].double ?? -1)) "
          + "\(new["verdict"].string ?? "") \(Int(new["score"].double ?? -1))"
      )
    }
    #expect(Dictionary(uniqueKeysWithValues: changes) == expected)
    #expect(try await term.gradebook() == before)
    #expect(try await term.send(.post, path + "/apply").json["state"].string == "applied")
    #expect(try await term.gradebook() != before)
    try await checkGradebook(of: term)
    try await checkBoard(term, frozenAt: freeze.lowerBound)
  }
}

extension Judgement {
  /// With so many points of 100.
  fileprivate static func example(_ verdict: Verdict, percent: Int) -> Judgement {
    var judgement = example(verdict)
    judgement.maxScore = 100
    judgement.score = Double(percent)
    return judgement
  }
}
