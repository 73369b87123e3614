import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct AssignmentsTests {
  private struct Fixture {
    var database: Database
    var teacher: Account
    var student: Account
    var classroom: Classroom
    var assignment: Assignment

    /// Open from second 0, due at 100, closed at 200; two attempts at `echo`.
    init() async throws {
      database = try await Database.inMemory()
      teacher = try await database.addAccount(named: "grace", role: .teacher, now: .start).account
      classroom = try await database.addClassroom(
        ClassroomSettings(name: "Asyncio", timeZone: "UTC"), teacher: teacher, by: teacher,
        now: .start)
      student = try await database.addAccount("ada")
      let code = try #require(classroom.joinCode.flatMap(JoinCode.init(typed:)))
      _ = try await database.join(code, as: student, named: "Ada", now: .start)
      assignment = try await database.addAssignment(
        Self.content, to: classroom, by: teacher, now: .start)
    }

    static let content = AssignmentContent(
      name: "Week 1",
      times: AssignmentTimes(opens: .start, due: .second(100), closes: .second(200)),
      latePolicy: .perDay(0.1, floor: 0.5), feedback: .samples, ranking: .solved,
      problems: [
        AssignedProblem(problem: .sum, points: 2.5),
        AssignedProblem(problem: .echo, points: 10, attemptLimit: 2),
      ])

    @discardableResult func submit(at second: Int64 = 1) async throws -> Submission {
      try await database.submit(
        NewSubmission(
          problem: .echo, account: student,
          configuration: SolverConfiguration(runtime: "python3", source: "print(1)"),
          submittedAt: .second(second),
          assignment: AssignmentEntry(assignment, attemptLimit: 2)))
    }

    func judge(_ verdict: Verdict) async throws {
      let claim = try #require(try await database.claim())
      #expect(try await database.finish(claim, with: .example(verdict)))
    }

    func open(at second: Int64) async throws -> AssignmentID? {
      try await database.openAssignment(of: .echo, for: student, at: .second(second))?.id
    }
  }

  @Test func `an assignment is read as it was written`() async throws {
    let fixture = try await Fixture()
    let read = try #require(try await fixture.database.assignment(fixture.assignment.id))
    #expect(read == fixture.assignment)
    #expect(AssignmentContent(read) == Fixture.content)
    #expect(try await fixture.database.assignments(of: fixture.classroom) == [read])
  }

  @Test func `an assignment is changed and removed`() async throws {
    let fixture = try await Fixture()
    let database = fixture.database
    var content = Fixture.content
    content.name = "Week one"
    content.problems = [AssignedProblem(problem: .echo, points: 1)]
    content.latePolicy = .steps([LatePolicy.Step(afterHours: 0.5, factor: 0.25)])
    let changed = try #require(
      try await database.replace(
        fixture.assignment, with: content, in: fixture.classroom, by: fixture.teacher,
        now: .start))
    #expect(AssignmentContent(changed) == content)
    for isThere in [true, false] {
      #expect(
        try await database.remove(
          changed, from: fixture.classroom, by: fixture.teacher, now: .start) == isThere)
    }
    #expect(try await database.assignment(changed.id) == nil)
    #expect(
      try await database.replace(
        changed, with: content, in: fixture.classroom, by: nil, now: .start) == nil)
    #expect(
      try await database.texts(
        "SELECT action FROM audit_log WHERE action LIKE 'assignment%' ORDER BY sequence")
        == ["assignment.create", "assignment.change", "assignment.remove"])
  }

  @Test func `attempts end at the limit, what waits counted`() async throws {
    let fixture = try await Fixture()
    try await fixture.submit()
    try await fixture.submit()
    let error = await #expect(throws: StorageError.self) { try await fixture.submit() }
    #expect(error == .classroom(.attemptsUsedUp(limit: 2)))
    #expect(try await fixture.database.number("SELECT count(*) FROM submissions") == 2)
    #expect(try await fixture.database.number("SELECT count(*) FROM queue") == 2)
  }

  @Test(arguments: [(Verdict.compileError, true), (.judgeError, true), (.wrongAnswer, false)])
  func `an attempt comes back when it turns out not to cost one`(
    verdict: Verdict, isFree: Bool
  ) async throws {
    let fixture = try await Fixture()
    try await fixture.submit()
    try await fixture.submit()
    try await fixture.judge(verdict)
    if isFree {
      try await fixture.submit()
    } else {
      await #expect(throws: StorageError.self) { try await fixture.submit() }
    }
  }

  @Test func `of many at once no more than the limit are taken`() async throws {
    let fixture = try await Fixture()
    let taken = await withTaskGroup { tasks in
      for _ in 0..<40 { tasks.addTask { (try? await fixture.submit()) != nil } }
      return await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(taken == 2)
  }

  @Test func `the log of an assignment has its submissions with their results`() async throws {
    let fixture = try await Fixture()
    let submission = try await fixture.submit(at: 7)
    try await fixture.database.submit(by: fixture.student)
    try await fixture.judge(.accepted)
    let attempts = try await fixture.database.attempts(at: fixture.assignment)
    #expect(attempts.map(\.submission) == [submission.id])
    #expect(attempts[0].submittedAt == .second(7))
    #expect(attempts[0].account == fixture.student)
    #expect(attempts[0].result == .init(verdict: .accepted, score: 1, maxScore: 1))
    #expect(try await fixture.database.attempts(at: fixture.assignment, by: fixture.teacher) == [])
    let read = try #require(try await fixture.database.submission(submission.id))
    #expect(read.assignment == fixture.assignment.id)
  }

  @Test func `a student is always given the same variant, and a class all of them`() async throws {
    let database = try await Fixture().database
    let names = ["a", "b", "c"]
    var counts: [String: Int] = [:]
    for id in 1...300 as ClosedRange<Int64> {
      let account = Account(id: id, name: "s\(id)")
      let variant = try #require(
        try await database.variant(of: .echo, among: names, for: account))
      #expect(
        try await database.variant(of: .echo, among: names.reversed(), for: account) == variant)
      counts[variant, default: 0] += 1
    }
    #expect(counts.keys.sorted() == names)
    #expect(counts.values.allSatisfy { $0 > 60 })
    #expect(
      try await database.variant(of: .echo, among: [], for: Account(id: 1, name: "s")) == nil)
  }

  @Test func `which variant it is depends on a secret of the server`() async throws {
    var given: Set<[String?]> = []
    for _ in 0..<3 {
      let database = try await Database.inMemory()
      var variants: [String?] = []
      for id in 1...20 as ClosedRange<Int64> {
        variants.append(
          try await database.variant(
            of: .echo, among: ["a", "b", "c"], for: Account(id: id, name: "s")))
      }
      given.insert(variants)
    }
    #expect(given.count == 3)
  }

  @Test func `an extension is granted, replaced and taken away`() async throws {
    let fixture = try await Fixture()
    let database = fixture.database
    let first = Extension(due: .second(300), moreAttempts: 1, reason: "ill")
    for extended in [first, Extension(closes: .second(400)), nil] {
      #expect(
        try await database.setExtension(
          extended, of: fixture.student, for: fixture.assignment, in: fixture.classroom,
          by: fixture.teacher, now: .start))
      #expect(
        try await database.extensions(of: fixture.assignment)[fixture.student.id] == extended)
    }
    #expect(
      try await database.setExtension(
        nil, of: fixture.student, for: fixture.assignment, in: fixture.classroom,
        by: fixture.teacher, now: .start) == false)
  }

  @Test func `an assignment is open to its students from its opening to their own close`()
    async throws
  {
    let fixture = try await Fixture()
    let id = fixture.assignment.id
    #expect(try await fixture.open(at: -1) == nil)
    #expect(try await fixture.open(at: 0) == id)
    #expect(try await fixture.open(at: 200) == id)
    #expect(try await fixture.open(at: 201) == nil)
    for extended in [Extension(due: .second(300)), Extension(closes: .second(300))] {
      _ = try await fixture.database.setExtension(
        extended, of: fixture.student, for: fixture.assignment, in: fixture.classroom, by: nil,
        now: .start)
      #expect(try await fixture.open(at: 300) == id)
      #expect(try await fixture.open(at: 301) == nil)
    }
    let stranger = try await fixture.database.addAccount("eve")
    #expect(
      try await fixture.database.openAssignment(of: .echo, for: stranger, at: .second(1)) == nil)
    #expect(
      try await fixture.database.openAssignment(of: .echo, for: fixture.teacher, at: .second(1))
        == nil)
  }
}
