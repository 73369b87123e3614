import Domain
import Testing

@testable import Judging

@Suite struct VerdictRuleTests {
  private let limits = ProblemLimits(
    cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(1), code: .kibibytes(64))

  private func verdict(
    _ ending: Execution.Ending = .exited(code: 0), exceeded: Execution.Limit? = nil,
    cpuTime: Duration = .milliseconds(500), check: CheckOutcome = .accepted
  ) -> Verdict {
    VerdictRule.verdict(
      of: Execution(
        ending: ending, exceeded: exceeded, cpuTime: cpuTime, wallTime: .seconds(1),
        peakMemory: .bytes(0), memorySource: .cgroup),
      limits: limits, check: check)
  }

  @Test func `a program that ends well is as good as its output`() {
    #expect(verdict() == .accepted)
    #expect(verdict(check: .rejected("no")) == .wrongAnswer)
  }

  @Test func `a crash outranks its output`() {
    #expect(verdict(.exited(code: 1)) == .runTimeError)
    #expect(verdict(.signalled(11), check: .rejected("no")) == .runTimeError)
  }

  @Test(arguments: [
    (Execution.Limit.systemCalls, Verdict.securityViolation), (.memory, .memoryLimitExceeded),
    (.cpuTime, .timeLimitExceeded), (.output, .outputLimitExceeded),
  ])
  func `a broken limit outranks how the program ended`(limit: Execution.Limit, expected: Verdict) {
    #expect(verdict(.signalled(9), exceeded: limit) == expected)
    #expect(verdict(.exited(code: 0), exceeded: limit) == expected)
  }

  @Test func `CPU time over the limit counts also when nobody stopped the program`() {
    #expect(verdict(cpuTime: .milliseconds(1001)) == .timeLimitExceeded)
    #expect(verdict(cpuTime: .milliseconds(1000)) == .accepted)
  }

  @Test func `out of wall time is idle only when there was hardly any CPU time`() {
    #expect(
      verdict(.signalled(9), exceeded: .wallTime, cpuTime: .milliseconds(20)) == .idleLimitExceeded)
    #expect(
      verdict(.signalled(9), exceeded: .wallTime, cpuTime: .milliseconds(900)) == .timeLimitExceeded
    )
  }
}
