import Domain
import Lab
import Packages
import Sandboxing

extension ProblemPackage {
  /// What students' scenarios may look like; nil when the problem is not asynchronous. Reads every
  /// case.
  package func scenarioRules() throws(PackageError) -> ScenarioRules? {
    guard lab != nil else { return nil }
    var scenarios: [Scenario] = []
    for testCase in groups.flatMap(\.cases) {
      let input = try testCase.input()
      do throws(InvalidScenario) {
        scenarios.append(try Scenario(json: input))
      } catch {
        throw PackageError(file: testCase.inputPath, cause: error.description)
      }
    }
    return ScenarioRules(scenarios)
  }

  /// What validates students' tests.
  fileprivate var reference: ExampleSubmission? {
    examples.first { $0.name.hasPrefix("accepted/") && $0.runtime == "python3" }
  }

  /// What students' tests should catch.
  fileprivate var wrongExamples: [ExampleSubmission] {
    examples.filter { example in
      let required = example.expectation.required
      return example.runtime == "python3" && !required.isEmpty && !required.contains(.accepted)
    }
  }
}

extension Judge {
  /// What a suite of tests is worth: the reference has to pass a test for it to count; then every
  /// wrong example meets the valid ones, until one of them catches it. One run at a time: students
  /// who wait for a verdict go first.
  package func judge(
    _ tests: [StudentTest], of package: ProblemPackage,
    within limit: Duration = JudgingLimits.testSuite
  ) async throws(JudgeError) -> TestSuiteJudgement {
    typealias Outcome = Result<TestSuiteJudgement, JudgeError>
    let outcome = await withTaskGroup(of: Outcome?.self) { tasks -> Outcome? in
      tasks.addTask {
        do throws(JudgeError) {
          let worth = try await sandbox.onRunThreads {
            () async throws(JudgeError) -> TestSuiteJudgement in
            try await self.worth(of: tests, in: package)
          }
          return .success(worth)
        } catch {
          return .failure(error)
        }
      }
      tasks.addTask {
        do { try await Task.sleep(for: limit) } catch { return .failure(.cancelled) }
        return nil
      }
      defer { tasks.cancelAll() }
      return await tasks.next() ?? nil
    }
    return try outcome?.get() ?? TestSuiteJudgement(ending: .tooLong)
  }

  private func worth(
    of tests: [StudentTest], in package: ProblemPackage
  ) async throws(JudgeError) -> TestSuiteJudgement {
    do {
      guard let settings = package.lab, let rules = try package.scenarioRules(),
        let example = package.reference
      else {
        return TestSuiteJudgement(
          ending: .judged,
          results: tests.map { _ in
            TestSuiteJudgement.Result(message: "This problem takes no tests any more.")
          })
      }
      let reference = try await Contestant(example, settings, in: package, sandbox)
      var judgement = TestSuiteJudgement(ending: .judged)
      var valid: [(index: Int, scenario: Scenario)] = []
      for (index, test) in tests.enumerated() {
        let scenario: Scenario
        do throws(InvalidScenario) {
          scenario = try rules.scenario(test.scenario)
        } catch {
          // The problem has changed since it was sent.
          judgement.results.append(TestSuiteJudgement.Result(message: error.description))
          continue
        }
        let breach = try await reference.failure(in: scenario, expecting: test.answer)
        if breach == nil { valid.append((index, scenario)) }
        judgement.results.append(
          TestSuiteJudgement.Result(
            reason: breach?.reason, message: breach.map { $0.complaint(scenario) }))
      }
      let wrong = package.wrongExamples
      judgement.wrong = wrong.count
      guard !valid.isEmpty else { return judgement }
      for example in wrong {
        let contestant = try await Contestant(example, settings, in: package, sandbox)
        for (index, scenario) in valid
        where try await contestant.failure(in: scenario, expecting: tests[index].answer) != nil {
          judgement.caught += 1
          judgement.results[index].firstCaught += 1
          break
        }
      }
      return judgement
    } catch {
      throw JudgeError(error)
    }
  }
}

/// An example submission, compiled, that meets students' tests.
private struct Contestant {
  private let configuration: SolverConfiguration
  private let code: SealedFile
  private let settings: LabSettings
  private let limits: ProblemLimits
  private let sandbox: Sandbox

  init(
    _ example: ExampleSubmission, _ settings: LabSettings, in package: ProblemPackage,
    _ sandbox: Sandbox
  ) async throws {
    configuration = try example.configuration(in: package)
    guard case .code(let code) = try await sandbox.compile(Array(configuration.source.utf8)) else {
      throw PackageError(file: example.path, cause: "does not compile")
    }
    self.code = code
    self.settings = settings
    limits = package.problem.limits
    self.sandbox = sandbox
  }

  /// nil: it passes.
  func failure(
    in scenario: Scenario, expecting answer: JSONValue
  ) async throws(SandboxError) -> Breach? {
    let conclusion = try await LabCase(
      scenario, expected: answer, settings: settings, configuration: configuration, code: code,
      limits: limits, sandbox: sandbox
    ).judge(advice: [], explains: false)
    guard conclusion.verdict != .accepted else { return nil }
    return Breach(
      verdict: conclusion.verdict, reason: conclusion.run.failure?.reason,
      plan: conclusion.run.plan)
  }
}

/// What is wrong with a test, as far as the reference shows it.
private struct Breach {
  var verdict: Verdict
  var reason: Reason?
  var plan: Plan

  /// From the test and the kind of failure alone: nothing that the reference wrote, or is.
  func complaint(_ scenario: Scenario) -> String {
    let place = plan.isNominal ? "" : " in one of the campaign's runs"
    switch reason {
    case .wrongAnswer, .wrongState:
      return "A right solution does not give this answer\(place)."
    case .tooSlow:
      let allowed = scenario.budgets.allowedMakespan.map { "makespan_us allows \($0)" }
      return "A right solution needs more time than the budget allows: "
        + (allowed ?? "it replies later than slowest_reply_us or reply_99_us") + "."
    case .blockedLoop: return "A right solution holds the loop for longer than the budget allows."
    case .virtualTimeExceeded:
      return "A right solution is not done within \(scenario.virtualTimeLimit) microseconds."
    case .tooManyRequests:
      return "A right solution sends more requests than the budget allows\(place)."
    case .concurrencyExceeded:
      return "A right solution has more requests in flight than this world allows\(place)."
    case .deadlock: return "A right solution waits for ever in this world\(place)."
    case .exception, .killed, .noAnswer:
      return "A right solution raises an error in this world\(place); does it ask for what is not "
        + "there?"
    case let reason?:
      return "A right solution breaks a rule of this world\(place): \(reason.rawValue)."
    case nil:
      return "A right solution is stopped here, with \(verdict.name); make the test smaller."
    }
  }
}
