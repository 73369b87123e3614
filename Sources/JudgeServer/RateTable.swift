import Domain
import Synchronization

/// How often something may happen: `burst` times at once, and then as often as time gives back.
package struct RateLimit: Sendable, Hashable {
  package var burst: Int
  package var perMinute: Int

  package init(burst: Int, perMinute: Int) {
    precondition(burst >= 1 && perMinute >= 1, "a limit of nothing is a switch")
    self.burst = burst
    self.perMinute = perMinute
  }

  /// Microseconds until one is given back.
  var interval: Int64 { 60_000_000 / Int64(perMinute) }
}

/// An allowance for each key, in bounded memory.
///
/// A key costs one number: when its allowance will be whole again (GCRA). A key whose time has come
/// is as good as one that never was, and may be forgotten.
final class RateTable: Sendable {
  private struct State {
    var wholeAt: [String: Int64] = [:]
    /// Of all keys that the table has no room for.
    var others: Int64 = 0
    var purgedAt: Int64 = .min
  }

  private let limit: RateLimit
  private let capacity: Int
  private let state = Mutex(State())

  init(_ limit: RateLimit, capacity: Int = ServerLimits.rateKeys) {
    self.limit = limit
    self.capacity = capacity
  }

  var count: Int { state.withLock { $0.wholeAt.count } }

  /// Takes one of the allowance of `key`; when there is none left, how long until there is.
  func take(_ key: String, now: Timestamp) -> Duration? {
    let now = now.microseconds
    return state.withLock { state in
      let isKnown = hasRoom(for: key, now: now, &state)
      let stored = isKnown ? state.wholeAt[key] ?? 0 : state.others
      // A clock that was set back must not lock anybody out for hours.
      let wholeAt = min(max(stored, now), now + Int64(limit.burst) * limit.interval)
      let wait = wholeAt + limit.interval - now - Int64(limit.burst) * limit.interval
      guard wait <= 0 else { return .microseconds(wait) }
      if isKnown {
        state.wholeAt[key] = wholeAt + limit.interval
      } else {
        state.others = wholeAt + limit.interval
      }
      return nil
    }
  }

  /// What was taken did not count.
  func giveBack(_ key: String) {
    state.withLock { state in
      if let wholeAt = state.wholeAt[key] {
        state.wholeAt[key] = wholeAt - limit.interval
      } else {
        state.others -= limit.interval
      }
    }
  }

  private func hasRoom(for key: String, now: Int64, _ state: inout State) -> Bool {
    if state.wholeAt.count < capacity || state.wholeAt[key] != nil { return true }
    // Not at every request: it looks at all of them.
    if state.purgedAt < now - 1_000_000 || state.purgedAt > now {
      state.purgedAt = now
      state.wholeAt = state.wholeAt.filter { $0.value > now }
    }
    return state.wholeAt.count < capacity
  }
}
