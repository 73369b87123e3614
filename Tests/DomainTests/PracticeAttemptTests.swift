import Domain
import Testing

@Suite struct PracticeAttemptTests {
  /// The runs of a rejected submission, and what they point to.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var runs: [PracticeRun]
    var mistakes: Set<Mistake>

    init(_ description: String, _ runs: [PracticeRun], _ mistakes: Set<Mistake>) {
      testDescription = description
      self.runs = runs
      self.mistakes = mistakes
    }
  }

  private static let sample = PracticeRun.plain("sample/1", .accepted)
  private static let edge = PracticeRun.plain("secret/2-edges/1", .wrongAnswer)
  private static let slow = PracticeRun.plain("secret/3/1", .timeLimitExceeded)
  private static let wrong = PracticeRun.plain("secret/3/1", .wrongAnswer)

  static let cases: [Case] = [
    Case("the lab says one", [.lab("secret/1", .wrongApproach)], [.wrongApproach]),
    Case(
      "the lab says two", [.lab("secret/1", .thinTesting), .lab("secret/2", .edgeCases)],
      [.thinTesting, .edgeCases]),
    Case("the lab says nothing", [sample, .lab("secret/2-edges/1", nil)], []),
    Case("a sample fails", [.plain("sample/1", .wrongAnswer), wrong], [.thinTesting]),
    Case("only edges fail", [sample, edge], [.edgeCases]),
    Case("only time fails", [sample, slow], [.wrongApproach]),
    Case(
      "only memory fails", [sample, .plain("secret/3", .memoryLimitExceeded)], [.wrongApproach]),
    Case("edges and more fail", [sample, edge, wrong], []),
    Case("everything fails, edges too", [edge], []),
    Case("everything is slow", [.plain("sample/1", .timeLimitExceeded), slow], []),
    Case("the judge fails", [sample, .plain("secret/2-edges/1", .judgeError)], []),
    Case("there are no runs", [], []),
  ]

  @Test(arguments: cases)
  func `failures point to mistakes`(given: Case) {
    let attempt = PracticeAttempt.made(.one, .wrongAnswer, runs: given.runs)
    #expect(attempt.pointers == given.mistakes)
  }

  @Test(arguments: [Verdict?.none, .accepted, .compileError, .judgeError])
  func `what was not rejected points to nothing`(verdict: Verdict?) {
    let runs = [PracticeRun.lab("secret/1", .wrongApproach)]
    #expect(PracticeAttempt.made(.one, verdict, runs: runs).pointers == [])
  }

  @Test func `a feedback policy limits what there is to learn`() {
    let attempt = PracticeAttempt.made(
      .one, .wrongAnswer,
      runs: [.lab("sample/1", .thinTesting), .lab("secret/1", .edgeCases)])
    #expect(attempt.limited(to: .all) == attempt)
    for detail in [FeedbackDetail.firstFailure, .verdictAndSamples] {
      #expect(attempt.limited(to: detail).pointers == [.thinTesting])
      #expect(attempt.limited(to: detail).result == attempt.result)
    }
    #expect(attempt.limited(to: .samples) == .made(.one))
  }
}
