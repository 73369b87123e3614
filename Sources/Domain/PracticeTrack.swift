/// The "Python asyncio track": a server's problems, easy ones first, in the order of their names.
package struct PracticeTrack: Sendable, Hashable {
  package static let name = "Python asyncio track"

  /// Those that have problems, in track order.
  package var sets: [(set: ProblemSet, problems: [Problem])] {
    ProblemSet.allCases.compactMap { set in
      let own = problems.filter { $0.set == set }
      return own.isEmpty ? nil : (set, own)
    }
  }

  private let problems: [Problem]

  /// Problems that nobody can solve here do not belong in it: the sets behind them would never open.
  package init(_ problems: [Problem]) {
    self.problems = problems.sorted { $0.id < $1.id }
  }
}

/// Somebody's way through the track.
package struct TrackProgress: Sendable, Hashable {
  package enum State: String, Sendable, Hashable, Codable {
    /// Opens when the sets before are solved.
    case locked
    case open
    /// Submitted to, and not solved; or not known to be.
    case tried
    case solved
  }

  package struct ProblemProgress: Sendable, Hashable {
    package var problem: Problem
    package var state: State
    package var attempts: Int
    /// Of the submission with the largest share of its score.
    package var best: AssignmentAttempt.Result?
    /// When the first accepted one was submitted.
    package var solvedAt: Timestamp?
  }

  package struct SetProgress: Sendable, Hashable {
    package var set: ProblemSet
    package var isLocked: Bool
    package var problems: [ProblemProgress]

    package var solved: Int { problems.count { $0.state == .solved } }
    package var isComplete: Bool { solved == problems.count }
  }

  package var sets: [SetProgress]

  package var solved: Int { sets.reduce(0) { $0 + $1.solved } }
  package var problems: Int { sets.reduce(0) { $0 + $1.problems.count } }

  /// A set that is locked keeps what was solved in it before, or for an assignment, open. O(n) for n
  /// attempts.
  package init(log: some Sequence<PracticeAttempt>, track: PracticeTrack, order: PracticeOrder) {
    var ways: [ProblemID: Way] = [:]
    for attempt in log { ways[attempt.problem, default: Way()].add(attempt) }
    var isLocked = false
    sets = []
    for (set, problems) in track.sets {
      let progress = SetProgress(
        set: set, isLocked: isLocked,
        problems: problems.map { problem in
          let way = ways[problem.id] ?? Way()
          let state: State =
            way.solvedAt != nil ? .solved : isLocked ? .locked : way.attempts > 0 ? .tried : .open
          return ProblemProgress(
            problem: problem, state: state, attempts: way.attempts, best: way.best,
            solvedAt: way.solvedAt)
        })
      sets.append(progress)
      if order == .ordered, !progress.isComplete { isLocked = true }
    }
  }

  /// What has to be solved before `problem` opens; empty when it is open.
  package func obstacles(to problem: ProblemID) -> [Problem] {
    guard
      let place = sets.firstIndex(where: { $0.problems.contains { $0.problem.id == problem } }),
      sets[place].problems.contains(where: { $0.problem.id == problem && $0.state == .locked })
    else { return [] }
    return sets[..<place].flatMap(\.problems).filter { $0.state != .solved }.map(\.problem)
  }

  /// What to try next: an open problem of the first set that has one, the first in track order that
  /// practices against `mistake`, or else the first; nil when everything is solved.
  package func next(against mistake: Mistake?) -> (problem: Problem, practices: Mistake?)? {
    for set in sets {
      let open = set.problems.filter { $0.state == .open || $0.state == .tried }.map(\.problem)
      guard let first = open.first else { continue }
      if let mistake,
        let fitting = open.first(where: { !mistake.keywords.isDisjoint(with: $0.keywords) })
      {
        return (fitting, mistake)
      }
      return (first, nil)
    }
    return nil
  }

  private struct Way {
    var attempts = 0
    var best: AssignmentAttempt.Result?
    var solvedAt: Timestamp?

    mutating func add(_ attempt: PracticeAttempt) {
      // A judge error is not the student's.
      guard attempt.result?.verdict != .judgeError else { return }
      attempts += 1
      guard let result = attempt.result else { return }
      if attempt.isAccepted, solvedAt == nil { solvedAt = attempt.submittedAt }
      if best == nil || result.share > best?.share ?? 0 { best = result }
    }
  }
}

extension AssignmentAttempt.Result {
  /// Of the score, from 0 to 1.
  package var share: Double { maxScore > 0 ? score / maxScore : 0 }
}

extension Mistake {
  /// Of problems that practice against it.
  package var keywords: Set<String> {
    switch self {
    case .edgeCases: ["edge cases", "exceptions", "failure", "failures", "limits"]
    case .wrongApproach:
      [
        "concurrency", "dependencies", "gather", "limited concurrency", "pipeline", "scheduling",
        "search", "semaphore", "semaphores", "task groups", "tasks",
      ]
    case .prematureOptimization: ["batching", "cache", "tail latency", "tuning"]
    case .thinTesting:
      ["cancellation", "deadlock", "order", "races", "retries", "shutdown", "timeouts"]
    case .memorizing: ["coroutines", "event loop", "timers"]
    }
  }
}
