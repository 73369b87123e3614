/// One submission to an assignment as its scores are folded from it.
package struct AssignmentAttempt: Sendable, Hashable {
  package var submission: SubmissionID
  /// Position in the submission log.
  package var sequence: Int64
  package var account: Account
  package var problem: ProblemID
  package var submittedAt: Timestamp
  /// Of the current judgement; nil while there is none.
  package var result: Result?

  package struct Result: Sendable, Hashable {
    package var verdict: Verdict
    package var score: Double
    package var maxScore: Double

    package init(verdict: Verdict, score: Double, maxScore: Double) {
      self.verdict = verdict
      self.score = score
      self.maxScore = maxScore
    }
  }

  package init(
    submission: SubmissionID, sequence: Int64, account: Account, problem: ProblemID,
    submittedAt: Timestamp, result: Result?
  ) {
    self.submission = submission
    self.sequence = sequence
    self.account = account
    self.problem = problem
    self.submittedAt = submittedAt
    self.result = result
  }
}

/// What somebody has reached in an assignment.
package struct AssignmentScore: Sendable, Hashable {
  /// In the assignment's order, each of its problems.
  package var problems: [ProblemScore]

  package var points: Double { problems.reduce(0) { $0 + $1.points } }
  package var solved: Int { problems.count { $0.solvedAt != nil } }
}

/// What somebody has reached in one problem of an assignment.
package struct ProblemScore: Sendable, Hashable {
  package var problem: ProblemID
  /// The problem's points × the share of the score × the late factor, of the counted submission.
  package var points: Double = 0
  /// The one that is worth the most after the late factor, of equals the first; nil: none is judged.
  package var counted: Counted?
  /// Attempts that are used up: judged ones that cost an attempt.
  package var attempts: Int = 0
  /// Not judged yet; each may turn out to cost an attempt, and holds one until then.
  package var pending: Int = 0
  /// Attempts before the first accepted one that cost penalty.
  package var rejected: Int = 0
  /// When the first accepted one was submitted.
  package var solvedAt: Timestamp?

  package struct Counted: Sendable, Hashable {
    package var submission: SubmissionID
    package var submittedAt: Timestamp
    package var verdict: Verdict
    /// Of the problem's score, from 0 to 1.
    package var share: Double
    package var lateFactor: Double
  }
}

extension Verdict {
  /// Whether it uses up one of an assignment's attempts. A program that does not compile was never
  /// tried, and a judge error is not the student's.
  package var costsAttempt: Bool { self != .compileError && self != .judgeError }
}

/// The scores of an assignment: a pure fold over its part of the submission log.
package struct AssignmentScoring: Sendable, Hashable {
  package var assignment: Assignment
  /// By account id.
  package var extensions: [Int64: Extension]

  package init(_ assignment: Assignment, extensions: [Int64: Extension]) {
    self.assignment = assignment
    self.extensions = extensions
  }

  /// Of somebody who has submitted nothing.
  package var nothing: AssignmentScore {
    AssignmentScore(problems: assignment.problems.map { ProblemScore(problem: $0.problem) })
  }

  /// By account id, of those who have submitted; `log` is in log order. Attempts at problems that
  /// are no longer assigned, and those after the close that now holds, do not count. O(n) for n
  /// attempts.
  package func scores(_ log: some Sequence<AssignmentAttempt>) -> [Int64: AssignmentScore] {
    let places = Dictionary(
      uniqueKeysWithValues: assignment.problems.enumerated().map { ($1.problem, $0) })
    var scores: [Int64: AssignmentScore] = [:]
    for attempt in log {
      guard let place = places[attempt.problem] else { continue }
      let times = assignment.times.extended(by: extensions[attempt.account.id])
      guard attempt.submittedAt <= times.closes else { continue }
      scores[attempt.account.id, default: nothing].problems[place].add(
        attempt, worth: assignment.problems[place].points,
        lateFactor: assignment.latePolicy.factor(lateBy: attempt.submittedAt - times.due))
    }
    return scores
  }
}

extension ProblemScore {
  fileprivate mutating func add(
    _ attempt: AssignmentAttempt, worth full: Double, lateFactor: Double
  ) {
    guard let result = attempt.result else {
      pending += 1
      return
    }
    if result.verdict.costsAttempt { attempts += 1 }
    guard result.verdict != .judgeError else { return }
    if solvedAt == nil {
      if result.verdict == .accepted { solvedAt = attempt.submittedAt }
      if result.verdict.costsPenalty { rejected += 1 }
    }
    let share = result.maxScore > 0 ? result.score / result.maxScore : 0
    let worth = full * share * lateFactor
    // Of submissions that are worth nothing, too, the first is what is looked at.
    guard counted == nil || worth > points else { return }
    points = worth
    counted = Counted(
      submission: attempt.submission, submittedAt: attempt.submittedAt, verdict: result.verdict,
      share: share, lateFactor: lateFactor)
  }
}
