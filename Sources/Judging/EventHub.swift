import Domain
import Synchronization

/// Hands events to whoever listens, without ever waiting for a listener.
package final class EventHub: Sendable {
  private struct State {
    var isClosed = false
    var nextListener = 0
    var listeners: [Int: Listener] = [:]
  }

  private struct Listener {
    /// nil listens to everything.
    var submission: SubmissionID?
    var continuation: AsyncStream<Event>.Continuation
  }

  private let state = Mutex(State())

  package init() {}

  /// The events of a submission, or all of them, from now on. A listener that falls more than
  /// `JudgingLimits.bufferedEvents` behind loses the oldest. Ends when the hub closes.
  package func events(of submission: SubmissionID? = nil) -> AsyncStream<Event> {
    let policy = AsyncStream<Event>.Continuation.BufferingPolicy.bufferingNewest(
      JudgingLimits.bufferedEvents)
    return AsyncStream(bufferingPolicy: policy) { continuation in
      let number: Int? = state.withLock { state in
        guard !state.isClosed else { return nil }
        state.nextListener += 1
        state.listeners[state.nextListener] = Listener(
          submission: submission, continuation: continuation)
        return state.nextListener
      }
      guard let number else { return continuation.finish() }
      continuation.onTermination = { [weak self] _ in
        self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
      }
    }
  }

  package func publish(_ event: Event) {
    let interested = state.withLock { state in
      state.listeners.values.filter { $0.submission == nil || $0.submission == event.submission }
    }
    for listener in interested { listener.continuation.yield(event) }
  }

  /// Ends every stream, and those asked for later at once.
  package func close() {
    let listeners = state.withLock { state in
      state.isClosed = true
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.continuation.finish() }
  }
}
