/// What students are told of their submissions to an assignment. Its staff see everything.
package enum FeedbackPolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// The sample runs; verdict and score when the assignment has closed.
  case samples
  /// Verdict, score, sample runs, and what the first failing hidden case failed with.
  case firstFailure = "first_failure"
  /// The sample runs; everything that practice shows once it is due.
  case allAfterDue = "all_after_due"

  /// What a student is shown at `now`; `times` are the student's own.
  package func detail(at now: Timestamp, times: AssignmentTimes) -> FeedbackDetail {
    switch self {
    case .samples: now > times.closes ? .verdictAndSamples : .samples
    case .firstFailure: .firstFailure
    case .allAfterDue: now > times.due ? .all : .samples
    }
  }
}

/// How much of a judgement is shown.
package enum FeedbackDetail: Sendable, Hashable {
  /// The sample runs, and neither verdict nor score.
  case samples
  case verdictAndSamples
  case firstFailure
  case all

  /// Whether verdict and score may be known: in the submission itself, in lists, in standings.
  package var showsVerdict: Bool { self != .samples }
}
