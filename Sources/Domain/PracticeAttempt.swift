/// A submission as practice is folded from it.
package struct PracticeAttempt: Sendable, Hashable {
  /// Position in the submission log.
  package var sequence: Int64
  package var problem: ProblemID
  package var submittedAt: Timestamp
  /// For which it was made; nil: for practice.
  package var assignment: AssignmentID?
  /// The student's variant of the problem; nil: the problem as it is.
  package var variant: String?
  /// Of the current judgement; nil while there is none, or none that may be known.
  package var result: AssignmentAttempt.Result?
  /// In case order; only of rejected submissions, and only of the last few of an account.
  package var runs: [PracticeRun]

  package init(
    sequence: Int64, problem: ProblemID, submittedAt: Timestamp, assignment: AssignmentID? = nil,
    variant: String? = nil, result: AssignmentAttempt.Result?, runs: [PracticeRun] = []
  ) {
    self.sequence = sequence
    self.problem = problem
    self.submittedAt = submittedAt
    self.assignment = assignment
    self.variant = variant
    self.result = result
    self.runs = runs
  }

  package var isAccepted: Bool { result?.verdict == .accepted }

  /// What is left of it under an assignment's feedback policy. One whose verdict may not be known is
  /// like one that is not judged yet.
  package func limited(to detail: FeedbackDetail) -> PracticeAttempt {
    var attempt = self
    switch detail {
    case .all: break
    case .verdictAndSamples, .firstFailure: attempt.runs = runs.filter(\.isSample)
    case .samples:
      attempt.result = nil
      attempt.runs = []
    }
    return attempt
  }
}

/// What a run of a rejected submission can say about how its author works.
package struct PracticeRun: Sendable, Hashable {
  /// `secret/2-edges/01-empty`
  package var testCase: String
  package var isSample: Bool
  package var verdict: Verdict
  /// Of an asynchronous problem, for which the lab has judged what it points to.
  package var isLab: Bool
  package var mistake: Mistake?

  package init(
    testCase: String, isSample: Bool, verdict: Verdict, isLab: Bool = false,
    mistake: Mistake? = nil
  ) {
    self.testCase = testCase
    self.isSample = isSample
    self.verdict = verdict
    self.isLab = isLab
    self.mistake = mistake
  }
}

extension PracticeAttempt {
  /// Which of the common mistakes its failures point to. Of asynchronous problems the lab has said
  /// so; of plain ones the pattern of the verdicts has to do:
  ///
  /// | what fails | points to |
  /// |---|---|
  /// | a sample, by its answer or a crash | it was not tried on what the statement shows |
  /// | only time and memory, while other cases pass | an approach that does not scale |
  /// | only cases of the edges, while other cases pass | edges that were not thought of |
  package var pointers: Set<Mistake> {
    guard result?.verdict.costsPenalty == true else { return [] }
    let failed = runs.filter { $0.verdict != .accepted && $0.verdict != .judgeError }
    let said = Set(failed.compactMap(\.mistake))
    guard said.isEmpty, !failed.isEmpty, !runs.contains(where: \.isLab) else { return said }
    let isSlow = { (run: PracticeRun) in
      run.verdict == .timeLimitExceeded || run.verdict == .memoryLimitExceeded
    }
    if failed.contains(where: { $0.isSample && !isSlow($0) }) { return [.thinTesting] }
    guard runs.contains(where: { $0.verdict == .accepted }) else { return [] }
    if failed.allSatisfy(isSlow) { return [.wrongApproach] }
    return failed.allSatisfy { Mistake.isEdge($0.testCase) } ? [.edgeCases] : []
  }
}
