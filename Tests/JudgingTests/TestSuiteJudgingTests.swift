import Domain
import Packages
import Testing

@testable import Judging

/// Students' tests of a shipped problem, with the real judge.
@Suite(.timeLimit(.minutes(5))) struct TestSuiteJudgingTests {
  private static let package = ExampleSubmissionTests.catalog[ProblemID("batch-lookup")!]

  private func judge(
    _ tests: [StudentTest], within limit: Duration = JudgingLimits.testSuite
  ) async throws -> TestSuiteJudgement {
    try await SharedSandbox.judge().judge(
      tests, of: try #require(Self.package), within: limit)
  }

  @Test func `one happy case catches few wrong solutions`() async throws {
    let judgement = try await judge(StudentSuites.happy)
    #expect(judgement.ending == .judged)
    #expect(judgement.results.map(\.isValid) == [true])
    let wrong = try #require(Self.package).examples.count { !$0.name.hasPrefix("accepted/") }
    #expect(judgement.wrong == wrong)
    #expect(judgement.isThin)
    #expect(judgement.caught * 4 <= judgement.wrong, "\(judgement)")
  }

  @Test func `a thorough suite catches most, the same ones every time`() async throws {
    let judgement = try await judge(StudentSuites.thorough)
    #expect(judgement.results.map(\.message) == StudentSuites.thorough.map { _ in nil })
    #expect(judgement.caught * 10 >= judgement.wrong * 9, "\(judgement)")
    #expect(!judgement.isThin)
    #expect(judgement.results.reduce(0) { $0 + $1.firstCaught } == judgement.caught)
    #expect(try await judge(StudentSuites.thorough) == judgement)
  }

  @Test(arguments: StudentSuites.others.keys.sorted())
  func `other problems' tests catch most, too`(problem: String) async throws {
    let suite = try #require(StudentSuites.others[problem])
    let package = try #require(ExampleSubmissionTests.catalog[ProblemID(problem)!])
    let judge = try await SharedSandbox.judge()
    let rules = try #require(try package.scenarioRules())
    for test in suite { _ = try rules.scenario(test.scenario) }
    let judgement = try await judge.judge(suite, of: package)
    #expect(judgement.ending == .judged)
    #expect(judgement.results.map(\.message) == suite.map { _ in nil })
    #expect(judgement.wrong > 7)
    #expect(judgement.caught * 10 >= judgement.wrong * 9, "\(judgement)")
    let happy = try await judge.judge(Array(suite.prefix(1)), of: package)
    #expect(happy.isThin, "\(happy)")
  }

  @Test func `what the reference does not pass is not valid, catches nothing, and says why`()
    async throws
  {
    let judgement = try await judge(StudentSuites.invalid)
    #expect(
      judgement.results.map(\.reason) == [nil, .wrongAnswer, .tooSlow, .tooManyRequests])
    #expect(judgement.results.map(\.isValid) == [true, false, false, false])
    #expect(judgement.results.dropFirst().allSatisfy { $0.firstCaught == 0 })
    #expect(
      judgement.results[2].message
        == "A right solution needs more time than the budget allows: makespan_us allows 60000.")
    let happy = try await judge(StudentSuites.happy)
    #expect(judgement.caught == happy.caught)
  }

  @Test func `a scenario that the problem has no room for any more is not valid`() async throws {
    let test = StudentTest(name: "other", scenario: .object(["services": .null]), answer: .null)
    let judgement = try await judge([test])
    #expect(judgement.results.map(\.isValid) == [false])
    #expect((judgement.caught, judgement.score) == (0, 0))
  }

  @Test func `a suite that takes too long has no score`() async throws {
    let judgement = try await judge(StudentSuites.thorough, within: .zero)
    #expect(judgement == TestSuiteJudgement(ending: .tooLong))
    #expect(judgement.score == nil)
  }
}
