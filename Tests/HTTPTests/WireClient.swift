import Dispatch
import Glibc
import Posix

@testable import HTTP

/// A client that sends any bytes and reads answers one by one. It blocks, on a queue of its own.
actor WireClient {
  struct Failure: Error, Hashable {
    var reason: String
  }

  nonisolated private let executor = QueueExecutor(label: "test.client")
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  private let socket: FileDescriptor
  private var received: [UInt8] = []
  private var isAtEnd = false
  /// Of the last reply.
  private(set) var requestID: String?

  /// Connects to this machine. Whatever does not come within 20 seconds does not come.
  init(port: UInt16, receiveBuffer: Int32? = nil) throws {
    let opened = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard opened >= 0 else { throw Failure(reason: "socket: errno \(errno)") }
    socket = FileDescriptor(owning: opened)
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(
      opened, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    if var size = receiveBuffer {
      unsafe setsockopt(opened, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(opened, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw Failure(reason: "connect: errno \(errno)") }
  }

  /// Connects to a Unix socket.
  init(path: String) throws {
    let opened = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard opened >= 0 else { throw Failure(reason: "socket: errno \(errno)") }
    socket = FileDescriptor(owning: opened)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) {
      unsafe $0.copyBytes(from: Array(path.utf8))
    }
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(opened, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0 else { throw Failure(reason: "connect: errno \(errno)") }
  }

  // MARK: sending

  func send(_ text: String) throws {
    let bytes = Array(text.utf8)
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.send(socket.rawValue, $0.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    }
    guard count == bytes.count else { throw Failure(reason: "send: errno \(errno)") }
  }

  func get(_ path: String, _ fields: String = "") throws {
    try send("GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
  }

  /// Half-closes: nothing more will be sent.
  func finishSending() { shutdown(socket.rawValue, Int32(SHUT_WR)) }

  /// Ends the connection with a reset instead of the polite way.
  func reset() {
    var nothing = sockaddr()
    nothing.sa_family = sa_family_t(AF_UNSPEC)
    _ = unsafe connect(socket.rawValue, &nothing, socklen_t(MemoryLayout<sockaddr>.size))
  }

  // MARK: receiving

  /// The next answer; its body ends where its head says. `toHead`: it has none.
  func reply(toHead: Bool = false) throws -> Reply {
    let lines = try take(through: "\r\n\r\n").split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.first == "HTTP/1.1", words.count > 1, let status = Int(words[1]) else {
      throw Failure(reason: "no status line: \(lines)")
    }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].lowercased()] = String(line[colon...].dropFirst(2))
    }
    fields["date"] = nil
    requestID = fields.removeValue(forKey: "x-request-id")
    let body = toHead || status < 200 ? "" : try body(fields)
    return Reply(status: status, fields: fields, body: body)
  }

  private func body(_ fields: [String: String]) throws -> String {
    if fields["transfer-encoding"] == "chunked" {
      var body = ""
      while true {
        let line = try line()
        guard let size = Int(line, radix: 16) else { throw Failure(reason: "no size: \(line)") }
        body += try take(size)
        guard try take(2) == "\r\n" else { throw Failure(reason: "a chunk does not end") }
        if size == 0 { return body }
      }
    }
    return try fields["content-length"].map { try take(Int($0) ?? 0) } ?? ""
  }

  /// The next line, without its end.
  func line() throws -> String { String(try take(through: "\r\n").dropLast()) }

  /// Everything up to the end of the connection.
  func rest() throws -> String {
    while try receive() {}
    return try take(received.count)
  }

  /// Whether anything has come or the connection has ended; does not wait.
  func hasReceived() throws -> Bool {
    if !received.isEmpty || isAtEnd { return true }
    var byte: UInt8 = 0
    let flags = Int32(MSG_DONTWAIT | MSG_PEEK)
    return unsafe recv(socket.rawValue, &byte, 1, flags) >= 0 || errno != EAGAIN
  }

  private func take(through end: String) throws -> String {
    let pattern = Array(end.utf8)
    var start = 0
    while true {
      if let found = received.indices.dropFirst(start).first(where: {
        received[$0...].starts(with: pattern)
      }) {
        return try take(found + pattern.count)
      }
      start = max(0, received.count - pattern.count)
      guard try receive() else { throw Failure(reason: "the connection ends") }
    }
  }

  private func take(_ count: Int) throws -> String {
    while received.count < count {
      guard try receive() else { throw Failure(reason: "the connection ends") }
    }
    defer { received.removeFirst(count) }
    return String(decoding: received[..<count], as: UTF8.self)
  }

  private func receive() throws -> Bool {
    guard !isAtEnd else { return false }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe recv(socket.rawValue, &buffer, buffer.count, 0)
    guard count >= 0 || errno == ECONNRESET else {
      throw Failure(reason: errno == EAGAIN ? "nothing comes" : "recv: errno \(errno)")
    }
    isAtEnd = count <= 0
    received += buffer.prefix(max(0, count))
    return !isAtEnd
  }
}
