/// Submissions that are judged again. What comes out is shown first, and counts only once it is
/// applied.
package struct Rejudging: Sendable, Hashable {
  package enum State: String, Sendable, Hashable, Codable, CaseIterable {
    /// Some are still to be judged.
    case judging
    /// All are judged; somebody has to decide.
    case ready
    case applied, discarded

    /// Whether it can still be applied or discarded.
    package var isOpen: Bool { self == .judging || self == .ready }
  }

  package var id: RejudgingID
  /// Its row in the database.
  package var number: Int64
  /// Who asked for it.
  package var account: Account
  /// Only submissions of its members; nil: of everyone.
  package var classroom: ClassroomID?
  package var reason: String
  package var filter: RejudgingFilter
  package var state: State
  package var createdAt: Timestamp
  package var endedAt: Timestamp?
  /// Submissions in it, and how many of them are judged.
  package var total: Int
  package var judged: Int

  package init(
    id: RejudgingID, number: Int64, account: Account, classroom: ClassroomID?, reason: String,
    filter: RejudgingFilter, state: State, createdAt: Timestamp, endedAt: Timestamp?, total: Int,
    judged: Int
  ) {
    self.id = id
    self.number = number
    self.account = account
    self.classroom = classroom
    self.reason = reason
    self.filter = filter
    self.state = state
    self.createdAt = createdAt
    self.endedAt = endedAt
    self.total = total
    self.judged = judged
  }
}

package typealias RejudgingID = PublicID<Rejudging>

/// Which submissions to judge again: those for which everything holds that is given.
package struct RejudgingFilter: Sendable, Hashable, Codable {
  package var submissions: [String]?
  package var problem: String?
  /// The id of an assignment.
  package var assignment: String?
  /// An account's name.
  package var account: String?
  /// Of the current judgement.
  package var verdict: Verdict?

  package init(
    submissions: [String]? = nil, problem: String? = nil, assignment: String? = nil,
    account: String? = nil, verdict: Verdict? = nil
  ) {
    self.submissions = submissions
    self.problem = problem
    self.assignment = assignment
    self.account = account
    self.verdict = verdict
  }

  /// Nothing is given: it would be every submission that there is.
  package var isEmpty: Bool { self == RejudgingFilter() }
}

/// What a rejudging says of one submission.
package struct RejudgedSubmission: Sendable, Hashable {
  package struct Outcome: Sendable, Hashable {
    package var verdict: Verdict
    package var score: Double

    package init(verdict: Verdict, score: Double) {
      self.verdict = verdict
      self.score = score
    }
  }

  package var submission: SubmissionID
  package var problem: ProblemID
  /// nil for a guest.
  package var account: Account?
  /// nil: for practice.
  package var assignment: AssignmentID?
  package var before: Outcome
  /// nil: not judged yet.
  package var after: Outcome?

  package init(
    submission: SubmissionID, problem: ProblemID, account: Account?, assignment: AssignmentID?,
    before: Outcome, after: Outcome?
  ) {
    self.assignment = assignment
    self.submission = submission
    self.problem = problem
    self.account = account
    self.before = before
    self.after = after
  }

  /// Whether applying it changes anything. Our own failure never takes a verdict away.
  package var isChange: Bool {
    guard let after, after.verdict != .judgeError else { return false }
    return after != before
  }
}

/// A judgement that a submission has, or had.
package struct KeptJudgement: Sendable, Hashable {
  package var judgement: Judgement
  /// Whether it is the one that counts.
  package var isCurrent: Bool
  /// Whether it is or was the one that counts; a rejudging's is not before that is applied.
  package var hasCounted: Bool
  /// Which rejudging made it; nil: the first judging.
  package var rejudging: RejudgingID?

  package init(
    judgement: Judgement, isCurrent: Bool, hasCounted: Bool, rejudging: RejudgingID?
  ) {
    self.judgement = judgement
    self.isCurrent = isCurrent
    self.hasCounted = hasCounted
    self.rejudging = rejudging
  }
}
