/// Something that happened to a submission. Published after the commit that made it true.
package enum Event: Sendable, Hashable {
  case submissionQueued(SubmissionID)
  case runFinished(SubmissionID, ordinal: Int, verdict: Verdict)
  case judgementFinished(SubmissionID, problem: ProblemID, verdict: Verdict)

  package var submission: SubmissionID {
    switch self {
    case .submissionQueued(let id), .runFinished(let id, _, _), .judgementFinished(let id, _, _):
      id
    }
  }
}
