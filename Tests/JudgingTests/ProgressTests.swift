import Domain
import Packages
import Testing

@testable import Judging

@Suite struct ProgressTests {
  /// Verdicts by group and case, as they will come out.
  private typealias Script = [[Verdict]]

  private struct Conclusion: Equatable {
    var verdict: Verdict
    var score: Double
    var groups: [GroupResult]
    var counted: [Progress.CaseIndex]
  }

  /// Runs a package with `width` cases in flight, finishing a random one of them each time.
  private func conclude(
    _ package: ProblemPackage, _ script: Script, width: Int, seed: UInt64
  ) -> (Conclusion, started: Int) {
    var random = SplitMix(state: seed)
    var progress = Progress(package)
    var inFlight: [Progress.CaseIndex] = []
    var started = 0
    func start() {
      guard let index = progress.start() else { return }
      started += 1
      inFlight.append(index)
    }
    for _ in 0..<width { start() }
    while !progress.isComplete {
      let index = inFlight.remove(at: Int.random(in: inFlight.indices, using: &random))
      progress.record(script[index.group][index.testCase], for: index)
      start()
    }
    let (verdict, score, groups) = progress.conclusion()
    return (
      Conclusion(verdict: verdict, score: score, groups: groups, counted: progress.countedCases),
      started
    )
  }

  @Test func `the conclusion does not depend on the order of completion`() {
    var random = SplitMix(state: 7)
    for _ in 0..<300 {
      let isScoring = Bool.random(using: &random)
      let sizes = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        Int.random(in: 1...5, using: &random)
      }
      let aggregations = [TestGroup.Aggregation.passFail, .sum, .min]
      let package = ProblemPackage.example(
        groups: sizes.enumerated().map { number, size in
          .example(
            "g\(number)", cases: size, isSample: number == 0,
            aggregation: aggregations.randomElement(using: &random)!,
            requires: number > 1 && Bool.random(using: &random) ? ["g\(number - 1)"] : [])
        }, isScoring: isScoring)
      let script = sizes.map { size in
        (0..<size).map { _ in
          [Verdict.accepted, .accepted, .accepted, .wrongAnswer, .timeLimitExceeded]
            .randomElement(using: &random)!
        }
      }
      let (alone, _) = conclude(package, script, width: 1, seed: 0)
      for seed in 1...10 as ClosedRange<UInt64> {
        let (together, _) = conclude(package, script, width: 4, seed: seed)
        #expect(together == alone)
      }
    }
  }

  @Test func `a pass-fail problem ends at its first failing case`() {
    let package = ProblemPackage.example(groups: [
      .example("sample", cases: 1, isSample: true), .example("secret", cases: 5),
    ])
    let script: Script = [
      [.accepted], [.accepted, .runTimeError, .wrongAnswer, .accepted, .accepted],
    ]
    let (conclusion, started) = conclude(package, script, width: 1, seed: 0)
    #expect(conclusion.verdict == .runTimeError)
    #expect(conclusion.score == 0)
    #expect(conclusion.counted.count == 3)
    #expect(started == 3)
  }

  @Test func `all samples are run and shown even when one fails`() {
    let package = ProblemPackage.example(groups: [
      .example("sample", cases: 3, isSample: true), .example("secret", cases: 5),
    ])
    let script: Script = [
      [.wrongAnswer, .accepted, .accepted], Array(repeating: .accepted, count: 5),
    ]
    let (conclusion, started) = conclude(package, script, width: 1, seed: 0)
    #expect(conclusion.verdict == .wrongAnswer)
    #expect(conclusion.counted.count == 3)
    #expect(conclusion.groups[1].verdict == nil)
    #expect(started == 3)
  }

  @Test func `a scoring problem gives points per group`() {
    let package = ProblemPackage.example(
      groups: [
        .example("sample", cases: 1, isSample: true),
        .example("secret/1", cases: 2, maxScore: 30),
        .example("secret/2", cases: 2, maxScore: 30),
        .example("secret/3", cases: 4, maxScore: 40, aggregation: .sum),
      ], isScoring: true)
    let script: Script = [
      [.accepted], [.accepted, .accepted], [.wrongAnswer, .accepted],
      [.accepted, .timeLimitExceeded, .accepted, .accepted],
    ]
    let (conclusion, _) = conclude(package, script, width: 2, seed: 3)
    #expect(conclusion.verdict == .wrongAnswer)
    #expect(conclusion.groups.map(\.score) == [0, 30, 0, 30])
    #expect(conclusion.score == 60)
    #expect(conclusion.counted.count == 1 + 2 + 1 + 4)
  }

  @Test func `a group is not run when one that it requires failed`() {
    let package = ProblemPackage.example(
      groups: [
        .example("secret/1", cases: 1, maxScore: 50),
        .example("secret/2", cases: 1, maxScore: 50, requires: ["secret/1"]),
        .example("secret/3", cases: 1, maxScore: 0, requires: ["secret/2"]),
      ], isScoring: true)
    let (conclusion, _) = conclude(
      package, [[.memoryLimitExceeded], [.accepted], [.accepted]], width: 3, seed: 1)
    #expect(conclusion.verdict == .memoryLimitExceeded)
    #expect(conclusion.groups.map(\.verdict) == [.memoryLimitExceeded, nil, nil])
    #expect(conclusion.score == 0)
  }

  @Test func `everything accepted is accepted with the whole score`() {
    let package = ProblemPackage.example(groups: [
      .example("sample", cases: 2, isSample: true), .example("secret", cases: 3),
    ])
    let script: Script = [
      Array(repeating: .accepted, count: 2), Array(repeating: .accepted, count: 3),
    ]
    let (conclusion, _) = conclude(package, script, width: 2, seed: 5)
    #expect(conclusion.verdict == .accepted)
    #expect(conclusion.score == package.problem.maxScore)
  }
}

/// A seeded generator, so that a failure can be run again.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
