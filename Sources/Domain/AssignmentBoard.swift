/// The leaderboard of an assignment, made of its scores: a pure fold over its part of the log.
///
/// Here everyone has the same start, which is when it opens; points are those after the late policy.
package struct AssignmentBoard: Sendable, Hashable {
  package var scoring: AssignmentScoring
  /// Of its classroom.
  package var classroomFrozenAt: Timestamp?

  package init(_ scoring: AssignmentScoring, classroomFrozenAt: Timestamp?) {
    self.scoring = scoring
    self.classroomFrozenAt = classroomFrozenAt
  }

  package var ranking: Ranking {
    switch scoring.assignment.ranking {
    case .score: .score
    case .solved: .solved
    }
  }

  package var frozenAt: Timestamp? {
    [scoring.assignment.frozenAt, classroomFrozenAt].compactMap { $0 }.min()
  }

  /// Of `students` who have submitted; `log` is in log order.
  package func standings(
    of students: [Account], _ log: [AssignmentAttempt], _ view: Standings.View, at now: Timestamp
  ) -> [Standing] {
    let scores = scoring.scores(
      view == .live ? log : log.map { isVeiled($0, at: now) ? $0.pending : $0 })
    return students.compactMap { student in
      guard let score = scores[student.id] else { return nil }
      return Standing(
        of: student, startedAt: scoring.assignment.times.opens,
        score.problems.compactMap { $0.standing(since: scoring.assignment.times.opens) })
    }
  }

  /// Whether only staff may know what came of it.
  private func isVeiled(_ attempt: AssignmentAttempt, at now: Timestamp) -> Bool {
    if let frozenAt, attempt.submittedAt >= frozenAt { return true }
    let times = scoring.assignment.times.extended(by: scoring.extensions[attempt.account.id])
    return !scoring.assignment.feedback.detail(at: now, times: times).showsVerdict
  }

  /// The last moment at which it looks as it does `now`, if nothing happens; nil: for good.
  package func lapse(after now: Timestamp) -> Timestamp? {
    let times =
      [scoring.assignment.times]
      + scoring.extensions.values.map { scoring.assignment.times.extended(by: $0) }
    return times.flatMap { [$0.due, $0.closes] }.filter { $0 >= now }.min()
  }
}

extension AssignmentAttempt {
  fileprivate var pending: AssignmentAttempt {
    var attempt = self
    attempt.result = nil
    return attempt
  }
}

extension ProblemScore {
  /// nil when it was not tried.
  fileprivate func standing(since start: Timestamp) -> ProblemStanding? {
    guard attempts > 0 || pending > 0 || counted != nil else { return nil }
    var standing = ProblemStanding(problem: problem, firstSequence: 0, startedAt: start)
    standing.judged = attempts
    standing.rejected = rejected
    standing.pending = pending
    standing.solvedAt = solvedAt
    standing.score = points
    standing.scoredAt = points > 0 ? counted?.submittedAt : nil
    return standing
  }
}
