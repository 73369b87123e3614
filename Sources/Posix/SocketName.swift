import Glibc

/// The address of a socket's end.
struct SocketName {
  let address: PeerAddress
  let port: UInt16

  /// nil when the socket is gone.
  init?(of socket: Int32) { unsafe self.init { unsafe getsockname(socket, $0, $1) } }

  /// nil when the peer is gone.
  init?(ofPeerOf socket: Int32) { unsafe self.init { unsafe getpeername(socket, $0, $1) } }

  private init?(
    _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let status = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe call($0, &size)
      }
    }
    guard status == 0 else { return nil }
    (address, port) = unsafe withUnsafePointer(to: &storage) { pointer in
      switch Int32(unsafe pointer.pointee.ss_family) {
      case AF_INET:
        unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          unsafe (PeerAddress(v4: $0.pointee.sin_addr), UInt16(bigEndian: $0.pointee.sin_port))
        }
      case AF_INET6:
        unsafe pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
          unsafe (PeerAddress(v6: $0.pointee.sin6_addr), UInt16(bigEndian: $0.pointee.sin6_port))
        }
      default: (.unix, 0)
      }
    }
  }
}
