import CPosix
import Glibc
import Posix

/// A listening TCP socket.
final class Listener: Sendable {
  enum Accepted {
    case connection(Int32, peer: String)
    /// Nobody waits.
    case none
    /// The process or the machine is out of descriptors or memory.
    case exhausted
  }

  let address: BoundAddress
  private let socket: FileDescriptor

  var descriptor: Int32 { socket.rawValue }

  init(host: String, port: UInt16, backlog: Int32) throws(ServerError) {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &found) == 0, let info = unsafe found
    else {
      throw ServerError(
        "\(host) is not a numeric address; use 0.0.0.0 for all of this machine, or 127.0.0.1 for "
          + "this machine only.")
    }
    defer { unsafe freeaddrinfo(found) }
    let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let family = unsafe info.pointee.ai_family
    let opened = Glibc.socket(family, flags, 0)
    guard opened >= 0 else { throw ServerError(SystemError("make a socket")) }
    let owner = FileDescriptor(owning: opened)
    // A restarted server can listen at once; a second one still cannot take the port.
    Self.enable(SO_REUSEADDR, level: SOL_SOCKET, of: opened)
    if family == AF_INET6 { Self.enable(IPV6_V6ONLY, level: Int32(IPPROTO_IPV6), of: opened) }
    guard unsafe bind(opened, info.pointee.ai_addr, info.pointee.ai_addrlen) == 0 else {
      let error = SystemError("listen on \(host) port \(port)")
      throw ServerError(
        "the server cannot start: \(error)"
          + (error.code == EADDRINUSE
            ? ". Stop what uses the port, or choose another with --port." : ""))
    }
    guard listen(opened, backlog) == 0 else {
      throw ServerError(SystemError("listen on \(host) port \(port)"))
    }
    var name = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    _ = unsafe withUnsafeMutablePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(opened, $0, &size)
      }
    }
    let bound = Self.numeric(&name, size)
    address = BoundAddress(host: bound.host, port: UInt16(bound.port) ?? port)
    socket = owner
  }

  func accept() -> Accepted {
    while true {
      let accepted = cposix_accept4(
        socket.rawValue, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
      let code = errno
      if accepted >= 0 {
        // An answer is written in one piece; waiting for more to send would only delay it.
        Self.enable(TCP_NODELAY, level: Int32(IPPROTO_TCP), of: accepted)
        var name = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        _ = unsafe withUnsafeMutablePointer(to: &name) { pointer in
          unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe getpeername(accepted, $0, &size)
          }
        }
        return .connection(accepted, peer: Self.numeric(&name, size).host)
      }
      switch code {
      case EINTR, ECONNABORTED: continue
      case EAGAIN: return .none
      default: return .exhausted
      }
    }
  }

  private static func enable(_ option: Int32, level: Int32, of socket: Int32) {
    var on: Int32 = 1
    unsafe setsockopt(socket, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  private static func numeric(
    _ name: inout sockaddr_storage, _ size: socklen_t
  ) -> (host: String, port: String) {
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    let status = unsafe withUnsafePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getnameinfo(
          $0, size, &host, socklen_t(host.count), &port, socklen_t(port.count),
          NI_NUMERICHOST | NI_NUMERICSERV)
      }
    }
    guard status == 0 else { return ("unknown", "") }
    return (text(host), text(port))
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
