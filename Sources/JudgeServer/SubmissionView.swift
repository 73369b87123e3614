import Domain
import Storage

/// A submission as JSON. Of hidden cases students see the verdict, the group and the measurements
/// only, and for an assignment less than that where its feedback policy says so; nobody sees what
/// hidden cases read and expect.
struct SubmissionView: Encodable {
  struct Solver: Encodable {
    var runtime: String
    var entry: String?
    var parameters: [String: JSONValue]
    /// Absent in a list.
    var sourceBytes: Int?
  }

  var id: String
  var problemId: String
  /// Absent for a guest.
  var account: String?
  /// Absent for practice.
  var assignmentId: String?
  /// Of the problem, when the student was given one.
  var variant: String?
  var submittedAt: String
  var state: SubmissionState
  /// The current judgement's; absent until there is one, and until it may be known.
  var verdict: Verdict?
  var score: Double?
  var solver: Solver
  var judgement: JudgementView?
  var href: String

  init(_ submission: Submission, for access: SubmissionAccess, detail: FeedbackDetail) {
    id = submission.id.rawValue
    problemId = submission.problem.rawValue
    account = submission.account?.name
    assignmentId = submission.assignment?.rawValue
    variant = submission.variant
    submittedAt = submission.submittedAt.description
    state = submission.state
    solver = Solver(
      runtime: submission.configuration.runtime, entry: submission.configuration.entry,
      parameters: submission.configuration.parameters,
      sourceBytes: submission.configuration.source.utf8.count)
    judgement = submission.judgement.map {
      JudgementView($0, of: submission.id, for: access, detail: detail)
    }
    verdict = judgement?.verdict
    score = judgement?.score
    href = "/api/v1/submissions/\(submission.id)"
  }
}

struct JudgementView: Encodable {
  struct Group: Encodable {
    var name: String
    /// Absent when the group was not run.
    var verdict: Verdict?
    var score: Double
    var maxScore: Double
  }

  /// What is shown when it is not everything.
  var shown: String?
  /// These three are absent until they may be known.
  var verdict: Verdict?
  var verdictName: String?
  var score: Double?
  var maxScore: Double
  var startedAt: String
  var endedAt: String
  var isolation: IsolationTier
  var message: String?
  /// The largest of all runs.
  var maxCpuTimeUs: Int64?
  /// When the submission asked for it.
  var benchmark: BenchmarkView?
  /// Of accepted submissions to problems that declare sizes; feedback, never verdict.
  var complexity: [ComplexityReport.Growth]?
  /// Absent in a list, as are the runs.
  var groups: [Group]?
  var runs: [RunView]?
  /// What the first hidden case that failed, failed with; where no more than that is shown.
  var firstFailure: FirstFailure?

  struct FirstFailure: Encodable {
    var verdict: Verdict
    /// Of asynchronous problems.
    var reason: Reason?
  }

  struct BenchmarkView: Encodable {
    var iterations: Int
    var averageVirtualMs: Double?
    var averageCpuMs: Double
    var minimumCpuMs: Double
    var maximumCpuMs: Double
  }

  init(
    _ judgement: Judgement, of submission: SubmissionID, for access: SubmissionAccess,
    detail: FeedbackDetail
  ) {
    let (judgement, firstFailure) = judgement.limited(to: detail)
    self.firstFailure = firstFailure
    shown = detail.name
    if detail.showsVerdict || !judgement.verdict.costsAttempt {
      verdict = judgement.verdict
      verdictName = judgement.verdict.name
      score = judgement.score
    }
    maxScore = judgement.maxScore
    startedAt = judgement.startedAt.description
    endedAt = judgement.endedAt.description
    isolation = judgement.isolation
    message = judgement.message
    complexity = judgement.complexity?.growths
    benchmark = judgement.benchmark.map {
      BenchmarkView(
        iterations: $0.iterations, averageVirtualMs: $0.virtualTime.map { $0 / 1000 },
        averageCpuMs: $0.averageCPUTime / 1000, minimumCpuMs: $0.minimumCPUTime / 1000,
        maximumCpuMs: $0.maximumCPUTime / 1000)
    }
    maxCpuTimeUs = judgement.runs.map(\.cpuTime).max()?.microseconds
    groups = judgement.groups.map {
      Group(name: $0.name, verdict: $0.verdict, score: $0.score, maxScore: $0.maxScore)
    }
    runs = judgement.runs.map { RunView($0, of: submission, for: access) }
  }
}

struct RunView: Encodable {
  var ordinal: Int
  /// Of samples, and for staff: the name of a hidden case can give away what it is about.
  var testCase: String?
  var group: String
  var verdict: Verdict
  var cpuTimeUs: Int64
  var wallTimeUs: Int64
  var peakMemoryBytes: ByteCount
  var memorySource: String
  var exitCode: Int32?
  var signal: Int32?
  var feedback: FeedbackView?
  var lab: LabView?
  /// Of asynchronous problems' samples, and for staff of all their cases.
  var timelineHref: String?

  struct FeedbackView: Encodable {
    var checkerMessage: String?
    var output: String?
    var expected: String?
    var errorOutput: String?
  }

  init(_ run: Run, of submission: SubmissionID, for access: SubmissionAccess) {
    ordinal = run.ordinal
    group = run.group
    verdict = run.verdict
    cpuTimeUs = run.cpuTime.microseconds
    wallTimeUs = run.wallTime.microseconds
    peakMemoryBytes = run.peakMemory
    memorySource = run.memorySource.rawValue
    switch run.ending {
    case .exited(let code): exitCode = code
    case .signalled(let number): signal = number
    case nil: break
    }
    let isShown = run.isSample || access.showsHiddenCases
    lab = run.lab.map { LabView($0, isShown: isShown) }
    // The exit code is the student's to choose: on a hidden case it could carry its input out.
    guard isShown else {
      exitCode = nil
      return
    }
    testCase = run.testCase
    if run.lab != nil {
      timelineHref = "/api/v1/submissions/\(submission)/runs/\(run.ordinal)/timeline"
    }
    // The texts of a hidden case hold its input and its answer.
    guard run.isSample else { return }
    feedback = run.feedback.map {
      FeedbackView(
        checkerMessage: $0.checkerMessage, output: $0.output, expected: $0.expected,
        errorOutput: $0.errorOutput)
    }
  }
}

struct SubmissionPageView: Encodable {
  var submissions: [SubmissionView]
  /// The `after` of the next page; absent on the last.
  var nextAfter: String?

  init(_ page: SubmissionPage, details: [FeedbackDetail]) {
    submissions = zip(page.submissions, details).map { submission, detail in
      var view = SubmissionView(submission, for: .visitor, detail: detail)
      // A page is read without them: a zero or an empty list would be a lie.
      view.solver.sourceBytes = nil
      view.judgement?.groups = nil
      view.judgement?.runs = nil
      return view
    }
    nextAfter = page.nextCursor
  }
}
