import Domain
import Packages
import Sandboxing
import Testing

@testable import Judging

/// The runtimes table, and submissions that end in ways of their language.
@Suite(.timeLimit(.minutes(5))) struct RuntimeTests {
  @Test func `the ids and the source files are all different`() {
    #expect(Set(Runtime.all.map(\.id)).count == Runtime.all.count)
    let files = Runtime.all.compactMap(\.compiler?.sourceFile)
    #expect(Set(files).count == files.count)
  }

  @Test func `only the warm interpreter takes entry points`() {
    #expect(Runtime.all.filter(\.takesEntryPoint).map(\.id) == ["python3"])
  }

  @Test func `a runtime is there when its probe has told its version`() async throws {
    let table = try await SharedSandbox.runtimes()
    #expect(table.rows.map(\.runtime.id) == Runtime.all.map(\.id))
    for row in table.rows {
      guard case .available(let version) = row.state else { continue }
      #expect(version.contains(/^\d+\.\d+/), "\(row.runtime.id) says \(version)")
    }
    #expect(table["python3"] != nil)
    #expect(table["cobol"] == nil)
  }

  @Test func `a compiler that is missing or broken disables its runtime and nothing else`()
    async throws
  {
    func runtime(_ id: String, _ command: [String]) -> Runtime {
      Runtime(
        id: id, name: id,
        compiler: CompileCommand(sourceFile: "solver.txt", command: command),
        probe: "", debianPackage: "the \(id) package")
    }
    let runtimes =
      [
        runtime("missing", ["/usr/bin/no-such-compiler"]), runtime("failing", ["/usr/bin/false"]),
        runtime("idle", ["/usr/bin/true"]),
        runtime("crashing", ["/usr/bin/cp", "/usr/bin/false", "program"]),
      ] + Runtime.all.prefix(1)
    let table = await RuntimeTable.probe(try await SharedSandbox.sandbox(), runtimes: runtimes)
    #expect(table.available.map(\.id) == ["python3"])
    guard case .unavailable(let reason) = table.rows[0].state else { return }
    #expect(
      reason == "/usr/bin/no-such-compiler is not there; install the missing package")
  }

  @Test(arguments: [
    ("#include <stdlib.h>\nint main(void) { abort(); }", Execution.Ending.signalled(6)),
    ("#include <assert.h>\nint main(void) { assert(0); }", .signalled(6)),
    ("int main(void) { *(volatile int *)8 = 1; }", .signalled(11)),
    ("int main(void) { return 42; }", .exited(code: 42)),
  ])
  func `a crash of a compiled program is RTE with its signal or exit code`(
    source: String, ending: Execution.Ending
  ) async throws {
    let judgement = try await judge("c", source)
    #expect(judgement.verdict == .runTimeError)
    #expect(judgement.runs.first?.ending == ending)
  }

  @Test func `an error of the compiler is CE with its message`() async throws {
    let judgement = try await judge("cpp", "int main() { return x; }")
    #expect(judgement.verdict == .compileError)
    #expect(judgement.message?.contains("solver.cpp:1:21: error: ") == true)
    #expect(judgement.runs == [])
  }

  @Test func `a runtime that has gone since the submission is the judge's error`() async throws {
    await #expect(throws: JudgeError.self) { try await judge("cobol", "") }
  }

  private func judge(_ runtime: String, _ source: String) async throws -> Judgement {
    let package = try #require(
      ExampleSubmissionTests.catalog.problems.first { $0.problem.runtimes?.contains("c") == true })
    if Runtime.all.contains(where: { $0.id == runtime }) {
      try #require(
        try await SharedSandbox.runtimes()[runtime] != nil,
        "\(runtime) is missing; `asyncjudge doctor` says why")
    }
    return try await SharedSandbox.judge().judge(
      SolverConfiguration(runtime: runtime, source: source), against: package)
  }
}
