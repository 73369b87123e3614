import Foundation
import Lab
import Packages
import Sandboxing
import Testing

@testable import Judging

/// The versions of Python that the lab promises the same for, as far as this machine has them.
@Suite(.serialized, .timeLimit(.minutes(20))) struct InterpreterTests {
  struct Interpreter: Sendable, CustomTestStringConvertible {
    var version: String
    var path: String
    var testDescription: String { path }
  }

  static let versions = ["3.11", "3.12", "3.13"]

  /// `python3.12` of the system, and all 3.12 that pyenv has.
  static let found: [Interpreter] = versions.flatMap { version in
    let home = ProcessInfo.processInfo.environment["HOME"] ?? "/root"
    let pyenv = ProcessInfo.processInfo.environment["PYENV_ROOT"] ?? home + "/.pyenv"
    let managed = (try? FileManager.default.contentsOfDirectory(atPath: pyenv + "/versions")) ?? []
    let paths =
      ["/usr/local/bin/python\(version)", "/usr/bin/python\(version)"]
      + managed.filter { $0.hasPrefix(version + ".") }.sorted()
      .map { "\(pyenv)/versions/\($0)/bin/python\(version)" }
    return paths.filter(FileManager.default.isExecutableFile).map {
      Interpreter(version: version, path: $0)
    }
  }

  @Test func `some of them are here`() {
    for version in Self.versions where !Self.found.contains(where: { $0.version == version }) {
      print("not tried: Python \(version), which is not installed here")
    }
    #expect(!Self.found.isEmpty)
  }

  /// Of every asynchronous problem the first accepted submission, in every case.
  @Test(arguments: found)
  func `gives the traces that the system's interpreter gives`(interpreter: Interpreter) async throws
  {
    let other = try await Sandbox.start(
      SandboxConfiguration(slots: 2, python: interpreter.path))
    #expect(try await version(of: other).hasPrefix(interpreter.version + "."))
    var differing: [String] = []
    var count = 0
    for solution in DeterminismTests.references {
      let tests = solution.package.groups.flatMap(\.cases)
      let ours = try await hashes(of: solution, tests, in: nil)
      let theirs = try await hashes(of: solution, tests, in: other)
      count += tests.count
      for (index, test) in tests.enumerated() where ours[index] != theirs[index] {
        differing.append("\(solution.testDescription) \(test.name)")
      }
    }
    print("\(interpreter.path): \(differing.count) of \(count) traces differ")
    #expect(differing == [])
    await other.stop()
  }

  private func version(of sandbox: Sandbox) async throws -> String {
    let python = Runtime.all.filter { $0.id == "python3" }
    let table = await RuntimeTable.probe(sandbox, runtimes: python)
    guard case .available(let version) = table.rows[0].state else { return "none" }
    return version
  }

  private func hashes(
    of solution: DeterminismTests.Solution, _ tests: [TestCase], in sandbox: Sandbox?
  ) async throws -> [UInt64] {
    let settings = try #require(solution.package.lab)
    let cases = try await LabCase.cases(
      tests, entry: settings.entry, solution.example.configuration(in: solution.package),
      limits: solution.package.problem.limits, in: sandbox)
    return try await withThrowingTaskGroup(of: (Int, UInt64).self) { tasks in
      for (index, labCase) in cases.enumerated() {
        tasks.addTask {
          let conclusion = try await labCase.run(Plan())
          #expect(conclusion.verdict == .accepted)
          return (index, conclusion.run.hash)
        }
      }
      return try await tasks.reduce(into: Array(repeating: 0, count: cases.count)) {
        $0[$1.0] = $1.1
      }
    }
  }
}
