import Domain
import Testing

@Suite struct PracticeTrackTests {
  private static let track = PracticeTrack([
    .practice("three", .hard), .practice("two", .easy, keywords: ["edge cases"]),
    .practice("one", .easy), .practice("medium", .medium, keywords: ["races"]),
  ])

  private func progress(
    _ log: [PracticeAttempt], _ order: PracticeOrder = .ordered
  ) -> TrackProgress {
    TrackProgress(log: log, track: Self.track, order: order)
  }

  private func states(_ progress: TrackProgress) -> [String: TrackProgress.State] {
    Dictionary(
      uniqueKeysWithValues: progress.sets.flatMap(\.problems).map {
        ($0.problem.id.rawValue, $0.state)
      })
  }

  @Test func `the sets come in order, their problems by name`() {
    let sets = progress([]).sets
    #expect(sets.map(\.set) == [.easy, .medium, .hard])
    #expect(sets[0].problems.map(\.problem.id) == [.one, .two])
  }

  @Test func `a set opens when all before it are solved`() {
    #expect(
      states(progress([]))
        == ["one": .open, "two": .open, "medium": .locked, "three": .locked])
    let easy = [PracticeAttempt.made(.one, .accepted), .made(.two, .accepted)]
    #expect(states(progress([easy[0], .made(.two, .wrongAnswer)]))["medium"] == .locked)
    #expect(
      states(progress(easy))
        == ["one": .solved, "two": .solved, "medium": .open, "three": .locked])
    #expect(progress(easy).sets.map(\.isComplete) == [true, false, false])
    #expect(progress(easy).sets.map(\.isLocked) == [false, false, true])
  }

  @Test func `a verdict that is not known opens nothing`() {
    let log = [PracticeAttempt.made(.one, .accepted), .made(.two)]
    #expect(states(progress(log))["two"] == .tried)
    #expect(states(progress(log))["medium"] == .locked)
  }

  @Test func `where practice is free nothing is locked`() {
    #expect(!states(progress([], .free)).values.contains(.locked))
    #expect(progress([], .free).obstacles(to: .three) == [])
  }

  @Test func `what to solve first is said in order`() {
    let log = [PracticeAttempt.made(.one, .accepted)]
    #expect(progress(log).obstacles(to: .three).map(\.id.rawValue) == ["two", "medium"])
    #expect(progress(log).obstacles(to: .two) == [])
    #expect(progress(log).obstacles(to: ProblemID("elsewhere")!) == [])
  }

  @Test func `what was solved stays open in a set that is locked`() {
    let log = [PracticeAttempt.made(.three, .accepted)]
    #expect(states(progress(log))["three"] == .solved)
    #expect(progress(log).obstacles(to: .three) == [])
    #expect(progress(log).solved == 1)
    #expect(progress(log).problems == 4)
  }

  @Test func `the best score is kept, and judge errors are not attempts`() {
    let log = [
      PracticeAttempt.made(.one, .wrongAnswer, score: 20), .made(.one, .wrongAnswer, score: 70),
      .made(.one, .timeLimitExceeded, score: 40), .made(.two, .judgeError),
    ]
    let easy = progress(log).sets[0].problems
    #expect(easy[0].best?.score == 70)
    #expect(easy[0].attempts == 3)
    #expect(easy[0].state == .tried)
    #expect(easy[1].state == .open)
    #expect(easy[1].best == nil)
  }

  @Test func `the first accepted submission is when it was solved`() {
    let log = [
      PracticeAttempt.made(.one, at: "2026-03-02T10:00:00Z", .accepted),
      .made(.one, at: "2026-03-03T10:00:00Z", .accepted),
    ]
    #expect(progress(log).sets[0].problems[0].solvedAt == log[0].submittedAt)
  }

  @Test func `the next problem is the first open one, or one against the mistake`() throws {
    let fresh = progress([], .free)
    #expect(try #require(fresh.next(against: nil)).problem.id == .one)
    let fitting = try #require(fresh.next(against: .edgeCases))
    #expect(fitting.problem.id == .two)
    #expect(fitting.practices == .edgeCases)
    // One that fits stands in a later set: first things first.
    let other = try #require(fresh.next(against: .thinTesting))
    #expect(other.problem.id == .one)
    #expect(other.practices == nil)
    let done = [PracticeAttempt.made(.one, .accepted), .made(.two, .accepted)]
    #expect(progress(done).next(against: nil)?.problem.id.rawValue == "medium")
    let all = done + [.made(ProblemID("medium")!, .accepted), .made(.three, .accepted)]
    #expect(progress(all).next(against: .edgeCases) == nil)
  }
}
