import Domain
import HTTP
import Storage

/// What a run in the lab showed. Times are microseconds of virtual time.
///
/// Whatever a submission can choose freely could carry a hidden input out: of hidden cases there
/// are no texts of its own, no plan and no trace, only what the world counted.
struct LabView: Encodable {
  struct MistakeView: Encodable {
    var id: Mistake
    var advice: String
  }

  var reason: Reason?
  var makespanUs: Int
  var allowedMakespanUs: Int?
  var referenceMakespanUs: Int?
  var requests: Int
  var peakConcurrency: Int
  var averageConcurrency: Double
  var blockedUs: Int
  /// Runs made: the nominal one, then other schedules, faults, cancellations.
  var runs: Int
  /// In words, what had to happen for it to fail.
  var cause: String?
  /// For `asyncjudge run … --replay`.
  var plan: String?
  var traceHash: String?
  /// What the sandbox noticed, with examples.
  var advice: [String: [String]]?
  /// The same for hidden cases: how much of it.
  var adviceCounts: [String: Int]
  /// Which of the five common mistakes it looks like.
  var mistake: MistakeView?

  /// The names that the lab's own package gives; anything else is the submission's doing.
  private static let adviceNames: Set<String> = [
    "blocked_loop", "callback_errors", "destroyed_tasks", "leaked_tasks", "never_awaited",
    "stuck_threads", "swallowed_cancellations", "unretrieved_exceptions",
  ]

  /// `isShown`: of a sample, or to staff.
  init(_ report: LabReport, isShown: Bool) {
    reason = report.reason
    makespanUs = report.makespan
    allowedMakespanUs = report.allowedMakespan
    referenceMakespanUs = report.referenceMakespan
    requests = report.requests
    peakConcurrency = report.peakConcurrency
    averageConcurrency = (report.averageConcurrency * 1000).rounded() / 1000
    blockedUs = report.blocked
    runs = report.runs
    let known = report.advice.filter { Self.adviceNames.contains($0.key) }
    adviceCounts = known.mapValues(\.count)
    mistake = report.mistake.map { MistakeView(id: $0, advice: $0.advice) }
    guard isShown else { return }
    cause = report.cause
    plan = report.plan
    traceHash = report.traceHash
    advice = known
  }
}

extension API {
  /// `GET /api/v1/submissions/{id}/runs/{ordinal}/timeline`: what happened when, for a chart. Of
  /// samples; for staff of every case. Hidden cases that passed keep none: their run is replayed,
  /// which is cheaper than to store what is seldom looked at.
  func showTimeline(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (submission, access) = try await submission(of: request, for: viewer)
    let ordinal = Int(request.parameter("ordinal") ?? "") ?? 0
    guard let run = submission.judgement?.runs.first(where: { $0.ordinal == ordinal }),
      run.lab != nil
    else { throw HTTPError.unknownTimeline }
    if !run.isSample, !access.showsHiddenCases {
      // Which runs there are tells where it failed.
      let isKnown = try await detail(of: submission, for: viewer) == .all
      throw isKnown ? HTTPError.hiddenTimeline : HTTPError.unknownTimeline
    }
    if let kept = try await database.timeline(of: submission.id, run: ordinal) {
      return .json(kept)
    }
    guard let timeline = try await worker.replay(run, of: submission)?.timeline else {
      throw HTTPError.changedProblem
    }
    return .json(timeline.jsonBytes)
  }
}
