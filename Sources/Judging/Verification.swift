import Domain
import Lab
import Packages
import Sandboxing

/// Whether an example submission got what its place in the package promises.
package struct Verification: Sendable {
  package var example: ExampleSubmission
  package var judgement: Judgement

  /// What is wrong, for the author of the package; empty when all is as expected.
  package var problems: [String] {
    let verdicts = Set(judgement.runs.map(\.verdict)).union([judgement.verdict])
    var problems: [String] = []
    let unexpected = verdicts.subtracting([.accepted]).subtracting(example.expectation.permitted)
    for verdict in unexpected.sorted(by: { $0.rawValue < $1.rawValue }) {
      let place = judgement.runs.first { $0.verdict == verdict }
      problems.append(
        "got \(verdict.rawValue)\(place.map { " in \($0.testCase)" } ?? "")"
          + (place?.lab?.reason.map { " (\($0.rawValue))" } ?? "")
          + (place?.lab?.cause.map { ": \($0)" } ?? ""))
    }
    let required = example.expectation.required
    if !required.isEmpty, required.isDisjoint(with: verdicts) {
      let wanted = required.map(\.rawValue).sorted().joined(separator: " or ")
      problems.append("no case tells it apart: it should get \(wanted)")
    }
    return problems
  }
}

extension ExampleSubmission {
  /// What a student would have sent.
  func configuration(in package: ProblemPackage) throws(PackageError) -> SolverConfiguration {
    let text = try source()
    var configuration = SolverConfiguration(
      runtime: runtime, source: String(decoding: text, as: UTF8.self), entry: entry)
    if isParameters {
      configuration.source = package.solver?.source ?? ""
      do throws(JSONParser.Failure) {
        configuration.parameters = try JSONParser.parse(text).object ?? [:]
      } catch {
        throw PackageError(file: path, cause: "is no JSON: \(error)")
      }
    }
    return configuration
  }
}

extension Judge {
  /// Judges an example submission of a package by the package's own tests.
  package func verify(
    _ example: ExampleSubmission, of package: ProblemPackage
  ) async throws -> Verification {
    let judgement = try await judge(example.configuration(in: package), against: package)
    return Verification(example: example, judgement: judgement)
  }

  /// The makespan of a solution in each case that measures against its reference, by case.
  package func makespans(
    of source: String, in package: ProblemPackage
  ) async throws -> [String: Int] {
    try await sandbox.onRunThreads { try await self.measuredMakespans(of: source, in: package) }
  }

  private func measuredMakespans(
    of source: String, in package: ProblemPackage
  ) async throws -> [String: Int] {
    guard let settings = package.lab else { return [:] }
    let configuration = SolverConfiguration(
      runtime: "python3", source: source, entry: nil, parameters: [:])
    guard case .code(let code) = try await sandbox.compile(Array(source.utf8)) else { return [:] }
    var makespans: [String: Int] = [:]
    for testCase in package.groups.flatMap(\.cases) {
      let labCase = try LabCase(
        testCase, settings: settings, configuration: configuration, code: code,
        limits: package.problem.limits, sandbox: sandbox)
      guard labCase.scenario.budgets.reference != nil else { continue }
      makespans[testCase.name] =
        try await labCase.run(.init()).run.record.makespan
    }
    return makespans
  }

  /// One plan of one case, again: the same to the bit. Nil for what is no asynchronous problem, has
  /// no such case, or does not compile.
  package func replay(
    _ plan: String, of testCase: String, in package: ProblemPackage,
    _ configuration: SolverConfiguration
  ) async throws -> Run? {
    try await sandbox.onRunThreads {
      try await self.replayed(plan, of: testCase, in: package, configuration)
    }
  }

  private func replayed(
    _ plan: String, of testCase: String, in package: ProblemPackage,
    _ configuration: SolverConfiguration
  ) async throws -> Run? {
    for group in package.groups {
      guard let found = group.cases.first(where: { $0.name == testCase }) else { continue }
      guard let settings = package.lab,
        case .code(let code) = try await sandbox.compile(Array(configuration.source.utf8))
      else { return nil }
      return try await run(
        found, of: group, ordinal: 1, code: code, settings: settings,
        configuration: configuration, limits: package.problem.limits, replaying: plan)
    }
    return nil
  }
}
