import Domain
import Lab
import Packages
import Sandboxing

extension Judge {
  /// One test case of an asynchronous problem as a run of the judgement; or one plan of it, whose
  /// tasks are then told as a sample's are.
  func run(
    _ testCase: TestCase, of group: TestGroup, ordinal: Int, code: SealedFile,
    settings: LabSettings, configuration: SolverConfiguration, limits: ProblemLimits,
    replaying replay: String? = nil
  ) async throws -> Run {
    let labCase = try LabCase(
      testCase, settings: settings, configuration: configuration, code: code, limits: limits,
      sandbox: sandbox)
    let conclusion =
      if let plan = replay.flatMap({ Plan($0) }) {
        try await labCase.run(plan, advice: .tasks)
      } else {
        try await labCase.judge(advice: group.isSample ? .tasks : [])
      }
    let execution = conclusion.execution
    let record = conclusion.run.record
    return Run(
      ordinal: ordinal, testCase: testCase.name, group: group.name, isSample: group.isSample,
      verdict: conclusion.verdict, cpuTime: conclusion.cpuTime, wallTime: execution.wallTime,
      peakMemory: conclusion.peakMemory, memorySource: execution.memorySource,
      ending: execution.ending,
      feedback: group.isSample ? RunFeedback(conclusion, expected: labCase.expected) : nil,
      lab: LabReport(conclusion, labCase.scenario, testCase: testCase),
      timeline: record.timeline(notes: conclusion.run.notes))
  }
}

extension VerdictRule {
  /// What broke the sandbox's limits outranks what the world saw; the world outranks how the process
  /// ended after its answer.
  static func verdict(
    of run: LabRun, execution: Execution, limits: ProblemLimits
  ) -> Verdict {
    if let failure = run.failure, failure.reason != .noAnswer {
      switch execution.exceeded {
      case .systemCalls: return .securityViolation
      case .memory: return .memoryLimitExceeded
      default: return failure.reason.verdict
      }
    }
    let ended = verdict(of: execution, limits: limits, check: .accepted)
    if run.failure == nil {
      // After the answer only limits count, not the exit status.
      return ended == .runTimeError ? .accepted : ended
    }
    return ended == .accepted ? .runTimeError : ended
  }
}

extension RunFeedback {
  /// Of a sample; what the solution printed comes with its errors.
  fileprivate init(_ conclusion: LabCase.Conclusion, expected: JSONValue) {
    let execution = conclusion.execution
    let printed = execution.output + execution.errorOutput
    self.init(
      checkerMessage: conclusion.run.failure?.detail,
      output: conclusion.run.answer.map { readable($0.jsonBytes) },
      expected: readable(expected.jsonBytes),
      errorOutput: printed.isEmpty ? nil : readable(printed))
  }
}

extension LabReport {
  fileprivate init(_ conclusion: LabCase.Conclusion, _ scenario: Scenario, testCase: TestCase) {
    let run = conclusion.run
    let record = run.record
    var advice: [String: [String]] = [:]
    for (name, found) in run.notes?.object?["diagnostics"]?.object ?? [:] {
      advice[name] = (found.array ?? []).prefix(5).compactMap {
        $0.string.map { String($0.prefix(200)) }
      }
    }
    let reason = run.failure?.reason
    self.init(
      reason: reason, makespan: record.makespan,
      allowedMakespan: scenario.budgets.allowedMakespan,
      referenceMakespan: scenario.budgets.reference, requests: record.requests,
      peakConcurrency: record.peak, averageConcurrency: record.averageConcurrency,
      blocked: record.blocked, runs: conclusion.runs, plan: run.plan.description,
      cause: conclusion.cause, advice: advice,
      mistake: run.failure.flatMap {
        Mistake.pointed(
          at: $0.reason, detail: $0.detail, isNominal: run.plan.isNominal,
          peakConcurrency: record.peak, family: testCase.name)
      },
      traceHash: hexadecimal(run.hash))
  }
}

private func hexadecimal(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
