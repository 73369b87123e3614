import CPosix
import Dispatch
import Glibc

/// Calls a handler for each SIGTERM and SIGINT instead of ending the process. One per process.
package final class SignalWatch: Sendable {
  private let queue = DispatchQueue(label: "posix.signals")
  // Dispatch sources are thread-safe; the type is only not marked so on Linux.
  nonisolated(unsafe) private let source: any DispatchSourceRead

  /// `handler` gets the signal's number and how many came before it.
  package init(_ handler: @escaping @Sendable (_ signal: Int32, _ before: Int) -> Void)
    throws(SystemError)
  {
    var descriptor: Int32 = -1
    for number in [SIGTERM, SIGINT] {
      descriptor = cposix_watch_signal(number)
      guard descriptor >= 0 else { throw SystemError("watch signal \(number)") }
    }
    let pipe = descriptor
    unsafe source = DispatchSource.makeReadSource(fileDescriptor: pipe, queue: queue)
    nonisolated(unsafe) var count = 0  // Touched on the serial queue only.
    unsafe source.setEventHandler { @Sendable in
      var number: UInt8 = 0
      while unsafe read(pipe, &number, 1) == 1 {
        handler(Int32(number), unsafe count)
        unsafe count += 1
      }
    }
    unsafe source.activate()
  }
}
