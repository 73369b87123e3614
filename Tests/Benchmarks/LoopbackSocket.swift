import Glibc

/// A connection to this machine, for load: no owner, no buffering, `close` is the caller's.
struct LoopbackSocket {
  let descriptor: Int32

  init(port: UInt16, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Spawn.Failure(description: "socket: errno \(errno)") }
    if var size = receiveBuffer {
      unsafe setsockopt(
        descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      unsafe setsockopt(
        descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      let code = errno
      Glibc.close(descriptor)
      throw Spawn.Failure(description: "connect: errno \(code)")
    }
  }

  func close() { Glibc.close(descriptor) }

  /// False when the other end is gone, or takes nothing for 5 seconds.
  @discardableResult
  func send(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 {
      unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) == $0.count
    }
  }

  /// What has come; empty at the end, or when nothing comes for 5 seconds.
  func receive(upTo count: Int = 64 << 10) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    let received = unsafe recv(descriptor, &buffer, count, 0)
    return Array(buffer.prefix(max(0, received)))
  }

  /// Whether the other end has closed, or has sent anything; does not wait.
  var hasEnded: Bool {
    var byte: UInt8 = 0
    return unsafe recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT | MSG_PEEK)) >= 0 || errno != EAGAIN
  }

  /// Whether the connection is gone for both; takes nothing of what has come.
  var isReset: Bool {
    var state = pollfd(fd: descriptor, events: 0, revents: 0)
    unsafe poll(&state, 1, 0)
    return state.revents & Int16(POLLHUP | POLLERR) != 0
  }

  /// Lets this process and those it starts open as many connections as the machine allows.
  static func raiseLimit() {
    let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit(rlim_cur: 65_536, rlim_max: 65_536)
    if unsafe setrlimit(descriptors, &limit) != 0 {
      // Without root, up to the hard limit.
      unsafe getrlimit(descriptors, &limit)
      limit.rlim_cur = limit.rlim_max
      unsafe setrlimit(descriptors, &limit)
    }
  }
}
