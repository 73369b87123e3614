import Domain
import Foundation
import Glibc
import Judging
import Packages
import Sandboxing
import TestAttacks
import Testing

/// Programs that mean harm, as submissions: what the whole judge says about them. What they leave
/// behind is for `SandboxingTests.AttackTests` to see, one program at a time; here they run side by
/// side, as a class would send them.
@Suite(.timeLimit(.minutes(10)), .enabled(if: geteuid() == 0, "a jail takes root"))
struct AttackVerdictTests {
  @Test(arguments: Battlefield.allCases)
  func `each gets its verdict, and the honest one among them is accepted`(
    field: Battlefield
  ) async throws {
    let attacks = try Attack.readAll().filter { !$0.isCommand }
    #expect(attacks.count >= 85)
    let sandbox = try await Sandbox.start(field.configuration(slots: SandboxConfiguration.cores))
    let judge = Judge(
      sandbox: sandbox, runtimes: await RuntimeTable.probe(sandbox),
      now: { Timestamp(microseconds: 0) })
    let files = try TestFiles(input: "21\n", answer: "101 45 signal\n")
    var counts: [Verdict: Int] = [:]
    await withTaskGroup(of: Verdict?.self) { tasks in
      var waiting = attacks[...]
      func startNext() {
        guard let attack = waiting.popFirst() else { return }
        tasks.addTask { await Self.verdict(of: attack, by: judge, in: sandbox, files) }
      }
      for _ in 0..<sandbox.slots * 2 { startNext() }
      for await verdict in tasks {
        if let verdict { counts[verdict, default: 0] += 1 }
        startNext()
      }
    }
    #expect(counts[.accepted] == 1)
    await sandbox.stop()
    let tally = counts.map { "\($0.value) \($0.key.rawValue)" }.sorted().joined(separator: ", ")
    print("tier \(sandbox.report.tier.rawValue): \(attacks.count) hostile submissions: \(tally)")
  }

  private static func verdict(
    of attack: Attack, by judge: Judge, in sandbox: Sandbox, _ files: TestFiles
  ) async -> Verdict? {
    do {
      let judgement = try await judge.judge(
        SolverConfiguration(runtime: "python3", source: attack.source),
        against: files.package(writesFiles: attack.scratch != nil))
      let expected = attack.verdicts(in: sandbox.report.tier)
      #expect(
        expected.contains(judgement.verdict),
        "\(attack): \(judgement.verdict.rawValue), not \(expected.map(\.rawValue))")
      return judgement.verdict
    } catch {
      Issue.record("\(attack): \(error)")
      return nil
    }
  }
}

/// The one case of a problem, in files, as packages have them.
private final class TestFiles: Sendable {
  private let directory: URL

  init(input: String, answer: String) throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent(
      "asyncjudge-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for (name, text) in [("1.in", input), ("1.ans", answer)] {
      try text.write(
        to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  func package(writesFiles: Bool) -> ProblemPackage {
    let testCase = TestCase(
      name: "secret/1", inputPath: directory.path + "/1.in",
      answerPath: directory.path + "/1.ans", checker: CheckerOptions())
    return ProblemPackage(
      problem: Problem(
        id: ProblemID("target")!, set: .hard, name: "Target", statement: "",
        limits: ProblemLimits(
          cpuTime: .milliseconds(500), wallTime: .seconds(3), memory: .mebibytes(128),
          output: .mebibytes(1), code: .kibibytes(64)),
        samples: [], runtimes: nil, keywords: [], maxScore: 1),
      directory: directory.path,
      groups: [
        TestGroup(
          name: "secret", isSample: false, cases: [testCase], maxScore: 1,
          aggregation: .passFail, requires: [])
      ], examples: [], isScoring: false, allowsFileWriting: writesFiles)
  }
}
