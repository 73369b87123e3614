import Foundation
import Glibc
import Synchronization

/// Many followers of events on one thread, which does nothing but read what comes.
final class EventCrowd: @unchecked Sendable {
  private struct Shared {
    var joining: [@Sendable () throws -> EventFollower] = []
    var isStopping = false
    var following = 0
    var failure: String?
  }

  private let shared = Mutex(Shared())
  private let stopped = DispatchSemaphore(value: 0)
  /// The thread's own until it has stopped.
  nonisolated(unsafe) private var followers: [EventFollower] = []

  func start() {
    let thread = Thread { [self] in
      do { try run() } catch { shared.withLock { $0.failure = "\(error)" } }
      stopped.signal()
    }
    thread.start()
  }

  func join(_ follower: @escaping @Sendable () throws -> EventFollower) {
    shared.withLock { $0.joining.append(follower) }
  }

  /// How many have been answered, and what ended it, if anything.
  var state: (following: Int, failure: String?) {
    shared.withLock { ($0.following, $0.failure) }
  }

  /// Everyone, after the last of them has read what was there.
  func stop() -> [EventFollower] {
    shared.withLock { $0.isStopping = true }
    stopped.wait()
    return unsafe followers
  }

  private func run() throws {
    // Rounds of 10 ms in which nothing came.
    var quiet = 0
    while true {
      let (joining, isStopping) = shared.withLock { shared in
        defer { shared.joining = [] }
        return (shared.joining, shared.isStopping)
      }
      for make in joining { unsafe followers.append(try make()) }
      let open = unsafe followers.filter { !$0.hasEnded }
      var waiting = open.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      let ready = unsafe poll(&waiting, nfds_t(waiting.count), 10)
      quiet = ready == 0 && joining.isEmpty ? quiet + 1 : 0
      if isStopping, quiet >= 100 { break }
      for (follower, entry) in zip(open, waiting) where entry.revents != 0 {
        try follower.read()
        if follower.hasEnded { follower.close() }
      }
      let following = unsafe followers.count(where: \.isFollowing)
      shared.withLock { $0.following = following }
    }
    for follower in unsafe followers where !follower.hasEnded { follower.close() }
  }
}
