import Domain
import Synchronization

/// Hands events to whoever listens, without ever waiting for a listener, and keeps the last ones for
/// those who come back.
package final class EventHub: Sendable {
  private struct State {
    var isClosed = false
    var nextListener = 0
    var listeners: [Int: Listener] = [:]
    var followers: [Int: Follower] = [:]
    var lastID: Int64
    /// Ids without a gap; the last is `lastID`.
    var kept: [NumberedEvent] = []
  }

  private struct Listener {
    /// nil listens to everything.
    var submission: SubmissionID?
    var continuation: AsyncStream<Event>.Continuation
  }

  private struct Follower {
    var hear: @Sendable (NumberedEvent) -> Void
    var end: @Sendable () -> Void
  }

  private let state: Mutex<State>

  /// Ids grow from `firstID` on: microseconds since 1970 make them grow over restarts as well.
  package init(firstID: Int64 = 1) { state = Mutex(State(lastID: firstID - 1)) }

  // MARK: listening inside the server

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

  // MARK: following from outside

  /// Of the event that was published last.
  package var lastID: Int64 { state.withLock { $0.lastID } }

  /// A follower's place.
  package struct Following: Sendable {
    package var number: Int
    /// Something between `after` and now is no longer known: read the whole state again.
    package var isBehind: Bool
  }

  /// Calls `hear` for each event after the one with the id `after` (nil: from now on), in order, from
  /// whichever thread publishes: it must be quick, and must not call the hub. `end` is called when
  /// the hub closes. nil when it is closed.
  package func follow(
    after: Int64?, hear: @escaping @Sendable (NumberedEvent) -> Void,
    end: @escaping @Sendable () -> Void
  ) -> Following? {
    state.withLock { state in
      guard !state.isClosed else { return nil }
      var isBehind = false
      if let after {
        let known = (state.kept.first?.id ?? state.lastID + 1) - 1...state.lastID
        isBehind = !known.contains(after)
        if !isBehind { for event in state.kept.drop(while: { $0.id <= after }) { hear(event) } }
      }
      state.nextListener += 1
      state.followers[state.nextListener] = Follower(hear: hear, end: end)
      return Following(number: state.nextListener, isBehind: isBehind)
    }
  }

  package func leave(_ following: Following) {
    state.withLock { _ = $0.followers.removeValue(forKey: following.number) }
  }

  // MARK: telling

  /// `subject` when it is about a submission.
  package func publish(_ event: Event, about subject: EventSubject? = nil) {
    let interested = state.withLock { state in
      state.lastID += 1
      let numbered = NumberedEvent(id: state.lastID, event: event, subject: subject)
      state.kept.append(numbered)
      // Now and then many at once: to remove the first of an array moves all the others.
      if state.kept.count >= 2 * JudgingLimits.keptEvents {
        state.kept.removeFirst(state.kept.count - JudgingLimits.keptEvents)
      }
      // Within the lock, so that everybody hears in the same order.
      for follower in state.followers.values { follower.hear(numbered) }
      return state.listeners.values.filter {
        $0.submission == nil || $0.submission == event.submission
      }
    }
    for listener in interested { listener.continuation.yield(event) }
  }

  /// Ends every stream, and those asked for later at once.
  package func close() {
    let (listeners, followers) = state.withLock { state in
      state.isClosed = true
      defer {
        state.listeners = [:]
        state.followers = [:]
      }
      return (Array(state.listeners.values), Array(state.followers.values))
    }
    for listener in listeners { listener.continuation.finish() }
    for follower in followers { follower.end() }
  }
}
