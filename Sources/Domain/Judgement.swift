/// One complete judging of a submission. Judgements are only ever added; the newest is current.
package struct Judgement: Sendable, Hashable {
  package var verdict: Verdict
  /// Points earned, from 0 to `maxScore`.
  package var score: Double
  package var maxScore: Double
  package var startedAt: Timestamp
  package var endedAt: Timestamp
  package var isolation: IsolationTier
  /// For the student: the compiler's message of a CE, what to do about a JE.
  package var message: String?
  package var groups: [GroupResult]
  package var runs: [Run]
  /// When the submission asked for it.
  package var benchmark: BenchmarkResult?
  /// Of accepted submissions to problems that declare sizes.
  package var complexity: ComplexityReport?

  package init(
    verdict: Verdict, score: Double, maxScore: Double, startedAt: Timestamp, endedAt: Timestamp,
    isolation: IsolationTier, message: String? = nil, groups: [GroupResult] = [], runs: [Run] = [],
    benchmark: BenchmarkResult? = nil, complexity: ComplexityReport? = nil
  ) {
    self.benchmark = benchmark
    self.complexity = complexity
    self.verdict = verdict
    self.score = score
    self.maxScore = maxScore
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.isolation = isolation
    self.message = message
    self.groups = groups
    self.runs = runs
  }
}

extension Judgement {
  /// CPU time of the hidden runs; nil when there are none.
  package var cpuTime: Duration? {
    let hidden = runs.filter { !$0.isSample }
    return hidden.isEmpty ? nil : hidden.reduce(.zero) { $0 + $1.cpuTime }
  }

  /// Microseconds of virtual time of the hidden runs that measure it against a reference; nil when
  /// none does. Two accepted submissions have made the same runs, so their sums compare.
  package var makespan: Int? {
    let measured = runs.filter { !$0.isSample }.compactMap { run in
      run.lab.flatMap { $0.allowedMakespan == nil ? nil : $0.makespan }
    }
    return measured.isEmpty ? nil : measured.reduce(0, +)
  }
}

/// What a judgement says of one test group.
package struct GroupResult: Sendable, Hashable, Codable {
  package var name: String
  /// nil when the group was not run because a group that it requires failed.
  package var verdict: Verdict?
  package var score: Double
  package var maxScore: Double

  package init(name: String, verdict: Verdict?, score: Double, maxScore: Double) {
    self.name = name
    self.verdict = verdict
    self.score = score
    self.maxScore = maxScore
  }
}

/// One test case within a judgement.
package struct Run: Sendable, Hashable {
  /// 1, 2, 3 … in case order.
  package var ordinal: Int
  /// `sample/01-two-requests`: the path of the case below `data/`, without its ending.
  package var testCase: String
  /// `sample`, `secret` or `secret/<group>`.
  package var group: String
  package var isSample: Bool
  package var verdict: Verdict
  package var cpuTime: Duration
  package var wallTime: Duration
  package var peakMemory: ByteCount
  package var memorySource: Execution.MemorySource
  package var ending: Execution.Ending?
  /// For the student. Nothing hidden may be in it unless `isSample`.
  package var feedback: RunFeedback?
  /// Of asynchronous problems.
  package var lab: LabReport?
  /// Of asynchronous problems: what happened when (WorldRecord.timeline).
  package var timeline: JSONValue?

  package init(
    ordinal: Int, testCase: String, group: String, isSample: Bool, verdict: Verdict,
    cpuTime: Duration, wallTime: Duration, peakMemory: ByteCount,
    memorySource: Execution.MemorySource, ending: Execution.Ending?, feedback: RunFeedback? = nil,
    lab: LabReport? = nil, timeline: JSONValue? = nil
  ) {
    self.lab = lab
    self.timeline = timeline
    self.ordinal = ordinal
    self.testCase = testCase
    self.group = group
    self.isSample = isSample
    self.verdict = verdict
    self.cpuTime = cpuTime
    self.wallTime = wallTime
    self.peakMemory = peakMemory
    self.memorySource = memorySource
    self.ending = ending
    self.feedback = feedback
  }
}

/// What a student is shown of a sample run, cut to a readable size.
package struct RunFeedback: Sendable, Hashable, Codable {
  /// Why the checker refused the output: `line 2, token 1: expected "7", found "8"`.
  package var checkerMessage: String?
  package var output: String?
  package var expected: String?
  package var errorOutput: String?

  package init(
    checkerMessage: String? = nil, output: String? = nil, expected: String? = nil,
    errorOutput: String? = nil
  ) {
    self.checkerMessage = checkerMessage
    self.output = output
    self.expected = expected
    self.errorOutput = errorOutput
  }
}
