import Domain
import Lab
import Packages
import Sandboxing

/// What is measured beside the verdict: the benchmark that a submission asks for, and how its cost
/// grows.
extension Judge {
  /// Nominal runs of the first sample; nil when none were asked for.
  func benchmark(
    _ program: Program, of configuration: SolverConfiguration, in package: ProblemPackage
  ) async throws(JudgeError) -> BenchmarkResult? {
    guard let iterations = configuration.benchmarkIterations,
      let testCase = package.groups.first(where: \.isSample)?.cases.first
    else { return nil }
    do {
      var virtualTime: Double?
      var cpuTimes: [Double] = []
      for _ in 0..<min(iterations, BenchmarkResult.largestIterations) {
        let cpuTime: Duration
        if let settings = package.lab, case .python(let code, _, _) = program {
          let run = try await LabCase(
            testCase, settings: settings, configuration: configuration, code: code,
            limits: package.problem.limits, sandbox: sandbox
          ).run(Plan())
          virtualTime = Double(run.run.record.makespan)
          cpuTime = run.cpuTime
        } else {
          cpuTime = try await sandbox.execute(
            ExecutionRequest(
              program: program, input: try SealedFile(try testCase.input()),
              limits: ExecutionLimits(package.problem.limits))
          ).cpuTime
        }
        cpuTimes.append(cpuTime / .microseconds(1))
      }
      return BenchmarkResult(virtualTime: virtualTime, cpuTimes: cpuTimes)
    } catch {
      throw JudgeError(error)
    }
  }

  /// Requests, exactly, and operations, as the sandbox counts them, over the package's sizes.
  func complexity(
    _ program: Program, of configuration: SolverConfiguration, in package: ProblemPackage
  ) async throws(JudgeError) -> ComplexityReport? {
    guard let settings = package.lab, case .python(let code, _, _) = program,
      settings.sizes.count > 1
    else { return nil }
    do {
      var requests: [Double] = []
      var counters: [[String: Double]] = []
      for sized in settings.sizes {
        let run = try await LabCase(
          sized.testCase, settings: settings, configuration: configuration, code: code,
          limits: package.problem.limits, sandbox: sandbox
        ).run(Plan(), advice: .counts)
        requests.append(Double(run.run.record.requests))
        let counts = run.run.notes?.object?["counts"]?.object ?? [:]
        counters.append(counts.compactMapValues { $0.integer.map(Double.init) })
      }
      let sizes = settings.sizes.map(\.size)
      return ComplexityReport(growths: [
        ComplexityReport.Growth(measure: "requests", sizes: sizes, values: requests),
        operations(sizes, counters),
      ])
    } catch {
      throw JudgeError(error)
    }
  }

  /// Of the counters the one that grows fastest: what one of them misses another sees.
  private func operations(
    _ sizes: [Int], _ counters: [[String: Double]]
  ) -> ComplexityReport.Growth {
    let names = ["instructions", "comparisons", "hashes", "arithmetic"]
    let growths = names.map { name in
      ComplexityReport.Growth(
        measure: "operations", sizes: sizes, values: counters.map { $0[name] ?? 0 })
    }
    let order = ComplexityClass.allCases.map(\.rawValue)
    return growths.max {
      (order.firstIndex(of: $0.complexity) ?? 0) < (order.firstIndex(of: $1.complexity) ?? 0)
    } ?? growths[0]
  }
}

extension JudgeError {
  /// What a sandbox or a package threw.
  init(_ error: any Error) {
    switch error {
    case let error as SandboxError: self = Task.isCancelled ? .cancelled : .sandbox(error)
    case let error as PackageError: self = .package(error)
    default:
      preconditionFailure("only the sandbox and the package can fail here, not with \(error)")
    }
  }
}
