import Domain
import Foundation
import Packages
import Sandboxing
import Testing

@testable import Judging

@Suite(.timeLimit(.minutes(2))) struct RerunRuleTests {
  private let limits = ProblemLimits(
    cpuTime: .seconds(2), memory: .mebibytes(64), output: .mebibytes(1), code: .kibibytes(64))

  private func isDoubtful(
    _ milliseconds: Int, exceeded: Execution.Limit? = nil, contended: Bool = true
  ) -> Bool {
    RerunRule.isDoubtful(
      Execution(
        ending: .exited(code: 0), exceeded: exceeded, cpuTime: .milliseconds(milliseconds),
        wallTime: .seconds(3), peakMemory: .bytes(0), memorySource: .cgroup,
        contended: contended),
      limits: limits)
  }

  @Test(arguments: [(2000, false), (2001, true), (2499, true), (2500, false), (9000, false)])
  func `CPU time is in doubt when it is less than a quarter over the limit`(
    milliseconds: Int, expected: Bool
  ) {
    #expect(isDoubtful(milliseconds) == expected)
    #expect(!isDoubtful(milliseconds, contended: false))
  }

  @Test func `a run that was ended at the very limit is in doubt, one that went on is not`() {
    #expect(isDoubtful(1999, exceeded: .cpuTime))
    #expect(!isDoubtful(2501, exceeded: .cpuTime))
  }

  @Test func `out of wall time is in doubt unless the program was idle`() {
    #expect(isDoubtful(1500, exceeded: .wallTime))
    #expect(!isDoubtful(100, exceeded: .wallTime))
    #expect(!isDoubtful(1500, exceeded: .wallTime, contended: false))
  }

  @Test(arguments: [Execution.Limit.memory, .systemCalls])
  func `what outranks time is never in doubt`(limit: Execution.Limit) {
    #expect(!isDoubtful(2100, exceeded: limit))
  }

  @Test func `output within the time is not in doubt`() {
    #expect(!isDoubtful(1500, exceeded: .output))
    #expect(isDoubtful(2100, exceeded: .output))
  }

  @Test func `a run beside others may use more than it is judged by`() {
    #expect(RerunRule.limits(beside: true, for: limits).cpuTime == .milliseconds(2500))
    #expect(RerunRule.limits(beside: false, for: limits).cpuTime == .seconds(2))
  }

  /// Alone a run is ended at the limit: a figure above it would be the first run's.
  @Test func `the facts of the run alone take the place of the first`() async throws {
    let directory = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try "\n".write(toFile: directory + "/empty", atomically: true, encoding: .utf8)
    let cases = (1...4).map {
      TestCase(
        name: "secret/\($0)", inputPath: directory + "/empty", answerPath: directory + "/empty",
        checker: CheckerOptions())
    }
    var package = ProblemPackage.example(groups: [.example("secret", cases: 1)])
    package.groups[0].cases = cases
    package.problem.limits.cpuTime = .milliseconds(800)
    let judge = try await SharedSandbox.judge()
    let judgement = try await judge.judge(
      SolverConfiguration(
        runtime: "python3", source: "import time\nwhile time.process_time() < 0.9: pass"),
      against: package)
    #expect(judgement.verdict == .timeLimitExceeded)
    let run = try #require(judgement.runs.first)
    #expect(run.cpuTime >= .milliseconds(800))
    #expect(run.cpuTime < .milliseconds(900))
  }
}
