import Dispatch
import Domain
import Lab
import Packages
import Synchronization
import Testing

@testable import Judging

/// The same submission gives the same trace, however busy the machine is: every accepted submission
/// of every asynchronous problem, every case.
@Suite(.serialized, .timeLimit(.minutes(60))) struct DeterminismTests {
  struct Solution: Sendable, CustomTestStringConvertible {
    var package: ProblemPackage
    var example: ExampleSubmission
    var testDescription: String { "\(package.problem.id)/\(example.name)" }
  }

  /// Runs of each case with the machine to itself, and again as many beside three busy threads:
  /// `ASYNCJUDGE_TEST_REPEATS=20` is the full measure, of all accepted submissions; by default it
  /// is the first of each problem.
  static let repeats = effort("REPEATS", default: 1)

  static let solutions = accepted(ofEach: repeats > 1 ? Int.max : 1)

  /// The first accepted submission of each asynchronous problem.
  static let references = accepted(ofEach: 1)

  private static func accepted(ofEach count: Int) -> [Solution] {
    ExampleSubmissionTests.catalog.problems.filter { $0.lab != nil }.flatMap { package in
      package.examples.filter { $0.expectation.permitted == [.accepted] }
        .prefix(count).map { Solution(package: package, example: $0) }
    }
  }

  @Test func `there is something to repeat`() { #expect(!Self.solutions.isEmpty) }

  @Test(arguments: solutions) func `equal runs have equal traces`(solution: Solution) async throws {
    let package = solution.package
    let settings = try #require(package.lab)
    let tests = package.groups.flatMap(\.cases)
    let cases = try await LabCase.cases(
      tests, entry: settings.entry, solution.example.configuration(in: package),
      limits: package.problem.limits)
    var traces = try await traces(of: cases)
    let burners = Burners(3)
    defer { burners.stop() }
    traces = zip(traces, try await self.traces(of: cases)).map { $0.union($1) }
    let differing = zip(tests, traces).filter { $1.count > 1 }
    print("\(solution.testDescription): \(2 * Self.repeats * cases.count) runs")
    #expect(differing.map { "\($0.name): \($1.count) traces" } == [])
  }

  /// The hashes of each case, over all its runs.
  private func traces(of cases: [LabCase]) async throws -> [Set<UInt64>] {
    try await withThrowingTaskGroup(of: (Int, UInt64).self) { tasks in
      for (index, labCase) in cases.enumerated() {
        for _ in 0..<Self.repeats {
          tasks.addTask { (index, try await labCase.run(Plan()).run.hash) }
        }
      }
      return try await tasks.reduce(into: Array(repeating: [], count: cases.count)) {
        $0[$1.0].insert($1.1)
      }
    }
  }
}

/// Threads that use all the CPU time they get, until they are stopped or five minutes have passed.
private final class Burners: Sendable {
  private let isStopped = Atomic(false)

  init(_ count: Int) {
    let end = ContinuousClock.now + .seconds(300)
    for number in 0..<count {
      DispatchQueue(label: "burner \(number)").async { [self] in
        while !isStopped.load(ordering: .relaxed), ContinuousClock.now < end {}
      }
    }
  }

  func stop() { isStopped.store(true, ordering: .relaxed) }
}
