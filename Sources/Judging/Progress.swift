import Domain
import Packages

/// How far the judging of a submission is, and what it concludes: a pure state machine. Test cases
/// may finish in any order; the conclusion depends only on the verdicts in case order.
///
/// A group that is all or nothing stops at its first failing case. A pass-fail problem stops at
/// its first failing group; a scoring problem goes on, except into groups that require a failed
/// one.
package struct Progress: Sendable {
  /// A test case by its place in the package.
  package struct CaseIndex: Sendable, Hashable {
    package var group: Int
    package var testCase: Int
  }

  private let groups: [TestGroup]
  private let isScoring: Bool
  private let maxScore: Double
  private var verdicts: [[Verdict?]]
  private var started: [[Bool]]

  package init(_ package: ProblemPackage) {
    groups = package.groups
    isScoring = package.isScoring
    maxScore = package.problem.maxScore
    verdicts = package.groups.map { Array(repeating: nil, count: $0.cases.count) }
    started = package.groups.map { Array(repeating: false, count: $0.cases.count) }
  }

  /// The next case worth starting, in case order; it counts as started from now on. Cases of a group
  /// that may yet turn out not to count are started too: an idle slot helps nobody. nil when none is
  /// left to start.
  package mutating func start() -> CaseIndex? {
    let needed = neededGroups()
    for group in groups.indices where needed[group] != false {
      for testCase in groups[group].cases.indices {
        if stopsAtFirstFailure(group), let verdict = verdicts[group][testCase],
          verdict != .accepted
        {
          break
        }
        if !started[group][testCase] {
          started[group][testCase] = true
          return CaseIndex(group: group, testCase: testCase)
        }
      }
    }
    return nil
  }

  package mutating func record(_ verdict: Verdict, for index: CaseIndex) {
    verdicts[index.group][index.testCase] = verdict
  }

  /// Whether the conclusion can no longer change. Cases that are still running are then moot.
  package var isComplete: Bool {
    zip(groups.indices, neededGroups()).allSatisfy { group, needed in
      switch needed {
      case nil: false
      case .some(false): true
      case .some(true): counted(group).allSatisfy { verdicts[group][$0] != nil }
      }
    }
  }

  /// The cases that the conclusion rests on, in case order; call when complete.
  package var countedCases: [CaseIndex] {
    zip(groups.indices, neededGroups()).flatMap { group, needed in
      (needed == true ? counted(group) : 0..<0).map { CaseIndex(group: group, testCase: $0) }
    }
  }

  /// The conclusion; call when complete.
  package func conclusion() -> (verdict: Verdict, score: Double, groups: [GroupResult]) {
    precondition(isComplete, "a judgement is concluded only when every case that counts has run")
    let results = zip(groups.indices, neededGroups()).map { group, needed in
      needed == true
        ? result(of: group)
        : GroupResult(
          name: groups[group].name, verdict: nil, score: 0, maxScore: groups[group].maxScore)
    }
    let verdict = results.lazy.compactMap(\.verdict).first { $0 != .accepted } ?? .accepted
    guard isScoring else {
      return (verdict, verdict == .accepted ? maxScore : 0, results)
    }
    return (verdict, min(maxScore, results.reduce(0) { $0 + $1.score }), results)
  }

  private func result(of group: Int) -> GroupResult {
    let verdict = firstFailure(group) ?? .accepted
    let earned: Double =
      switch groups[group].aggregation {
      case .sum:
        groups[group].maxScore * Double(verdicts[group].count { $0 == .accepted })
          / Double(max(1, groups[group].cases.count))
      case .passFail, .min: verdict == .accepted ? groups[group].maxScore : 0
      }
    return GroupResult(
      name: groups[group].name, verdict: verdict, score: groups[group].isSample ? 0 : earned,
      maxScore: groups[group].maxScore)
  }

  /// The first failing verdict in case order; call when every case before it is known.
  private func firstFailure(_ group: Int) -> Verdict? {
    verdicts[group].lazy.compactMap { $0 }.first { $0 != .accepted }
  }

  private func stopsAtFirstFailure(_ group: Int) -> Bool {
    // Samples are for learning: all of them are run and shown.
    !groups[group].isSample && groups[group].aggregation != .sum
  }

  /// The cases of a group that its result depends on: up to its first failure if it stops there.
  private func counted(_ group: Int) -> Range<Int> {
    let all = groups[group].cases.indices
    guard stopsAtFirstFailure(group) else { return all }
    for testCase in all {
      guard let verdict = verdicts[group][testCase] else { break }
      if verdict != .accepted { return 0..<(testCase + 1) }
    }
    return all
  }

  /// For each group whether it is to be run; nil while that depends on cases that are still running.
  private func neededGroups() -> [Bool?] {
    var needed: [Bool?] = []
    var passed: [Bool?] = []
    for group in groups.indices {
      let required = groups[..<group].indices.filter {
        !isScoring || groups[group].requires.contains(groups[$0].name)
      }
      if required.contains(where: { passed[$0] == false }) {
        needed.append(false)
        passed.append(false)
        continue
      }
      needed.append(required.allSatisfy { passed[$0] == true } ? true : nil)
      if firstFailure(group) != nil {
        passed.append(false)
      } else {
        let isOpen = needed[group] == nil || verdicts[group].contains { $0 == nil }
        passed.append(isOpen ? nil : true)
      }
    }
    return needed
  }
}
