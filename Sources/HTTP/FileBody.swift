import Glibc
import Posix

/// A part of an open file as a body: the kernel sends it, and its bytes never pass through here.
package final class FileBody: Sendable {
  let file: FileDescriptor
  let offset: Int
  let count: Int

  /// The file must have `count` bytes from `offset` on, and keep them.
  package init(_ file: consuming FileDescriptor, offset: Int = 0, count: Int) {
    self.file = file
    self.offset = offset
    self.count = count
  }
}

/// How far a file has been sent.
struct FileCursor {
  private let body: FileBody
  private var offset: off_t
  private(set) var left: Int

  init(_ body: FileBody) {
    self.body = body
    offset = off_t(body.offset)
    left = body.count
  }

  /// Sends until the end, until the socket takes no more, or for a while: others wait too.
  mutating func send(to socket: Int32) -> ByteBuffer.Sent {
    var share = 1 << 20
    while left > 0 {
      guard share > 0 else { return .wouldBlock }
      let sent = unsafe sendfile(socket, body.file.rawValue, &offset, min(left, share))
      let code = errno
      if sent > 0 {
        left -= sent
        share -= sent
      } else if sent == 0 {
        // The file has become shorter than its length that we told.
        return .broken
      } else if code != EINTR {
        return code == EAGAIN ? .wouldBlock : .broken
      }
    }
    return .all
  }
}
