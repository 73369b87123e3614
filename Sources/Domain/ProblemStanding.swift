/// One account's way through one problem: a fold over its attempts there, in log order.
package struct ProblemStanding: Sendable, Hashable {
  package var problem: ProblemID
  /// Of the first attempt.
  package var firstSequence: Int64
  package var startedAt: Timestamp
  /// Judged attempts up to and including the first accepted one; judge errors are not counted.
  package var judged = 0
  /// Attempts before the first accepted one that cost penalty.
  package var rejected = 0
  /// Attempts without a verdict yet, while the problem is not solved.
  package var pending = 0
  package var solvedAt: Timestamp?
  /// The most points of an attempt, and when they were first reached; nil while there are none.
  package var score = 0.0
  package var scoredAt: Timestamp?
  /// The least of an accepted attempt, in microseconds.
  package var makespan: Int64?
  package var cpuTime: Int64?

  package init(problem: ProblemID, firstSequence: Int64, startedAt: Timestamp) {
    self.problem = problem
    self.firstSequence = firstSequence
    self.startedAt = startedAt
  }

  /// nil when there are no attempts.
  package init?(problem: ProblemID, _ attempts: some Sequence<Attempt>) {
    var standing: ProblemStanding?
    for attempt in attempts {
      if standing == nil { standing = ProblemStanding(problem: problem, first: attempt) }
      standing?.add(attempt)
    }
    guard let standing else { return nil }
    self = standing
  }

  /// Of somebody whose first attempt this is; it is still to be added.
  package init(problem: ProblemID, first: Attempt) {
    self.init(problem: problem, firstSequence: first.sequence, startedAt: first.submittedAt)
  }

  package mutating func add(_ attempt: Attempt) {
    if attempt.verdict != .judgeError, attempt.score > score {
      score = attempt.score
      scoredAt = attempt.submittedAt
    }
    if attempt.verdict == .accepted {
      makespan = Self.least(makespan, attempt.makespan)
      cpuTime = Self.least(cpuTime, attempt.cpuTime)
    }
    guard solvedAt == nil else { return }
    switch attempt.verdict {
    case nil: pending += 1
    case .judgeError: break
    case .accepted:
      judged += 1
      // Earlier attempts that are still pending no longer matter once it is solved.
      pending = 0
      solvedAt = attempt.submittedAt
    case .some(let verdict):
      judged += 1
      if verdict.costsPenalty { rejected += 1 }
    }
  }

  /// Whole minutes from `start` until it was solved; nil while it is not.
  package func solvedAfterMinutes(since start: Timestamp) -> Int? {
    solvedAt.map { Int(max(0, ($0 - start).components.seconds) / 60) }
  }

  private static func least(_ a: Int64?, _ b: Int64?) -> Int64? {
    guard let a, let b else { return a ?? b }
    return min(a, b)
  }
}
