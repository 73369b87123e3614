import Domain
import Lab
import Testing

@testable import Judging

/// Solutions that attack the judge instead of the problem. Whatever they do to their own process,
/// the verdict comes from what the world saw.
@Suite(.timeLimit(.minutes(5))) struct ForgingTests {
  struct Forgery: Sendable, CustomTestStringConvertible {
    var scenario: String
    var name: String
    var verdict: Verdict
    var reason: Reason?
    var testDescription: String { name }

    init(_ scenario: String, _ name: String, _ verdict: Verdict, _ reason: Reason?) {
      self.name = name
      self.reason = reason
      self.scenario = scenario
      self.verdict = verdict
    }
  }

  static let forgeries = [
    Forgery("lookup", "lookup-one-by-one", .timeLimitExceeded, .tooSlow),
    Forgery("lookup", "gc-objects", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "frame-walk", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "patched-json", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "settrace", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "always-equal", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "always-equal-object", .runTimeError, .exception),
    Forgery("lookup", "answers-at-once", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "two-answers", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "plays-the-world", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "forged-notes", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "reads-the-world", .securityViolation, .noAnswer),
    Forgery("lookup", "loop-time", .timeLimitExceeded, .tooSlow),
    Forgery("lookup", "link-now", .timeLimitExceeded, .tooSlow),
    Forgery("lookup", "turns-time-back", .timeLimitExceeded, .tooSlow),
    Forgery("lookup", "until-in-the-past", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "blocking-calls", .timeLimitExceeded, .blockedLoop),
    Forgery("lookup", "counters-reset", .wrongAnswer, .concurrencyExceeded),
    Forgery("lookup", "cancel-and-keep", .idleLimitExceeded, .deadlock),
    Forgery("lookup", "flood", .wrongAnswer, .concurrencyExceeded),
    Forgery("lookup", "flood-of-nothing", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "wire-by-hand", .wrongAnswer, .wrongAnswer),
    Forgery("lookup", "id-reuse", .securityViolation, .malformedWire),
    Forgery("lookup", "fork", .runTimeError, .exception),
    Forgery("lookup", "malformed", .securityViolation, .malformedWire),
    Forgery("lookup", "not-json", .securityViolation, .malformedWire),
    Forgery("lookup", "two-waits", .securityViolation, .malformedWire),
    Forgery("lookup", "fake-verdict", .securityViolation, .malformedWire),
    Forgery("lookup", "exits-well", .runTimeError, .noAnswer),
    Forgery("lookup", "grandchild", .runTimeError, .exception),
    Forgery("lookup", "world-of-its-own", .runTimeError, .noAnswer),
    Forgery("lookup", "takes-over", .runTimeError, .exception),
    Forgery("lookup", "never-reads", .idleLimitExceeded, .noAnswer),
    Forgery("lookup", "says-cancelled", .runTimeError, .exception),
    Forgery("lookup", "says-killed", .runTimeError, .killed),
    Forgery("lease", "kept-lease", .idleLimitExceeded, .deadlock),
    Forgery("lease", "guessed-lease", .runTimeError, .exception),
    Forgery("lease", "works-after-answer", .wrongAnswer, .wrongState),
    Forgery("echo", "early-data", .securityViolation, .malformedWire),
    Forgery("front", "forged-stamp", .wrongAnswer, .wrongAnswer),
    Forgery("front", "restamped", .wrongAnswer, .wrongAnswer),
    Forgery("front", "stale-stamp", .wrongAnswer, .staleAnswer),
    Forgery("front", "replies-twice", .wrongAnswer, .wrongAnswer),
    Forgery("front", "reply-to-nobody", .wrongAnswer, .wrongAnswer),
  ]

  private func judge(_ scenario: String, _ solution: String) async throws -> LabCase.Conclusion {
    let limits = ProblemLimits(
      cpuTime: .seconds(5), wallTime: .seconds(10), memory: .mebibytes(256), output: .mebibytes(1),
      code: .kibibytes(64))
    return try await LabCase.example(
      "Forgeries/\(scenario)", solution: "Forgeries/\(solution).py", limits: limits
    ).judge(advice: [])
  }

  @Test(arguments: ["lookup", "lease", "front", "echo"])
  func `an honest solution is accepted`(scenario: String) async throws {
    let conclusion = try await judge(scenario, "\(scenario)-honest")
    #expect(conclusion.verdict == .accepted)
    #expect(conclusion.run.failure == nil)
  }

  @Test(arguments: forgeries) func `forges nothing`(forgery: Forgery) async throws {
    let conclusion = try await judge(forgery.scenario, forgery.name)
    #expect(conclusion.verdict == forgery.verdict)
    #expect(conclusion.run.failure?.reason == forgery.reason)
  }
}
