/// Problems that a classroom is to solve until a date.
package struct Assignment: Sendable, Hashable {
  package var id: AssignmentID
  /// Its row in the database.
  package var number: Int64
  /// The number of its classroom.
  package var classroom: Int64
  package var name: String
  package var times: AssignmentTimes
  package var latePolicy: LatePolicy
  package var feedback: FeedbackPolicy
  package var ranking: AssignmentRanking
  /// In the order in which they are shown.
  package var problems: [AssignedProblem]
  /// What students see of others' standings does not change from then on.
  package var frozenAt: Timestamp?
  package var createdAt: Timestamp

  package init(
    id: AssignmentID, number: Int64, classroom: Int64, name: String, times: AssignmentTimes,
    latePolicy: LatePolicy = .none, feedback: FeedbackPolicy = .samples,
    ranking: AssignmentRanking = .score, problems: [AssignedProblem], frozenAt: Timestamp? = nil,
    createdAt: Timestamp
  ) {
    self.id = id
    self.number = number
    self.classroom = classroom
    self.name = name
    self.times = times
    self.latePolicy = latePolicy
    self.feedback = feedback
    self.ranking = ranking
    self.problems = problems
    self.frozenAt = frozenAt
    self.createdAt = createdAt
  }

  package subscript(problem: ProblemID) -> AssignedProblem? {
    problems.first { $0.problem == problem }
  }

  package var points: Double { problems.reduce(0) { $0 + $1.points } }
}

package typealias AssignmentID = PublicID<Assignment>

/// One problem of an assignment.
package struct AssignedProblem: Sendable, Hashable {
  package var problem: ProblemID
  /// For a full score.
  package var points: Double
  /// nil: as many as they like.
  package var attemptLimit: Int?

  package init(problem: ProblemID, points: Double, attemptLimit: Int? = nil) {
    self.problem = problem
    self.points = points
    self.attemptLimit = attemptLimit
  }
}

/// When a student may submit. Each bound belongs to what it ends: at `due` a submission is in time,
/// at `closes` it is taken.
package struct AssignmentTimes: Sendable, Hashable {
  package var opens: Timestamp
  package var due: Timestamp
  /// Between due and close a submission is late.
  package var closes: Timestamp

  package init(opens: Timestamp, due: Timestamp, closes: Timestamp) {
    self.opens = opens
    self.due = due
    self.closes = closes
  }

  package var isOrdered: Bool { opens < due && due <= closes }

  /// A student's own. An extension of the due time alone moves the close as far as it has to.
  package func extended(by extended: Extension?) -> AssignmentTimes {
    guard let extended else { return self }
    let due = extended.due ?? due
    return AssignmentTimes(
      opens: opens, due: due, closes: max(due, extended.closes ?? max(closes, due)))
  }
}

/// A student's own times and attempts, in place of the assignment's.
package struct Extension: Sendable, Hashable {
  package var due: Timestamp?
  package var closes: Timestamp?
  /// For each problem that limits them.
  package var moreAttempts: Int
  package var reason: String?

  package init(
    due: Timestamp? = nil, closes: Timestamp? = nil, moreAttempts: Int = 0, reason: String? = nil
  ) {
    self.due = due
    self.closes = closes
    self.moreAttempts = moreAttempts
    self.reason = reason
  }
}

/// By what an assignment's leaderboard ranks.
package enum AssignmentRanking: String, Sendable, Hashable, Codable, CaseIterable {
  /// Points, after the late policy.
  case score
  /// Problems solved, then penalty.
  case solved
}
