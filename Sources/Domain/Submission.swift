/// The public name of a submission.
package typealias SubmissionID = PublicID<Submission>

/// Where a submission stands between `POST` and its verdict.
package enum SubmissionState: String, Sendable, Hashable, Codable {
  case queued, judging, done
}

/// One attempt at a problem; immutable but for its state and its judgements.
package struct Submission: Sendable, Hashable {
  package var id: SubmissionID
  /// Position in the submission log; grows by commit order.
  package var sequence: Int64
  package var problem: ProblemID
  /// nil for a guest.
  package var account: Account?
  package var configuration: SolverConfiguration
  package var submittedAt: Timestamp
  package var state: SubmissionState
  /// The current judgement; nil while there is none.
  package var judgement: Judgement?
  /// For which it was made; nil: for practice.
  package var assignment: AssignmentID?
  /// The student's variant of the problem; nil: the problem as it is.
  package var variant: String?

  package init(
    id: SubmissionID, sequence: Int64, problem: ProblemID, account: Account?,
    configuration: SolverConfiguration, submittedAt: Timestamp, state: SubmissionState,
    judgement: Judgement? = nil, assignment: AssignmentID? = nil, variant: String? = nil
  ) {
    self.id = id
    self.sequence = sequence
    self.problem = problem
    self.account = account
    self.configuration = configuration
    self.submittedAt = submittedAt
    self.state = state
    self.judgement = judgement
    self.assignment = assignment
    self.variant = variant
  }
}
