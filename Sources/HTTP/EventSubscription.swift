import Synchronization

/// One server-sent event, already in the bytes that go to the client, so that many clients share
/// them (HTML, section 9.2.6).
package struct StreamEvent: Sendable, Hashable {
  let bytes: [UInt8]

  /// `id` comes back as `Last-Event-ID` when the client connects again; `name` is the type, `message`
  /// when it is nil. Neither may have a line break; one that has is left out. `data` may be anything.
  package init(id: String? = nil, name: String? = nil, data: String) {
    var text = ""
    for (field, value) in [("id", id), ("event", name)] {
      guard let value, !value.utf8.contains(where: { $0 < 32 }) else { continue }
      text += "\(field): \(value)\n"
    }
    for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      text += "data: \(line)\n"
    }
    bytes = Array((text + "\n").utf8)
  }

  /// Tells a client that was too slow that it missed events, and should read the whole state again.
  package static let resync = StreamEvent(name: "resync", data: "{}")
}

/// The events for one client: whoever publishes puts them in and never waits; the connection takes
/// them out as fast as the client reads. What does not fit is replaced by one `resync`.
package final class EventSubscription: Sendable {
  private typealias Reader = CheckedContinuation<[StreamEvent]?, Never>

  private struct State {
    var events: [StreamEvent] = []
    var byteCount = 0
    /// No more events come in.
    var isFinished = false
    var reader: Reader?
    var onEnd: (@Sendable () -> Void)?
  }

  private let limit: Int
  private let state = Mutex(State())

  /// `limit`: bytes of events that may wait.
  package init(limit: Int = HTTPLimits().eventBuffer) { self.limit = limit }

  /// Calls `action`, once, when the client is gone or the stream has ended: time to forget it.
  package func onEnd(_ action: @escaping @Sendable () -> Void) {
    let isOver = state.withLock { state in
      if !state.isFinished { state.onEnd = action }
      return state.isFinished
    }
    if isOver { action() }
  }

  /// False when nobody listens any more. Never waits; costs O(1).
  @discardableResult package func send(_ event: StreamEvent) -> Bool {
    let (isOpen, reader) = state.withLock { state -> (Bool, Reader?) in
      guard !state.isFinished else { return (false, nil) }
      if let reader = state.reader.take() { return (true, reader) }
      state.byteCount += event.bytes.count
      if state.byteCount > limit {
        state.events = [.resync]
        state.byteCount = StreamEvent.resync.bytes.count
      } else {
        state.events.append(event)
      }
      return (true, nil)
    }
    reader?.resume(returning: [event])
    return isOpen
  }

  /// Ends the stream once the client has what waits for it.
  package func finish() { end(keepsWaiting: true) }

  /// Nobody will read.
  func abandon() { end(keepsWaiting: false) }

  private func end(keepsWaiting: Bool) {
    let (reader, onEnd) = state.withLock { state in
      state.isFinished = true
      if !keepsWaiting { state.events = [] }
      return (state.reader.take(), state.onEnd.take())
    }
    reader?.resume(returning: nil)
    onEnd?()
  }

  /// Everything that waits, or else the next event; nil at the end. Stays on the caller's executor,
  /// and so does not ask whether its task is cancelled: the connection abandons what it streams.
  func next() async -> [StreamEvent]? {
    await withCheckedContinuation { reader in
      let events: [StreamEvent]?? = state.withLock { state in
        if !state.events.isEmpty {
          defer {
            state.events = []
            state.byteCount = 0
          }
          return state.events
        }
        if state.isFinished { return .some(nil) }
        state.reader = reader
        return nil
      }
      if let events { reader.resume(returning: events) }
    }
  }
}

extension Response {
  /// A `text/event-stream` of a subscription's events. It ends when the subscription finishes, the
  /// client goes, or the server stops; a comment keeps it alive while nothing happens. A client that
  /// comes back says in `Last-Event-ID` what it had; sending what it missed first is up to the
  /// handler.
  package static func events(_ subscription: EventSubscription) -> Response {
    Response(
      contentType: "text/event-stream",
      fields: [("Cache-Control", "no-store"), ("X-Accel-Buffering", "no")], .events(subscription))
  }
}
