import Domain
import FoundationEssentials
import Packages
import Sandboxing

/// Why a judgement could not be made. Always the judge's fault, never the student's.
package enum JudgeError: Error, CustomStringConvertible {
  case sandbox(SandboxError)
  case package(PackageError)
  /// It was there when the submission came: a compiler was removed, or the machine changed.
  case unavailableRuntime(String)
  /// The server is stopping.
  case cancelled

  package var description: String {
    switch self {
    case .sandbox(let error): "the sandbox failed: \(error)"
    case .package(let error): "the problem package could not be read: \(error)"
    case .unavailableRuntime(let id):
      "the runtime \(id) is not available any more; `asyncjudge doctor` says why"
    case .cancelled: "the judge was stopped"
    }
  }
}

/// Judges one solver configuration against one problem package. Knows no database and no queue.
package struct Judge: Sendable {
  let sandbox: Sandbox
  package let runtimes: RuntimeTable
  private let now: @Sendable () -> Timestamp

  package init(
    sandbox: Sandbox, runtimes: RuntimeTable, now: @escaping @Sendable () -> Timestamp
  ) {
    self.sandbox = sandbox
    self.runtimes = runtimes
    self.now = now
  }

  /// Compiles, then runs the test cases concurrently, in case order as far as slots are free.
  /// `onRun` hears of each finished run, in completion order, also of those that do not count.
  package func judge(
    _ configuration: SolverConfiguration, against package: ProblemPackage,
    onRun: @escaping @Sendable (Run) -> Void = { _ in }
  ) async throws(JudgeError) -> Judgement {
    try await sandbox.onRunThreads { () async throws(JudgeError) -> Judgement in
      try await self.judgement(of: configuration, against: package, onRun: onRun)
    }
  }

  private func judgement(
    of configuration: SolverConfiguration, against package: ProblemPackage,
    onRun: @escaping @Sendable (Run) -> Void
  ) async throws(JudgeError) -> Judgement {
    guard let runtime = runtimes[configuration.runtime] else {
      throw .unavailableRuntime(configuration.runtime)
    }
    let startedAt = now()
    var judgement = Judgement(
      verdict: .compileError, score: 0, maxScore: package.problem.maxScore, startedAt: startedAt,
      endedAt: startedAt, isolation: sandbox.report.tier)
    switch try await compile(configuration.source, for: runtime) {
    case .failed(let message):
      judgement.message = String(
        decoding: message.utf8.prefix(
          JudgingLimits.compilerMessage.bytes), as: UTF8.self)
    case .code(let code):
      let program = runtime.program(
        code, entry: configuration.entry, parameters: json(configuration.parameters))
      let (progress, runs) = try await run(
        program, of: configuration, against: package, onRun: onRun)
      let conclusion = progress.conclusion()
      judgement.verdict = conclusion.verdict
      judgement.score = conclusion.score
      judgement.groups = conclusion.groups
      judgement.runs = progress.countedCases.compactMap { runs[$0] }
      judgement.benchmark = try await benchmark(program, of: configuration, in: package)
      if judgement.verdict == .accepted {
        judgement.complexity = try await complexity(program, of: configuration, in: package)
      }
    }
    judgement.endedAt = now()
    return judgement
  }

  private func compile(_ source: String, for runtime: Runtime) async throws(JudgeError)
    -> CompileResult
  {
    do {
      return try await sandbox.compile(
        Array(source.utf8), for: runtime, limits: .compilerOfSubmission)
    } catch {
      throw Task.isCancelled ? .cancelled : .sandbox(error)
    }
  }

  /// At most as many cases in flight as there are slots: more would only queue up before the pool,
  /// ahead of other students' submissions. A task for each: with tasks that took the next case when
  /// they had done one, the references of all problems took a tenth longer.
  private func run(
    _ program: Program, of configuration: SolverConfiguration, against package: ProblemPackage,
    onRun: @escaping @Sendable (Run) -> Void
  ) async throws(JudgeError) -> (Progress, [Progress.CaseIndex: Run]) {
    typealias Finished = (index: Progress.CaseIndex, run: Result<Run, JudgeError>)
    let result: Result<(Progress, [Progress.CaseIndex: Run]), JudgeError> =
      await withTaskGroup(of: Finished.self) { tasks in
        var progress = Progress(package)
        var runs: [Progress.CaseIndex: Run] = [:]
        func startNext() {
          guard let index = progress.start() else { return }
          let ordinal = package.ordinal(of: index)
          tasks.addTask {
            (
              index,
              await execute(program, of: configuration, at: index, ordinal: ordinal, in: package)
            )
          }
        }
        for _ in 0..<sandbox.slots { startNext() }
        while !progress.isComplete, let finished = await tasks.next() {
          switch finished.run {
          case .failure(let error):
            tasks.cancelAll()
            return .failure(error)
          case .success(let run):
            runs[finished.index] = run
            progress.record(run.verdict, for: finished.index)
            onRun(run)
            startNext()
          }
        }
        tasks.cancelAll()
        return .success((progress, runs))
      }
    return try result.get()
  }

  private func execute(
    _ program: Program, of configuration: SolverConfiguration, at index: Progress.CaseIndex,
    ordinal: Int, in package: ProblemPackage
  ) async -> Result<Run, JudgeError> {
    let group = package.groups[index.group]
    let testCase = group.cases[index.testCase]
    let limits = package.problem.limits
    do {
      if let settings = package.lab, case .python(let code, _, _) = program {
        return .success(
          try await run(
            testCase, of: group, ordinal: ordinal, code: code, settings: settings,
            configuration: configuration, limits: limits))
      }
      let input = try SealedFile(try testCase.input())
      var request = ExecutionRequest(
        program: program, input: input,
        limits: RerunRule.limits(beside: sandbox.slots > 1, for: limits),
        scratch: package.allowsFileWriting && sandbox.hasScratch ? JudgingLimits.scratch : nil)
      var execution = try await sandbox.execute(request)
      if RerunRule.isDoubtful(execution, limits: limits) {
        request.alone = true
        request.limits = RerunRule.limits(beside: false, for: limits)
        execution = try await sandbox.execute(request)
      }
      let answer = try testCase.answer()
      var checkOutcome: CheckOutcome?
      let verdict = VerdictRule.verdict(
        of: execution, limits: limits,
        check: {
          let outcome = TokenChecker(options: testCase.checker)
            .check(output: execution.output, answer: answer)
          checkOutcome = outcome
          return outcome
        }())
      return .success(
        Run(
          ordinal: ordinal, testCase: testCase.name, group: group.name, isSample: group.isSample,
          verdict: verdict, cpuTime: execution.cpuTime, wallTime: execution.wallTime,
          peakMemory: execution.peakMemory, memorySource: execution.memorySource,
          ending: execution.ending,
          // Nothing of a hidden case may reach the student: its answer would be one submission away.
          feedback: group.isSample
            ? RunFeedback(execution: execution, answer: answer, outcome: checkOutcome) : nil))
    } catch {
      return .failure(JudgeError(error))
    }
  }
}

extension ProblemPackage {
  /// 1 for the first case of the first group.
  fileprivate func ordinal(of index: Progress.CaseIndex) -> Int {
    groups[..<index.group].reduce(0) { $0 + $1.cases.count } + index.testCase + 1
  }
}

extension RunFeedback {
  fileprivate init(execution: Execution, answer: [UInt8], outcome: CheckOutcome?) {
    var message: String?
    if case .rejected(let reason) = outcome { message = reason }
    self.init(
      checkerMessage: message, output: readable(execution.output), expected: readable(answer),
      errorOutput: execution.errorOutput.isEmpty ? nil : readable(execution.errorOutput))
  }
}

/// The start of some bytes as text a person can read, whatever they are.
func readable(_ bytes: [UInt8]) -> String {
  let limit = JudgingLimits.feedback.bytes
  let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
  return bytes.count > limit ? text + "\n… (\(bytes.count - limit) more bytes)" : text
}

private func json(_ parameters: [String: JSONValue]) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  do {
    return Array(try encoder.encode(parameters))
  } catch {
    preconditionFailure("parameters came from JSON and are JSON: \(error)")
  }
}
