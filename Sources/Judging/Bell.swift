import Synchronization

/// Wakes sleepers when something has happened since they last looked, so that nobody polls.
package final class Bell: Sendable {
  private struct State {
    var generation = 0
    var nextSleeper = 0
    var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  /// Take it before looking, then `wait(after:)` it: a ring in between is not missed.
  package var generation: Int { state.withLock { $0.generation } }

  package func ring() {
    let woken = state.withLock { state in
      state.generation += 1
      defer { state.sleepers = [:] }
      return Array(state.sleepers.values)
    }
    for sleeper in woken { sleeper.resume() }
  }

  /// Returns when the bell has rung after `generation`, or when the task is cancelled.
  package func wait(after generation: Int) async {
    let number = state.withLock { state in
      state.nextSleeper += 1
      return state.nextSleeper
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDue = state.withLock { state in
          guard state.generation == generation, !Task.isCancelled else { return true }
          state.sleepers[number] = continuation
          return false
        }
        if isDue { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: number) }?.resume()
    }
  }
}
