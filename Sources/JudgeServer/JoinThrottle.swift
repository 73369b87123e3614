import Domain
import Synchronization

/// Counts wrong join codes, so that nobody finds a classroom by trying: with 2^50 codes, and ten
/// tries an account in a quarter of an hour, a century finds nothing.
final class JoinThrottle: Sendable {
  private struct Window {
    var startedAt: Timestamp
    var failures = 0
  }

  private let windows = Mutex<[String: Window]>([:])

  /// How long `who` still has to wait; nil: may try.
  func wait(_ who: String, now: Timestamp) -> Duration? {
    windows.withLock { windows in
      guard let window = windows[who], window.failures >= ServerLimits.wrongCodes else {
        return nil
      }
      let wait = window.startedAt + ServerLimits.wrongCodeWindow - now
      return wait > .zero ? wait : nil
    }
  }

  func failed(_ who: String, now: Timestamp) {
    windows.withLock { windows in
      if windows.count >= ServerLimits.wrongCodeWindows {
        windows = windows.filter { $0.value.startedAt + ServerLimits.wrongCodeWindow > now }
        // Somebody fills the table on purpose: rather forget than grow.
        if windows.count >= ServerLimits.wrongCodeWindows { windows = [:] }
      }
      var window = windows[who] ?? Window(startedAt: now)
      if window.startedAt + ServerLimits.wrongCodeWindow <= now { window = Window(startedAt: now) }
      window.failures += 1
      windows[who] = window
    }
  }
}
