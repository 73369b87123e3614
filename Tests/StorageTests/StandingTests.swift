import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct StandingTests {
  private func judge(
    _ database: Database, _ verdict: Verdict, now: Timestamp = .second(11)
  ) async throws {
    let claim = try #require(try await database.claim())
    #expect(try await database.finish(claim, with: .example(verdict), now: now))
  }

  private func place(_ account: Account, _ problem: ProblemID = .echo) -> Standings.Place {
    Standings.Place(account: account.id, problem: problem)
  }

  @Test func `after a checkpoint only what is newer is folded`() async throws {
    let database = try await Database.inMemory()
    let (ada, bob) = (try await database.addAccount("ada"), try await database.addAccount("bob"))
    for account in [ada, bob] {
      try await database.submit(by: account)
      try await judge(database, .accepted)
    }
    var mirror = try await StandingMirror(database, now: .start)
    #expect(mirror.unsaved == [place(ada), place(bob)])
    try await mirror.save(database)
    #expect(try await database.number("SELECT count(*) FROM standing_changes") == 0)
    try await database.submit(by: bob)

    let news = try await database.standings(now: .start)
    #expect(news.folded == [place(bob)])
    #expect(news.cells.mapValues(\.live) == (try await database.foldWholeLog([.echo])))
  }

  @Test func `a checkpoint by other rules is not used`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    try await database.submit(by: ada)
    var mirror = try await StandingMirror(database, now: .start)
    try await mirror.save(database)
    try await database.execute("UPDATE standing_cells SET judged = 77")
    #expect(try await database.standings(now: .start).cells[place(ada)]?.live.judged == 77)
    try await database.execute("UPDATE standing_checkpoint SET version = version + 1")
    #expect(try await database.standings(now: .start).cells[place(ada)]?.live.judged == 0)
  }

  @Test func `guests leave no changes`() async throws {
    let database = try await Database.inMemory()
    try await database.submit()
    try await judge(database, .accepted)
    #expect(try await database.number("SELECT count(*) FROM standing_changes") == 0)
  }

  @Test func `a rejudging counts when it is applied`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    let submission = try await database.submit(by: ada, now: .second(1))
    try await judge(database, .wrongAnswer, now: .second(2))
    var mirror = try await StandingMirror(database, now: .start)
    let rejudgement = try await database.addRejudgement(
      of: submission.sequence, .accepted, score: 3)
    try await mirror.follow(database, now: .start)
    #expect(mirror.cells[place(ada)]?.live.solvedAt == nil)
    try await database.applyRejudgement(rejudgement, now: .second(9))
    try await mirror.follow(database, now: .start)
    #expect(mirror.cells[place(ada)]?.live.solvedAt == .second(1))

    for (second, solvedAt) in [(1, nil), (2, nil), (8, nil), (9, .second(1))]
      as [(Int64, Timestamp?)]
    {
      let past = try await database.standings(
        HistoryQuestion(problems: [.echo], at: .second(second)), now: .start)
      #expect(past.cells[place(ada)]?.live.solvedAt == solvedAt)
      #expect(past.cells[place(ada)]?.live.pending == (second == 1 ? 1 : 0))
    }
    let before = try await database.standings(
      HistoryQuestion(problems: [.echo], at: .second(0)), now: .start)
    #expect(before.cells.isEmpty)
  }

  @Test func `a clock that went back leaves the newer judgement current`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    let submission = try await database.submit(by: ada, now: .second(1))
    try await judge(database, .wrongAnswer, now: .second(50))
    _ = try await database.commits.write("again") { database in
      try JudgementRow.insert(
        .example(.accepted), of: submission.sequence, now: .second(20), in: database)
    }
    let past = try await database.standings(
      HistoryQuestion(problems: [.echo], at: .second(60)), now: .start)
    #expect(past.cells[place(ada)]?.live.solvedAt == .second(1))
  }

  @Test func `figures are sums over hidden runs`() async throws {
    func run(_ ordinal: Int, isSample: Bool, makespan: Int, allowed: Int?) -> Run {
      Run(
        ordinal: ordinal, testCase: "\(ordinal)", group: "secret", isSample: isSample,
        verdict: .accepted, cpuTime: .milliseconds(ordinal), wallTime: .zero,
        peakMemory: .mebibytes(1), memorySource: .cgroup, ending: nil,
        lab: LabReport(
          reason: nil, makespan: makespan, allowedMakespan: allowed, referenceMakespan: nil,
          requests: 0, peakConcurrency: 0, averageConcurrency: 0, blocked: 0, runs: 1, plan: "",
          cause: nil, advice: [:], mistake: nil, traceHash: ""))
    }
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    try await database.submit(by: ada)
    let claim = try #require(try await database.claim())
    var judgement = Judgement.example(.accepted)
    judgement.runs = [
      run(1, isSample: true, makespan: 1000, allowed: 1),
      run(2, isSample: false, makespan: 5, allowed: 9),
      run(3, isSample: false, makespan: 7, allowed: 9),
      run(4, isSample: false, makespan: 100, allowed: nil),
    ]
    _ = try await database.finish(claim, with: judgement)
    let cell = try await database.standings(now: .start).cells[place(ada)]?.live
    #expect(cell?.makespan == 12)
    #expect(cell?.cpuTime == 9000)

    // A variant is another problem as far as time goes.
    try await database.execute("UPDATE submissions SET variant = 'blue'")
    let variant = try await database.standings(now: .start).cells[place(ada)]?.live
    #expect(variant?.solvedAt != nil)
    #expect(variant?.makespan == nil)
    #expect(variant?.cpuTime == nil)
  }

  @Test func `what comes after a freeze is pending for others`() async throws {
    let database = try await Database.inMemory()
    let (ada, bob) = (try await database.addAccount("ada"), try await database.addAccount("bob"))
    let classroom = try await database.addClassroom([ada], frozenAt: .second(5))
    for account in [ada, bob] {
      for second in [4, 5] as [Int64] {
        try await database.submit(by: account, now: .second(second))
        try await judge(database, second == 4 ? .wrongAnswer : .accepted)
      }
    }
    var mirror = try await StandingMirror(database, now: .start)
    let frozen = try #require(mirror.cells[place(ada)])
    #expect(frozen.live.solvedAt == .second(5))
    #expect(frozen.veiled?.solvedAt == nil)
    #expect(frozen.veiled?.pending == 1)
    #expect(frozen.veiled?.judged == 1)
    #expect(mirror.cells[place(bob)]?.veiled == nil)
    // It is not in the checkpoint, and there again after the next start.
    try await mirror.save(database)
    #expect(try await database.standings(now: .start).cells[place(ada)] == frozen)

    try await database.execute(
      "UPDATE classrooms SET frozen_at_us = NULL WHERE number = \(classroom)")
    try await mirror.follow(database, now: .start)
    #expect(mirror.cells[place(ada)]?.veiled == nil)
  }

  @Test(arguments: [
    ("samples", false, 20 as Int64?), ("samples", true, 25), ("all_after_due", false, 10),
    ("all_after_due", true, 25), ("first_failure", false, nil), ("first_failure", true, nil),
  ])
  func `an assignment's results show when it tells them`(
    feedback: String, isExtended: Bool, lapse: Int64?
  ) async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    let classroom = try await database.addClassroom([ada])
    try await database.execute(
      """
      INSERT INTO assignments (number, id, classroom, name, opens_at_us, due_at_us, closes_at_us,
        late_policy, feedback, created_at_us)
      VALUES (1, '01ARZ3NDEKTSV4RRFFQ69G5FAV', \(classroom), 'one', 0,
        \(Timestamp.second(10).microseconds), \(Timestamp.second(20).microseconds), '{}',
        '\(feedback)', 0)
      """)
    if isExtended {
      try await database.execute(
        """
        INSERT INTO extensions (assignment, account, due_at_us)
        VALUES (1, \(ada.id), \(Timestamp.second(25).microseconds))
        """)
    }
    try await database.submit(by: ada, now: .second(1))
    try await judge(database, .accepted)
    try await database.execute("UPDATE submissions SET assignment = 1")
    let early = try await database.standings(now: .second(2))
    #expect(early.lapses[place(ada)] == lapse.map(Timestamp.second))
    #expect(early.cells[place(ada)]?.live.solvedAt != nil)
    #expect((early.cells[place(ada)]?.veiled == nil) == (lapse == nil))
    guard let lapse else { return }
    for second in [lapse, lapse + 1] {
      let news = try await database.standingNews(
        after: early.mark, and: [place(ada)], now: .second(second))
      #expect((news.cells[place(ada)]?.veiled == nil) == (second > lapse))
    }
  }
}
