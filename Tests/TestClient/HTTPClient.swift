import Foundation
import Glibc

/// The least HTTP client that a test needs: one request on one connection to this machine.
package struct HTTPClient: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package var description: String
  }

  private let port: UInt16

  package init(port: UInt16) { self.port = port }

  package func get(_ path: String, fields: [String: String] = [:]) async throws -> Reply {
    try await send("GET", path, fields: fields)
  }

  package func post(
    _ path: String, type: String? = "application/json", fields: [String: String] = [:],
    _ body: String
  ) async throws -> Reply {
    try await post(path, type: type, fields: fields, bytes: Array(body.utf8))
  }

  package func post(
    _ path: String, type: String?, fields: [String: String] = [:], bytes: [UInt8]
  ) async throws -> Reply {
    var fields = fields
    fields["Content-Length"] = String(bytes.count)
    fields["Content-Type"] = type
    return try await send("POST", path, fields: fields, body: bytes)
  }

  /// Fails when the server cannot be reached or does not answer within two minutes.
  package func send(
    _ method: String, _ path: String, fields: [String: String] = [:], body: [UInt8] = []
  ) async throws -> Reply {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n"
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    let message = Array((head + "\r\n").utf8) + body
    // Sockets block, so each request has a thread of its own: Dispatch's global queue adds a thread
    // for blocked ones only once a second, and a test would measure that.
    return try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try parse(try exchange(message)) })
      }
    }
  }

  private func exchange(_ message: [UInt8]) throws -> [UInt8] {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw Failure(description: "socket: errno \(errno)") }
    defer { close(socket) }
    var patience = timeval(tv_sec: 120, tv_usec: 0)
    unsafe setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure(description: "connect: errno \(errno)") }
    var sent = 0
    while sent < message.count {
      let count = unsafe message.withUnsafeBytes {
        unsafe Glibc.send(
          socket, $0.baseAddress! + sent, message.count - sent, Int32(MSG_NOSIGNAL))
      }
      // A server that refuses a large body answers before it has read it all.
      guard count > 0 else { break }
      sent += count
    }
    var reply: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe recv(socket, &buffer, buffer.count, 0)
      if count > 0 { reply += buffer[..<count] } else { break }
    }
    return reply
  }

  private func parse(_ bytes: [UInt8]) throws -> Reply {
    let separator = Array("\r\n\r\n".utf8)
    guard
      let end = bytes.indices.first(where: { bytes[$0...].starts(with: separator) })
    else { throw Failure(description: "no answer: \(bytes.count) bytes without a head") }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap {
      Int($0)
    }
    guard let status else { throw Failure(description: "no status in \(lines)") }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].lowercased()] = String(
        line[line.index(after: colon)...].drop { $0 == " " })
    }
    return Reply(status: status, fields: fields, body: Array(bytes[(end + 4)...]))
  }
}
