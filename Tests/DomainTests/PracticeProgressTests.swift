import Domain
import Testing

@Suite struct PracticeProgressTests {
  private func progress(
    _ log: [PracticeAttempt], goal: Int = 1, now: String = "2026-03-04T12:00:00Z"
  ) -> PracticeProgress {
    PracticeProgress(
      log: log, track: PracticeTrack([]), goal: goal, now: Timestamp(rfc3339: now)!,
      offset: { _ in 0 })
  }

  /// A problem of its own solved at noon of each day.
  private func solved(_ days: String...) -> [PracticeAttempt] {
    days.enumerated().map { number, day in
      .made(ProblemID("p\(number)")!, at: day + "T12:00:00Z", .accepted)
    }
  }

  @Test func `a problem counts in the week that it was solved in, once`() {
    let log = [
      PracticeAttempt.made(.one, at: "2026-02-20T12:00:00Z", .wrongAnswer),
      .made(.one, at: "2026-02-25T12:00:00Z", .accepted),
      .made(.one, at: "2026-03-03T12:00:00Z", .accepted),
      .made(.two, at: "2026-03-03T12:00:00Z"),
      .made(.three, at: "2026-03-03T12:00:00Z", .accepted),
    ]
    let progress = progress(log)
    #expect(progress.solvedThisWeek == 1)
    #expect(progress.solved[progress.week - 1] == 1)
    #expect(progress.solved.count == 2)
  }

  @Test func `a streak goes on over a new year of 53 weeks`() {
    let log = solved("2026-12-22", "2026-12-28", "2027-01-03", "2027-01-04", "2027-01-17")
    let progress = progress(log, now: "2027-01-18T00:00:00Z")
    #expect(progress.currentStreak == 4)
    #expect(progress.longestStreak == 4)
  }

  @Test func `this week does not end a streak while it lasts`() {
    let log = solved("2026-02-16", "2026-02-23")
    #expect(progress(log).currentStreak == 2)
    #expect(progress(log, now: "2026-03-09T00:00:00Z").currentStreak == 0)
    #expect(progress(log, now: "2026-03-09T00:00:00Z").longestStreak == 2)
    #expect(progress(log + solved("2026-03-02").map(elsewhere)).currentStreak == 3)
  }

  private func elsewhere(_ attempt: PracticeAttempt) -> PracticeAttempt {
    var attempt = attempt
    attempt.problem = ProblemID("elsewhere")!
    return attempt
  }

  @Test func `a week without the goal ends a streak`() {
    let log = solved(
      "2026-01-05", "2026-01-06", "2026-01-12", "2026-01-13", "2026-01-19", "2026-02-24",
      "2026-02-25")
    #expect(progress(log, goal: 2).longestStreak == 2)
    #expect(progress(log, goal: 2).currentStreak == 1)
    #expect(progress(log, goal: 1).longestStreak == 3)
  }

  @Test func `without a goal there is no streak`() {
    let progress = progress(solved("2026-02-25", "2026-03-03"), goal: 0)
    #expect(progress.currentStreak == 0)
    #expect(progress.longestStreak == 0)
    #expect(!progress.isMet(in: progress.week))
  }

  @Test func `nothing is nothing`() {
    let progress = progress([])
    #expect(progress.currentStreak == 0)
    #expect(progress.longestStreak == 0)
    #expect(progress.mistakes == [])
    #expect(progress.next == nil)
  }

  @Test func `a week is the classroom's`() {
    // Monday in Berlin, Sunday in London.
    let log = [PracticeAttempt.made(.one, at: "2026-03-01T23:30:00Z", .accepted)]
    let now = Timestamp(rfc3339: "2026-03-04T12:00:00Z")!
    for (offset, solved) in [(3600, 1), (0, 0)] {
      let progress = PracticeProgress(
        log: log, track: PracticeTrack([]), goal: 3, now: now, offset: { _ in offset })
      #expect(progress.solvedThisWeek == solved)
    }
  }

  @Test func `mistakes are counted by submission, the most frequent first`() {
    let edge = PracticeRun.lab("secret/2-edges/1", .edgeCases)
    let slow = PracticeRun.lab("secret/3/1", .wrongApproach)
    let log = [
      PracticeAttempt.made(.two, .wrongAnswer, runs: [edge, edge, edge]),
      .made(.one, .wrongAnswer, runs: [slow]), .made(.one, .wrongAnswer, runs: [slow, edge]),
      .made(.one, .timeLimitExceeded, runs: [slow]),
    ]
    let mistakes = progress(log).mistakes
    #expect(mistakes.map(\.mistake) == [.wrongApproach, .edgeCases])
    #expect(mistakes.map(\.submissions) == [3, 2])
    #expect(mistakes.map(\.problems) == [[.one], [.one, .two]])
  }

  @Test func `of mistakes that are equally frequent the guide's order decides`() {
    let log = [
      PracticeAttempt.made(
        .one, .wrongAnswer, runs: [.lab("a", .thinTesting), .lab("b", .edgeCases)])
    ]
    #expect(progress(log).mistakes.map(\.mistake) == [.edgeCases, .thinTesting])
  }

  @Test func `what worked as it is and fails as a variant was perhaps only memorized`() {
    let plain = PracticeAttempt.made(.one, .accepted)
    let failed = PracticeAttempt.made(.one, .wrongAnswer, variant: "reversed")
    #expect(progress([plain, failed]).mistakes.map(\.mistake) == [.memorizing])
    #expect(progress([failed, plain]).mistakes == [])
    let solved = PracticeAttempt.made(.one, .accepted, variant: "reversed")
    #expect(progress([plain, solved, failed]).mistakes == [])
    #expect(progress([plain, .made(.one, variant: "reversed")]).mistakes == [])
    #expect(progress([plain, .made(.one, .compileError, variant: "reversed")]).mistakes == [])
  }
}
