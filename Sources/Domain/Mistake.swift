/// The five common mistakes of the guide.
package enum Mistake: String, Sendable, Hashable, Codable, CaseIterable {
  case edgeCases = "ignoring_edge_cases"
  case wrongApproach = "choosing_the_wrong_approach"
  case prematureOptimization = "premature_optimization"
  case thinTesting = "not_testing_thoroughly"
  case memorizing = "memorizing"

  /// What to do about it.
  package var advice: String {
    switch self {
    case .edgeCases:
      "Look at the edges of the statement again: nothing, one, equal ones, failures, limits."
    case .wrongApproach:
      "The approach cannot be fast or cheap enough: ask what has to wait for what, and let "
        + "everything else run at the same time."
    case .prematureOptimization:
      "Something meant to help (batches, one lock around all, a cache) holds it back: take it "
        + "away, then measure."
    case .thinTesting:
      "It works when all goes as usual. Try it when answers come in another order, when one "
        + "fails, and when it is cancelled in the middle."
    case .memorizing:
      "It looks like a pattern used where it does not fit: say in your own words what each line "
        + "is for."
    }
  }

  /// What asyncio says to a pattern that was copied to where it cannot work: `lru_cache` on a
  /// coroutine, `asyncio.run` inside one, `await` of what is no awaitable.
  private static let misplacedPatterns = [
    "cannot reuse already awaited coroutine", "cannot be called from a running event loop",
    "can't be used in 'await' expression", "attached to a different loop",
  ]

  /// What a failure points to; nil when it says nothing. `detail` is its text, `family` the name of
  /// the group or case.
  package static func pointed(
    at reason: Reason, detail: String, isNominal: Bool, peakConcurrency: Int, family: String
  ) -> Mistake? {
    guard isNominal else { return .thinTesting }
    if reason == .exception, misplacedPatterns.contains(where: { detail.contains($0) }) {
      return .memorizing
    }
    switch reason {
    case .tooSlow: return peakConcurrency <= 2 ? .wrongApproach : .prematureOptimization
    case .blockedLoop, .tooManyRequests, .concurrencyExceeded, .memoryExceeded,
      .virtualTimeExceeded:
      return .wrongApproach
    case .wrongAnswer, .exception, .deadlock, .leak, .orphans, .killed, .wrongState:
      return isEdge(family) ? .edgeCases : nil
    default: return nil
    }
  }

  /// Whether a group or case is about the edges of its problem, by its name.
  package static func isEdge(_ family: String) -> Bool {
    ["edge", "boundary", "duplicate", "fault", "fail"].contains { family.contains($0) }
  }
}
