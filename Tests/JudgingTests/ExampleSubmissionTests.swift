import Domain
import Packages
import Sandboxing
import Testing

@testable import Judging

/// Every package carries its own tests: its example submissions, judged by the real judge in the
/// real sandbox, must get the verdicts that they are filed under.
@Suite(.timeLimit(.minutes(10))) struct ExampleSubmissionTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var package: ProblemPackage
    var submission: ExampleSubmission
    var testDescription: String { "\(name)/\(submission.name)" }
  }

  static let catalog = ProblemCatalog.loadWithScenarios(directory: repository + "/Problems")

  static let examples = catalog.problems.flatMap(\.all).flatMap { name, package in
    package.examples.map { Example(name: name, package: package, submission: $0) }
  }

  @Test func `there is a problem in every set`() {
    #expect(Self.catalog.faults == [])
    #expect(Set(Self.catalog.problems.map(\.problem.set)) == Set(ProblemSet.allCases))
  }

  @Test(arguments: examples)
  func `gets the verdict it is filed under`(example: Example) async throws {
    let runtime = example.submission.runtime
    try #require(
      try await SharedSandbox.runtimes()[runtime] != nil,
      "\(runtime) is missing; `asyncjudge doctor` says why")
    let verification = try await SharedSandbox.judge().verify(
      example.submission, of: example.package)
    #expect(verification.problems == [])
    let judgement = verification.judgement
    // What a student is shown of hidden cases never includes what they contain.
    #expect(judgement.runs.allSatisfy { $0.isSample || $0.feedback == nil })
  }
}
