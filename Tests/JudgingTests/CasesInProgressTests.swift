import Domain
import Packages
import Synchronization
import Testing

@testable import Judging

@Suite struct CasesInProgressTests {
  private let heard = Heard()

  private func cases(_ count: Int) -> CasesInProgress {
    CasesInProgress(of: .example(groups: [.example("secret", cases: count)])) { [heard] run in
      heard.ordinals.withLock { $0.append(run.ordinal) }
    }
  }

  @Test func `each case is begun once, in order, and heard of as it ends`() throws {
    let cases = cases(3)
    let begun = [cases.next(), cases.next(), cases.next(), cases.next()].compactMap { $0 }
    #expect(begun.map(\.testCase) == [0, 1, 2])
    #expect(!cases.record(.success(.example(2, .accepted)), for: begun[1]))
    #expect(!cases.record(.success(.example(3, .accepted)), for: begun[2]))
    #expect(cases.record(.success(.example(1, .accepted)), for: begun[0]))
    let (progress, runs) = try cases.outcome.get()
    #expect(progress.conclusion().verdict == .accepted)
    #expect(runs.count == 3)
    #expect(heard.ordinals.withLock { $0 } == [2, 3, 1])
  }

  @Test func `what ends after the conclusion does not count`() throws {
    let cases = cases(3)
    let begun = [cases.next(), cases.next()].compactMap { $0 }
    #expect(cases.record(.success(.example(1, .wrongAnswer)), for: begun[0]))
    #expect(cases.next() == nil)
    #expect(cases.record(.failure(.cancelled), for: begun[1]))
    let (progress, runs) = try cases.outcome.get()
    #expect(progress.conclusion().verdict == .wrongAnswer)
    #expect(runs.count == 1)
    #expect(heard.ordinals.withLock { $0 } == [1])
  }

  @Test func `a failure of the judge's own is the end`() throws {
    let cases = cases(3)
    let first = try #require(cases.next())
    #expect(cases.record(.failure(.unavailableRuntime("c")), for: first))
    #expect(cases.next() == nil)
    #expect(throws: JudgeError.self) { try cases.outcome.get() }
  }

  private final class Heard: Sendable {
    let ordinals = Mutex<[Int]>([])
  }
}

extension Run {
  fileprivate static func example(_ ordinal: Int, _ verdict: Verdict) -> Run {
    Run(
      ordinal: ordinal, testCase: "secret/\(ordinal)", group: "secret", isSample: false,
      verdict: verdict, cpuTime: .zero, wallTime: .zero, peakMemory: .bytes(0),
      memorySource: .cgroup, ending: .exited(code: 0), feedback: nil)
  }
}
