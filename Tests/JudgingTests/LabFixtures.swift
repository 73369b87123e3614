import Domain
import Glibc
import Lab
import Sandboxing

@testable import Judging
@testable import Packages

extension LabCase {
  /// A solution from a file in this directory against `scenario`.json, with the answer in
  /// `scenario`.ans; both define `solve`.
  static func example(
    _ scenario: String, solution: String, limits: ProblemLimits = .example
  ) async throws -> LabCase {
    let directory = repository + "/Tests/JudgingTests/"
    let bytes = try Files.read(directory + solution, limit: PackageLimits.testFile)
    return try await LabCase.cases(
      [
        TestCase(
          name: scenario, inputPath: "\(directory)\(scenario).json",
          answerPath: "\(directory)\(scenario).ans", checker: CheckerOptions())
      ], entry: "solve",
      SolverConfiguration(runtime: "python3", source: String(decoding: bytes, as: UTF8.self)),
      limits: limits)[0]
  }

  /// One solution, compiled once, against these; in the sandbox that tests share without another.
  static func cases(
    _ testCases: [TestCase], entry: String, _ configuration: SolverConfiguration,
    limits: ProblemLimits, in other: Sandbox? = nil
  ) async throws -> [LabCase] {
    let sandbox = if let other { other } else { try await SharedSandbox.sandbox() }
    guard case .code(let code) = try await sandbox.compile(Array(configuration.source.utf8)) else {
      throw SourceError()
    }
    return try testCases.map {
      try LabCase(
        $0, settings: LabSettings(entry: entry),
        configuration: configuration, code: code, limits: limits, sandbox: sandbox)
    }
  }

  private struct SourceError: Error {}
}

extension ProblemLimits {
  static let example = ProblemLimits(
    cpuTime: .seconds(5), wallTime: .seconds(20), memory: .mebibytes(256), output: .mebibytes(1),
    code: .kibibytes(64))
}

/// How much of a long test to do: `ASYNCJUDGE_TEST_<name>`, or what keeps the suite short.
func effort(_ name: String, default count: Int) -> Int {
  unsafe getenv("ASYNCJUDGE_TEST_" + name).flatMap { unsafe Int(String(cString: $0)) } ?? count
}
