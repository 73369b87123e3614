import Dispatch
import Glibc
import Posix
import Synchronization

/// Somebody that a run talks to while it runs: the world of the lab.
package protocol ConversationPeer: Sendable {
  /// Talks until the other end closes. Blocks a thread of its own, never the cooperative pool.
  func talk(over socket: Int32)
}

/// One run's socket to its peer, and the peer's thread.
final class Conversation: Sendable {
  private let own: FileDescriptor
  private let remote: Mutex<Int32>
  private let ended = DispatchSemaphore(value: 0)

  init(with peer: any ConversationPeer, number: Int) throws(Slot.Failure) {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw .own(.system(.start, "make a pair of sockets for a run", code: errno))
    }
    remote = Mutex(ends[1])
    own = FileDescriptor(owning: ends[0])
    let socket = ends[0]
    let thread = DispatchQueue(label: "world \(number)")
    thread.async { @Sendable [ended] in
      peer.talk(over: socket)
      // The run may go on, but nobody listens any more.
      shutdown(socket, Int32(SHUT_RDWR))
      ended.signal()
    }
  }

  /// The end for the run; the caller closes it when the run has it. Once.
  func takeRemoteEnd() -> Int32 {
    remote.withLock { end in
      defer { end = -1 }
      return end
    }
  }

  /// Returns when the peer has seen the end, whatever still holds the other one: what is there to
  /// read is read, then comes the end.
  func wait() {
    let left = takeRemoteEnd()
    if left >= 0 { close(left) }
    shutdown(own.rawValue, Int32(SHUT_RDWR))
    ended.wait()
  }
}
