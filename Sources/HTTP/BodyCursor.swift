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

/// A body that is sent from where it lies, and how far that has come.
struct BodyCursor {
  private enum Source {
    case file(FileBody)
    case bytes([UInt8])
  }

  private let source: Source
  private var offset: off_t
  private(set) var left: Int

  init(_ file: FileBody) {
    source = .file(file)
    offset = off_t(file.offset)
    left = file.count
  }

  init(_ bytes: [UInt8]) {
    source = .bytes(bytes)
    offset = 0
    left = bytes.count
  }

  /// Sends until the end, until the socket takes no more, or for a while: others wait too.
  mutating func send(to socket: Int32) -> ByteBuffer.Sent {
    var share = 1 << 20
    while left > 0 {
      guard share > 0 else { return .paused }
      let sent = sendSome(min(left, share), to: socket)
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

  private mutating func sendSome(_ count: Int, to socket: Int32) -> Int {
    switch source {
    case .file(let body): return unsafe sendfile(socket, body.file.rawValue, &offset, count)
    case .bytes(let bytes):
      let sent = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.send(socket, bytes.baseAddress! + Int(offset), count, Int32(MSG_NOSIGNAL))
      }
      offset += off_t(max(0, sent))
      return sent
    }
  }
}
