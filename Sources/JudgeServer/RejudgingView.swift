import Domain

/// A rejudging as JSON.
struct RejudgingView: Encodable {
  struct Outcome: Encodable {
    var verdict: Verdict
    var score: Double

    init(_ outcome: RejudgedSubmission.Outcome) {
      verdict = outcome.verdict
      score = outcome.score
    }
  }

  struct Change: Encodable {
    var submissionId: String
    var problemId: String
    /// Absent for a guest.
    var account: String?
    var before: Outcome
    var after: Outcome?

    init(_ submission: RejudgedSubmission) {
      submissionId = submission.submission.rawValue
      problemId = submission.problem.rawValue
      account = submission.account?.name
      before = Outcome(submission.before)
      after = submission.after.map { Outcome($0) }
    }
  }

  struct RankChange: Encodable {
    var set: ProblemSet
    var account: String
    var before: Int
    var after: Int
  }

  var id: String
  var href: String
  var state: Rejudging.State
  var reason: String
  var filter: RejudgingFilter
  var classroom: String?
  var startedBy: String
  var createdAt: String
  var endedAt: String?
  var total: Int
  var judged: Int
  /// Absent in a list, as are the others below.
  var changes: [Change]?
  /// Submissions that the judge failed on: their old judgements stay.
  var failures: Int?
  /// While it can be applied.
  var ranks: [RankChange]?

  init(_ rejudging: Rejudging) {
    id = rejudging.id.rawValue
    href = "/api/v1/rejudgings/\(rejudging.id)"
    state = rejudging.state
    reason = rejudging.reason
    filter = rejudging.filter
    classroom = rejudging.classroom?.rawValue
    startedBy = rejudging.account.name
    createdAt = rejudging.createdAt.description
    endedAt = rejudging.endedAt?.description
    total = rejudging.total
    judged = rejudging.judged
  }
}

struct RejudgingListView: Encodable {
  var rejudgings: [RejudgingView]
}

struct JudgementListView: Encodable {
  struct Kept: Encodable {
    var current: Bool
    /// The id of the rejudging that made it; absent for the first judging.
    var rejudging: String?
    var judgement: JudgementView
  }

  var judgements: [Kept]
}
