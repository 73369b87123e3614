import Dispatch
import Domain
import Lab
import Packages
import Synchronization
import Testing

@testable import Judging

/// The same submission gives the same trace, however busy the machine is: every accepted submission
/// of every asynchronous problem, every case, nominal and under another schedule.
@Suite(.timeLimit(.minutes(60))) struct DeterminismTests {
  struct Solution: Sendable, CustomTestStringConvertible {
    var package: ProblemPackage
    var example: ExampleSubmission
    var testDescription: String { "\(package.problem.id)/\(example.name)" }
  }

  static let solutions = ExampleSubmissionTests.catalog.problems
    .filter { $0.lab != nil }
    .flatMap { package in
      package.examples.filter { $0.expectation.permitted == [.accepted] }
        .map { Solution(package: package, example: $0) }
    }

  /// `ASYNCJUDGE_TEST_REPEATS=20` is the full measure.
  static let repeats = effort("REPEATS", default: 4)

  @Test func `there is something to repeat`() { #expect(!Self.solutions.isEmpty) }

  @Test(arguments: solutions, [0, 3])
  func `equal runs have equal traces`(solution: Solution, busyThreads: Int) async throws {
    let burners = Burners(busyThreads)
    defer { burners.stop() }
    #expect(try await differences(of: solution) == [])
  }

  /// Where the traces of equal runs differ.
  private func differences(of solution: Solution) async throws -> [String] {
    let package = solution.package
    let source = String(decoding: try solution.example.source(), as: UTF8.self)
    let settings = try #require(package.lab)
    var differences: [String] = []
    for testCase in package.groups.flatMap(\.cases) {
      let labCase = try await LabCase(
        testCase, entry: solution.example.entry ?? settings.entry, source: source,
        limits: package.problem.limits)
      for plan in [Plan(), Plan(schedule: .bimodal(seed: 1))] {
        let hashes = try await withThrowingTaskGroup(of: UInt64.self) { tasks in
          for _ in 0..<Self.repeats {
            tasks.addTask { try await labCase.run(plan).run.hash }
          }
          return try await tasks.reduce(into: Set()) { $0.insert($1) }
        }
        if hashes.count > 1 { differences.append("\(testCase.name) \(plan): \(hashes.count)") }
      }
    }
    return differences
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
