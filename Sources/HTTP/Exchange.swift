import Glibc
import Posix

/// A request and its answer, as far as a connection has come with them.
struct Exchange {
  var id = RequestID.made(0)
  /// nil while the head is not read, or when it cannot be.
  var request: Request?
  var minorVersion = 1
  var keepsAlive = true
  /// nil until the answer's head is written.
  var status: Status?
  /// Of the body, so far.
  var bytes = 0
  /// In nanoseconds of the monotonic clock; 0 when nobody wants to know.
  var started: UInt64 = 0

  static func now() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// `isWhole`: the answer has come to its end.
  func record(peer: PeerAddress, isWhole: Bool) -> AccessRecord {
    AccessRecord(
      requestID: id.text, peer: request?.peer ?? peer.description, method: request?.method,
      path: request?.path, status: status ?? 499, bytes: bytes,
      duration: .nanoseconds(started == 0 ? 0 : Int64(Self.now() - started)), isWhole: isWhole)
  }
}
