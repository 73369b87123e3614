/// Something that happened. Published after the commit that made it true.
package enum Event: Sendable, Hashable {
  case submissionQueued(SubmissionID)
  case runFinished(SubmissionID, ordinal: Int, verdict: Verdict)
  case judgementFinished(SubmissionID, problem: ProblemID, verdict: Verdict)
  /// Somebody came, went, or became a teacher, or there is a new assignment: who may hear what has
  /// to be asked again.
  case membersChanged(ClassroomID)

  /// The submission that it is about.
  package var submission: SubmissionID? {
    switch self {
    case .submissionQueued(let id), .runFinished(let id, _, _), .judgementFinished(let id, _, _):
      id
    case .membersChanged: nil
    }
  }
}

/// Whose submission an event is about, so that it can be told to those who may know.
package struct EventSubject: Sendable, Hashable {
  package var problem: ProblemID
  /// nil: a guest's.
  package var account: Account?
  package var assignment: AssignmentID?

  package init(problem: ProblemID, account: Account?, assignment: AssignmentID? = nil) {
    self.problem = problem
    self.account = account
    self.assignment = assignment
  }

  package init(_ submission: Submission) {
    self.init(
      problem: submission.problem, account: submission.account, assignment: submission.assignment)
  }
}

/// An event in the order in which all are told.
package struct NumberedEvent: Sendable, Hashable {
  /// Only grows, also from one life of the server to the next.
  package var id: Int64
  package var event: Event
  /// nil: it is about no submission.
  package var subject: EventSubject?

  package init(id: Int64, event: Event, subject: EventSubject?) {
    self.id = id
    self.event = event
    self.subject = subject
  }
}
