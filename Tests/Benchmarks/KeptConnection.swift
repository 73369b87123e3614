import Glibc

/// One connection that is kept, for answers with a length: as little client as possible beside what
/// is measured.
final class KeptConnection {
  struct Failure: Error {}

  private let socket: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 20)

  init(port: UInt16) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure() }
  }

  deinit { close(socket) }

  /// Sends `request` and reads its answer; how long that took, in microseconds.
  func exchange(_ request: String) throws -> Double {
    let bytes = Array(request.utf8)
    let start = ContinuousClock.now
    guard unsafe send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw Failure()
    }
    var count = 0
    var whole: Int?
    while whole.map({ count < $0 }) ?? true {
      let read = unsafe buffer.withUnsafeMutableBytes {
        unsafe recv(socket, $0.baseAddress! + count, $0.count - count, 0)
      }
      guard read > 0 else { throw Failure() }
      count += read
      if whole == nil { whole = length(count) }
    }
    return (ContinuousClock.now - start) / .microseconds(1)
  }

  /// Of head and body; nil while the head is not whole.
  private func length(_ count: Int) -> Int? {
    let text = String(decoding: buffer[..<min(count, 2048)], as: UTF8.self)
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    for line in parts[0].split(separator: "\r\n") {
      let field = line.split(separator: ":", maxSplits: 1)
      if field.count == 2, field[0].lowercased() == "content-length" {
        return parts[0].utf8.count + 4 + (Int(field[1].drop { $0 == " " }) ?? 0)
      }
    }
    return parts[0].utf8.count + 4
  }
}
