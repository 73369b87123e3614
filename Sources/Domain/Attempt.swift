/// What a ranking needs to know of one submission.
package struct Attempt: Sendable, Hashable {
  /// Position in the submission log.
  package var sequence: Int64
  package var submittedAt: Timestamp
  /// nil while there is no judgement.
  package var verdict: Verdict?
  /// Points; 0 while there is no judgement.
  package var score: Double
  /// Of hidden test cases that measure, in all: microseconds of virtual time. nil when none does,
  /// and for variants of a problem, which are not comparable.
  package var makespan: Int64?
  /// Of all hidden test cases: microseconds. nil as above.
  package var cpuTime: Int64?

  package init(
    sequence: Int64, submittedAt: Timestamp, verdict: Verdict?, score: Double = 0,
    makespan: Int64? = nil, cpuTime: Int64? = nil
  ) {
    self.sequence = sequence
    self.submittedAt = submittedAt
    self.verdict = verdict
    self.score = score
    self.makespan = makespan
    self.cpuTime = cpuTime
  }

  /// As those see it who may not know yet what came of it.
  package var pending: Attempt {
    Attempt(sequence: sequence, submittedAt: submittedAt, verdict: nil)
  }
}

/// One line of the submission log as the leaderboard reads it.
package struct LoggedAttempt: Sendable, Hashable {
  package var account: Account
  package var problem: ProblemID
  package var attempt: Attempt

  package init(account: Account, problem: ProblemID, _ attempt: Attempt) {
    self.account = account
    self.problem = problem
    self.attempt = attempt
  }
}
