import Domain
import Lab
import Packages
import Sandboxing

extension ProblemCatalog {
  /// With the lab's opinion on scenarios.
  package static func loadWithScenarios(directory: String) -> ProblemCatalog {
    load(directory: directory) { input, answer in
      var faults: [String] = []
      do throws(InvalidScenario) {
        _ = try Scenario(json: input)
      } catch {
        faults += error.faults.map(\.description)
      }
      do throws(JSONParser.Failure) {
        _ = try JSONParser.parse(answer)
      } catch {
        faults.append("its answer is no JSON: \(error)")
      }
      return faults
    }
  }
}

/// One test case of an asynchronous problem: a scenario, and how far to go beyond its nominal run.
struct LabCase: Sendable {
  /// What came of it.
  struct Conclusion: Sendable {
    var verdict: Verdict
    /// Of the run that decided.
    var run: LabRun
    var execution: Execution
    /// Of all runs: the most CPU time, the most memory.
    var cpuTime: Duration
    var peakMemory: ByteCount
    var runs: Int
    /// In words; nil when nothing is wrong.
    var cause: String?
  }

  let scenario: Scenario
  let expected: JSONValue
  private let entry: String
  private let cancelsAfter: Bool
  private let sandbox: Sandbox
  private let code: SealedFile
  private let limits: ProblemLimits

  init(
    _ scenario: Scenario, expected: JSONValue, settings: LabSettings,
    configuration: SolverConfiguration, code: SealedFile, limits: ProblemLimits, sandbox: Sandbox
  ) {
    var scenario = scenario
    // What the test fixes (a limit, a port) is not the student's to choose.
    scenario.parameters.merge(configuration.parameters) { fixed, _ in fixed }
    if let entry = configuration.entry { scenario.entry = entry }
    self.scenario = scenario
    self.expected = expected
    entry = settings.entry
    // CPython 3.11 loses a cancellation that collides with a result inside wait_for (gh-86296).
    cancelsAfter = !configuration.source.contains("wait_for")
    self.code = code
    self.limits = limits
    self.sandbox = sandbox
  }

  init(
    _ testCase: TestCase, settings: LabSettings, configuration: SolverConfiguration,
    code: SealedFile, limits: ProblemLimits, sandbox: Sandbox
  ) throws(PackageError) {
    let input = try testCase.input()
    let answer = try testCase.answer()
    let scenario: Scenario
    do throws(InvalidScenario) {
      scenario = try Scenario(json: input)
    } catch {
      throw PackageError(file: testCase.inputPath, cause: error.description)
    }
    let expected: JSONValue
    do throws(JSONParser.Failure) {
      expected = try JSONParser.parse(answer)
    } catch {
      throw PackageError(file: testCase.answerPath, cause: error.description)
    }
    self.init(
      scenario, expected: expected, settings: settings, configuration: configuration, code: code,
      limits: limits, sandbox: sandbox)
  }

  /// The nominal run, then the campaign up to the first failure, which is shrunk to its cause unless
  /// nobody `explains` it.
  func judge(
    advice: AdviceRequest, explains: Bool = true
  ) async throws(SandboxError) -> Conclusion {
    var conclusion = try await run(Plan(), advice: advice)
    let nominal = conclusion.run.record
    guard conclusion.verdict == .accepted else { return conclusion }
    let plans = Campaign.plans(
      for: scenario.campaign, after: nominal, cancelsAfter: cancelsAfter)
    for plan in plans {
      let next = try await run(plan)
      conclusion.runs += 1
      conclusion.cpuTime = max(conclusion.cpuTime, next.cpuTime)
      conclusion.peakMemory = max(conclusion.peakMemory, next.peakMemory)
      guard next.verdict != .accepted else { continue }
      guard explains else { return next }
      return try await explained(next, nominal: nominal, runs: conclusion.runs)
    }
    return conclusion
  }

  /// One plan, as a replay asks for.
  func run(_ plan: Plan, advice: AdviceRequest = []) async throws(SandboxError) -> Conclusion {
    var (run, execution) = try await sandbox.run(
      code, in: scenario, expected: expected, plan: plan, entry: entry, advice: advice,
      limits: RerunRule.limits(beside: sandbox.slots > 1, for: limits))
    if RerunRule.isDoubtful(execution, limits: limits) {
      (run, execution) = try await sandbox.run(
        code, in: scenario, expected: expected, plan: plan, entry: entry, advice: advice,
        limits: RerunRule.limits(beside: false, for: limits), alone: true)
    }
    return Conclusion(
      verdict: VerdictRule.verdict(of: run, execution: execution, limits: limits), run: run,
      execution: execution, cpuTime: execution.cpuTime, peakMemory: execution.peakMemory, runs: 1)
  }

  private func explained(
    _ failed: Conclusion, nominal: WorldRecord, runs: Int
  ) async throws(SandboxError) -> Conclusion {
    var failed = failed
    failed.runs = runs
    failed.cause = Campaign.cause(failed.run.plan, in: failed.run.record)
    let deviations = Campaign.deviations(of: failed.run.record, from: nominal)
    guard failed.run.plan.schedule != .nominal, !deviations.isEmpty else { return failed }
    var smallest: Conclusion?
    let kept = try await Campaign.shrink(deviations) { (plan) throws(SandboxError) in
      let tried = try await run(plan)
      guard tried.verdict != .accepted else { return false }
      smallest = tried
      return true
    }
    guard kept != nil, var smallest else { return failed }
    smallest.cpuTime = max(failed.cpuTime, smallest.cpuTime)
    smallest.peakMemory = max(failed.peakMemory, smallest.peakMemory)
    smallest.runs = runs
    smallest.cause = Campaign.cause(smallest.run.plan, in: smallest.run.record)
    return smallest
  }
}
