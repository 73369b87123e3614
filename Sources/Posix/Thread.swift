import CPosix
import Glibc

/// A thread of its own for work that blocks, which must never sit on the cooperative pool.
package enum Thread {
  /// Runs `body` on a new thread; `name`, at most 15 bytes, is what `top -H` and a debugger show.
  /// Returns 0 or an errno: EAGAIN where there are too many threads.
  package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Int32 {
    let body = unsafe Unmanaged.passRetained(Body(name: name, run: body))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        let body = unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
        unsafe cposix_name_thread(body.name)
        body.run()
        return nil
      }, body.toOpaque())
    if code != 0 { unsafe body.release() } else { pthread_detach(thread) }
    return code
  }

  private final class Body: Sendable {
    let name: String
    let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
      self.name = name
      self.run = run
    }
  }
}
