import Domain
import Lab
import Testing

@testable import Judging

/// The classic bugs of asyncio programs, each with a repaired version: the campaign finds the one
/// and never accuses the other.
@Suite(.timeLimit(.minutes(30))) struct ClassicBugTests {
  struct Bug: Sendable, CustomTestStringConvertible {
    /// Which kind of run shows it.
    enum Place: String, Sendable { case nominal, fixed, fault, cancel, gc }

    var name: String
    var place: Place
    var reasons: Set<Reason>
    var testDescription: String { name }

    func labCase(_ version: String) async throws -> LabCase {
      try await .example("ClassicBugs/\(name)", solution: "ClassicBugs/\(name)-\(version).py")
    }
  }

  static let bugs = [
    Bug(name: "lost-update", place: .fixed, reasons: [.wrongState]),
    Bug(name: "cache-stampede", place: .fixed, reasons: [.tooManyRequests]),
    Bug(name: "paced-by-sleep", place: .fixed, reasons: [.concurrencyExceeded]),
    Bug(name: "semaphore-not-released", place: .fault, reasons: [.deadlock]),
    Bug(name: "gather-orphans", place: .fault, reasons: [.orphans]),
    Bug(name: "lock-order", place: .fixed, reasons: [.deadlock]),
    Bug(name: "queue-join", place: .fault, reasons: [.deadlock]),
    Bug(name: "lost-sentinel", place: .fixed, reasons: [.deadlock]),
    Bug(name: "forgotten-await", place: .nominal, reasons: [.wrongState]),
    Bug(name: "collected-task", place: .gc, reasons: [.wrongState]),
    Bug(name: "completion-order", place: .fixed, reasons: [.wrongAnswer]),
    Bug(name: "stale-response", place: .fixed, reasons: [.wrongAnswer]),
    Bug(name: "swallowed-cancellation", place: .cancel, reasons: [.cancelIgnored]),
    Bug(name: "leaked-lease", place: .cancel, reasons: [.leak, .orphans]),
    Bug(name: "unshielded-release", place: .cancel, reasons: [.leak]),
  ]

  @Test(arguments: bugs) func `is found`(bug: Bug) async throws {
    let conclusion = try await bug.labCase("bug").judge(advice: [])
    let reason = try #require(conclusion.run.failure?.reason)
    #expect(bug.reasons.contains(reason))
    #expect(conclusion.verdict == reason.verdict)
    let plan = conclusion.run.plan.description
    #expect(plan.hasPrefix(bug.place.rawValue))
    #expect((conclusion.cause == nil) == (bug.place == .nominal))
    // The plan is all that it takes to see it again.
    let again = try await bug.labCase("bug").run(#require(Plan(plan)), advice: .tasks)
    #expect(again.run.failure == conclusion.run.failure)
    #expect(again.run.hash == conclusion.run.hash)
  }

  @Test(arguments: bugs) func `passes once it is repaired`(bug: Bug) async throws {
    let conclusion = try await bug.labCase("fixed").judge(advice: [])
    #expect(conclusion.verdict == .accepted)
    #expect(conclusion.run.failure == nil)
    #expect(conclusion.cause == nil)
    #expect(conclusion.runs > 20)
  }

  /// `ASYNCJUDGE_TEST_SCHEDULES=1334` makes it 20,010 runs.
  @Test func `no schedule accuses a repaired program`() async throws {
    let schedules = effort("SCHEDULES", default: 20)
    let accused = try await withThrowingTaskGroup(of: [String].self) { tasks in
      for bug in Self.bugs {
        tasks.addTask {
          let labCase = try await bug.labCase("fixed")
          let requests = try await labCase.run(Plan()).run.record.requests
          var accused: [String] = []
          for number in 0..<schedules {
            let seed = 1000 + number
            let schedule: Schedule =
              switch number % 4 {
              case 0: .bimodal(seed: seed)
              case 1: .priorities(seed: seed, depth: 3, length: requests)
              case 2: .wide(seed: seed)
              default: .jitter(seed: seed)
              }
            let plan = Plan(schedule: schedule)
            let conclusion = try await labCase.run(plan)
            if conclusion.verdict == .accepted { continue }
            accused.append("\(bug.name) \(plan): \(conclusion.verdict.rawValue)")
          }
          return accused
        }
      }
      return try await tasks.reduce(into: []) { $0 += $1 }
    }
    print("\(accused.count) false alarms in \(schedules * Self.bugs.count) runs")
    #expect(accused == [])
  }
}
