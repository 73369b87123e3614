import CPosix
import Glibc

/// A listening socket; it never waits.
package final class Listener: Sendable {
  package enum Accepted {
    case connection(Int32, PeerAddress)
    /// Nobody waits.
    case none
    /// The process or the machine is out of descriptors or memory.
    case exhausted
  }

  package let address: BoundAddress
  private let socket: FileDescriptor
  private let file: SocketFile?

  package var descriptor: Int32 { socket.rawValue }

  /// `backlog`: connections that may wait to be accepted.
  package init(_ address: ListenAddress, backlog: Int32) throws(ListenError) {
    switch address {
    case .network(let host, let port):
      socket = try Self.open(host: host, port: port)
      guard let name = SocketName(of: socket.rawValue) else {
        throw ListenError(SystemError("listen on \(host) port \(port)"))
      }
      self.address = .network(host: name.address.description, port: name.port)
      file = nil
    case .unix(let path, let mode):
      socket = try Self.makeSocket(AF_UNIX)
      file = try SocketFile(binding: socket.rawValue, to: path, mode: mode, backlog: backlog)
      self.address = .unix(path: path)
    }
    guard listen(socket.rawValue, backlog) == 0 else {
      throw ListenError(SystemError("listen on \(self.address)"))
    }
  }

  private static func open(host: String, port: UInt16) throws(ListenError) -> FileDescriptor {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &found) == 0, let info = unsafe found
    else {
      throw ListenError(
        "\(host) is not a numeric address; use 0.0.0.0 for all of this machine, or 127.0.0.1 for "
          + "this machine only.")
    }
    defer { unsafe freeaddrinfo(found) }
    let family = unsafe info.pointee.ai_family
    let owner = try makeSocket(family)
    // A restarted server can listen at once; a second one still cannot take the port.
    enable(SO_REUSEADDR, level: SOL_SOCKET, of: owner.rawValue)
    // Accepted sockets inherit it: an answer is written in one piece, and waiting for more to send
    // would only delay it.
    enable(TCP_NODELAY, level: Int32(IPPROTO_TCP), of: owner.rawValue)
    if family == AF_INET6 {
      enable(IPV6_V6ONLY, level: Int32(IPPROTO_IPV6), of: owner.rawValue)
    }
    guard unsafe bind(owner.rawValue, info.pointee.ai_addr, info.pointee.ai_addrlen) == 0 else {
      let error = SystemError("listen on \(host) port \(port)")
      throw ListenError(
        "the server cannot start: \(error)"
          + (error.code == EADDRINUSE
            ? ". Stop what uses the port, or choose another with --port." : ""))
    }
    return owner
  }

  static func makeSocket(_ family: Int32) throws(ListenError) -> FileDescriptor {
    let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let opened = Glibc.socket(family, flags, 0)
    guard opened >= 0 else { throw ListenError(SystemError("make a socket")) }
    return FileDescriptor(owning: opened)
  }

  package func accept() -> Accepted {
    while true {
      let accepted = cposix_accept4(
        socket.rawValue, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
      let code = errno
      if accepted >= 0 {
        if file != nil { return .connection(accepted, .unix) }
        guard let peer = SocketName(ofPeerOf: accepted)?.address else {
          close(accepted)
          continue
        }
        return .connection(accepted, peer)
      }
      switch code {
      case EINTR, ECONNABORTED: continue
      case EAGAIN: return .none
      default: return .exhausted
      }
    }
  }

  /// From now on clients are refused, before the descriptor itself is closed.
  package func refuse() {
    shutdown(socket.rawValue, Int32(SHUT_RDWR))
    file?.remove()
  }

  private static func enable(_ option: Int32, level: Int32, of socket: Int32) {
    var on: Int32 = 1
    unsafe setsockopt(socket, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }
}
