import Domain
import Storage

/// An assignment as JSON; times in UTC and, as `…_local`, on the classroom's clock.
struct AssignmentView: Encodable {
  enum Phase: String, Encodable {
    case upcoming, open, late, closed
  }

  struct ProblemView: Encodable {
    var problemId: String
    var points: Double
    /// With the student's extension; absent: as many as they like.
    var attemptLimit: Int?
    /// As the viewer was given it.
    var href: String
    var submissionsHref: String
    /// Of a student's own view, as are those below.
    var attemptsUsed: Int?
    /// Not judged yet; each holds an attempt until it is.
    var attemptsPending: Int?
    var attemptsLeft: Int?
    /// Absent until the feedback policy lets it be known.
    var best: Best?
  }

  struct Best: Encodable {
    /// After the late factor.
    var points: Double
    var verdict: Verdict
    var lateFactor: Double
    var submittedAt: String
    var submissionHref: String
  }

  struct ExtensionView: Encodable {
    var account: String?
    var dueAt: String?
    var closesAt: String?
    var moreAttempts: Int
    var reason: String?

    init(_ extended: Extension, account: String?, _ clock: ClassroomClock) {
      self.account = account
      dueAt = extended.due.map(clock.local)
      closesAt = extended.closes.map(clock.local)
      moreAttempts = extended.moreAttempts
      reason = extended.reason
    }
  }

  var id: String
  var classroomId: String
  var name: String
  var timeZone: String
  /// The student's own where there is an extension.
  var opensAt: String
  var opensAtLocal: String
  var dueAt: String
  var dueAtLocal: String
  var closesAt: String
  var closesAtLocal: String
  var phase: Phase
  var latePolicy: JSONValue
  var feedback: FeedbackPolicy
  var ranking: AssignmentRanking
  var maxPoints: Double
  /// The student's own; absent until all of it may be known.
  var points: Double?
  var problems: [ProblemView]
  /// A student's own.
  var `extension`: ExtensionView?
  /// For staff.
  var extensions: [ExtensionView]?
  var href: String

  /// As everyone in the classroom sees it; `extended` is the viewer's.
  init(_ assignment: Assignment, in classroom: Classroom, extended: Extension?, now: Timestamp) {
    let clock = ClassroomClock(classroom)
    let times = assignment.times.extended(by: extended)
    id = assignment.id.rawValue
    classroomId = classroom.id.rawValue
    name = assignment.name
    timeZone = classroom.timeZone
    opensAt = times.opens.description
    opensAtLocal = clock.local(times.opens)
    dueAt = times.due.description
    dueAtLocal = clock.local(times.due)
    closesAt = times.closes.description
    closesAtLocal = clock.local(times.closes)
    phase =
      now < times.opens
      ? .upcoming : now <= times.due ? .open : now <= times.closes ? .late : .closed
    latePolicy = assignment.latePolicy.document
    feedback = assignment.feedback
    ranking = assignment.ranking
    maxPoints = assignment.points
    problems = assignment.problems.map {
      ProblemView(
        problemId: $0.problem.rawValue, points: $0.points,
        attemptLimit: $0.attemptLimit.map { $0 + (extended?.moreAttempts ?? 0) },
        href: "/api/v1/assignments/\(assignment.id)/problems/\($0.problem)",
        submissionsHref:
          "/api/v1/problems/\($0.problem)/submissions?assignment=\(assignment.id)")
    }
    `extension` = extended.map { ExtensionView($0, account: nil, clock) }
    href = "/api/v1/assignments/\(assignment.id)"
  }

  /// Adds what the student has reached.
  mutating func show(_ score: AssignmentScore, _ detail: FeedbackDetail) {
    if detail.showsVerdict { points = score.points }
    for (index, problem) in score.problems.enumerated() {
      problems[index].attemptsUsed = problem.attempts
      problems[index].attemptsPending = problem.pending
      problems[index].attemptsLeft = problems[index].attemptLimit.map {
        max(0, $0 - problem.attempts - problem.pending)
      }
      guard detail.showsVerdict, let counted = problem.counted else { continue }
      problems[index].best = Best(
        points: problem.points, verdict: counted.verdict, lateFactor: counted.lateFactor,
        submittedAt: counted.submittedAt.description,
        submissionHref: "/api/v1/submissions/\(counted.submission)")
    }
  }
}

struct AssignmentListView: Encodable {
  var assignments: [AssignmentView]
}
