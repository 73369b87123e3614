import Glibc

/// The file of a listening Unix socket: gone when its owner is.
final class SocketFile: Sendable {
  private let path: String
  /// Which file at that path is ours.
  private let device: dev_t
  private let number: ino_t

  deinit { remove() }

  func remove() {
    // Another server may have put its own there.
    var status = stat()
    let isThere = unsafe lstat(path, &status) == 0
    if isThere, status.st_dev == device, status.st_ino == number { unsafe unlink(path) }
  }

  /// Makes `socket` listen at `path`. One that a dead server left there is replaced; one that is answered,
  /// and whatever is no socket, stays. The file appears with its permissions, and only when clients
  /// can connect to it.
  init(
    binding socket: Int32, to path: String, mode: UInt32, backlog: Int32
  ) throws(ListenError) {
    try Self.makeSure(isFree: path)
    let made = path + ".\(getpid())"
    unsafe unlink(made)
    guard unsafe try Self.withAddress(made, { unsafe bind(socket, $0, $1) }) == 0 else {
      throw ListenError(SystemError("make the socket \(path)"))
    }
    var status = stat()
    guard unsafe chmod(made, mode) == 0, listen(socket, backlog) == 0,
      unsafe lstat(made, &status) == 0, unsafe rename(made, path) == 0
    else {
      let error = SystemError("make the socket \(path)")
      unsafe unlink(made)
      throw ListenError(error)
    }
    self.path = path
    device = status.st_dev
    number = status.st_ino
  }

  private static func makeSure(isFree path: String) throws(ListenError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw ListenError(
        "\(path) is there already and is no socket; remove it, or choose another --unix-socket.")
    }
    let probe = try Listener.makeSocket(AF_UNIX)
    let answered = unsafe try withAddress(path) { unsafe connect(probe.rawValue, $0, $1) }
    guard answered != 0, errno == ECONNREFUSED else {
      throw ListenError(
        "another server listens on \(path); stop it, or choose another --unix-socket.")
    }
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(ListenError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0) else {
      throw ListenError("the path of the socket, \(path), is too long; choose a shorter one.")
    }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
