import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct PracticeLogTests {
  /// A rejected judgement whose hidden case points to a mistake.
  private static func pointing(_ mistake: Mistake?) -> Judgement {
    var judgement = Judgement.example(.wrongAnswer)
    judgement.runs = [
      run(1, "sample/1", .accepted, nil), run(2, "secret/1", .wrongAnswer, mistake),
    ]
    return judgement
  }

  private static func run(
    _ ordinal: Int, _ testCase: String, _ verdict: Verdict, _ mistake: Mistake?
  ) -> Run {
    let lab = LabReport(
      reason: verdict == .accepted ? nil : .wrongAnswer, makespan: 1, allowedMakespan: nil,
      referenceMakespan: nil, requests: 1, peakConcurrency: 1, averageConcurrency: 1, blocked: 0,
      runs: 1, plan: "", cause: nil, advice: [:], mistake: mistake,
      traceHash: "0000000000000000")
    return Run(
      ordinal: ordinal, testCase: testCase, group: "secret", isSample: ordinal == 1,
      verdict: verdict, cpuTime: .zero, wallTime: .zero, peakMemory: .mebibytes(8),
      memorySource: .cgroup, ending: .exited(code: 0), lab: lab)
  }

  @discardableResult private func submit(
    _ judgement: Judgement?, at problem: ProblemID = .echo, by account: Account?,
    in database: Database, for assignment: Assignment? = nil
  ) async throws -> Submission {
    let submission = try await database.submit(
      NewSubmission(
        problem: problem, account: account,
        configuration: SolverConfiguration(runtime: "python3", source: ""), submittedAt: .start,
        assignment: assignment.map { AssignmentEntry($0, attemptLimit: nil) }))
    if let judgement {
      let claim = try #require(try await database.claim())
      #expect(try await database.finish(claim, with: judgement))
    }
    return submission
  }

  @Test func `the log of an account is its own, in order, with what failures point to`()
    async throws
  {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    let bob = try await database.addAccount("bob")
    let first = try await submit(Self.pointing(.edgeCases), by: ada, in: database)
    try await submit(.example(.accepted), by: bob, in: database)
    try await submit(.example(.accepted), by: nil, in: database)
    let second = try await submit(.example(.accepted), at: .sum, by: ada, in: database)
    let third = try await submit(nil, by: ada, in: database)
    let log = try await database.practiceLog(of: ada)
    #expect(log.map(\.sequence) == [first, second, third].map(\.sequence))
    #expect(log.map { $0.result?.verdict } == [.wrongAnswer, .accepted, nil])
    #expect(log[0].runs.map(\.mistake) == [nil, .edgeCases])
    #expect(log[0].runs.map(\.isSample) == [true, false])
    #expect(log[0].runs.map(\.isLab) == [true, true])
    #expect(log[0].pointers == [.edgeCases])
    #expect(try await database.practiceLog(of: ada, at: .sum).map(\.sequence) == [second.sequence])
    let bare = try await database.practiceLog(of: ada, withRuns: false)
    #expect(bare.map { $0.result?.verdict } == log.map { $0.result?.verdict })
    #expect(bare.allSatisfy { $0.runs.isEmpty })
  }

  @Test func `only the last rejected submissions are asked`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    for _ in 0..<StorageLimits.practiceFailures + 2 {
      try await submit(Self.pointing(.edgeCases), by: ada, in: database)
    }
    try await submit(.example(.compileError), by: ada, in: database)
    let log = try await database.practiceLog(of: ada)
    #expect(log.count { !$0.runs.isEmpty } == StorageLimits.practiceFailures)
    #expect(log.prefix(2).allSatisfy { $0.runs.isEmpty })
  }

  @Test func `a rejudged submission counts as it is judged now`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    let submission = try await submit(Self.pointing(.edgeCases), by: ada, in: database)
    try await database.connection.write {
      _ = try JudgementRow.insert(
        .example(.accepted), of: submission.sequence, now: .start, in: $0)
    }
    let log = try await database.practiceLog(of: ada)
    #expect(log.map { $0.result?.verdict } == [.accepted])
    #expect(log[0].runs == [])
  }

  @Test func `staff read of their students what other classrooms did not assign`() async throws {
    let database = try await Database.inMemory()
    let teacher = try await database.addAccount(named: "grace", role: .teacher, now: .start).account
    let ada = try await database.addAccount("ada")
    var classrooms: [Classroom] = []
    var assignments: [Assignment] = []
    for name in ["Mine", "Other"] {
      let classroom = try await database.addClassroom(
        ClassroomSettings(name: name, timeZone: "UTC"), teacher: teacher, by: teacher, now: .start)
      let code = try #require(classroom.joinCode.flatMap(JoinCode.init(typed:)))
      _ = try await database.join(code, as: ada, named: "Ada", now: .start)
      assignments.append(
        try await database.addAssignment(
          AssignmentContent(
            name: "Week 1",
            times: AssignmentTimes(opens: .start, due: .second(1), closes: .second(1)),
            latePolicy: .none, feedback: .samples, ranking: .score,
            problems: [AssignedProblem(problem: .echo, points: 1)]),
          to: classroom, by: teacher, now: .start))
      classrooms.append(classroom)
    }
    let own = try await submit(.example(.accepted), by: ada, in: database, for: assignments[0])
    try await submit(.example(.accepted), by: ada, in: database, for: assignments[1])
    let practice = try await submit(nil, by: ada, in: database)
    try await submit(.example(.accepted), by: teacher, in: database)
    let logs = try await database.practiceLog(of: classrooms[0])
    #expect(Set(logs.keys) == [ada.id])
    #expect(logs[ada.id]?.map(\.sequence) == [own, practice].map(\.sequence))
    #expect(logs[ada.id]?.first?.assignment == assignments[0].id)
    #expect(try await database.practiceLog(of: ada).count == 3)
  }

  @Test func `an account's own goal is kept until it is taken away`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    #expect(try await database.weeklyGoal(of: ada) == nil)
    try await database.setWeeklyGoal(5, of: ada)
    #expect(try await database.weeklyGoal(of: ada) == 5)
    try await database.setWeeklyGoal(nil, of: ada)
    #expect(try await database.weeklyGoal(of: ada) == nil)
    await #expect(throws: StorageError.self) { try await database.setWeeklyGoal(0, of: ada) }
  }
}
