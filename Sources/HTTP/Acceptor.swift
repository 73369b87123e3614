import Dispatch
import Posix

/// Hands out the connections of a listener, and stops doing so when it is told. Belongs to the
/// server's queue.
final class Acceptor {
  let listener: Listener
  private let source: any DispatchSourceRead
  private var isPaused = false

  /// `accept` is called, on `queue`, when somebody waits.
  init(_ listener: Listener, queue: DispatchQueue, accept: @escaping @Sendable () -> Void) {
    self.listener = listener
    source = DispatchSource.makeReadSource(fileDescriptor: listener.descriptor, queue: queue)
    // The descriptor must not be closed, and its number given to another, under the source.
    source.setCancelHandler { @Sendable in _ = listener }
    source.setEventHandler(handler: accept)
    source.activate()
  }

  /// New clients wait in the kernel's backlog.
  func pause() {
    guard !isPaused else { return }
    isPaused = true
    source.suspend()
  }

  func resume() {
    guard isPaused else { return }
    isPaused = false
    source.resume()
  }

  /// New clients are refused from now on.
  func cancel() {
    listener.refuse()
    // A source that is suspended would never be let go.
    resume()
    source.cancel()
  }
}
