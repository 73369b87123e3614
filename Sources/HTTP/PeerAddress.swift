import Glibc

/// Who is at the other end: an IPv4 or IPv6 address, or a Unix socket. Small, and compared without
/// text.
package struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
  /// Most significant first; IPv4 as `::ffff:192.0.2.7`. Unix sockets have no address.
  fileprivate let high: UInt64
  fileprivate let low: UInt64
  let isUnix: Bool

  static let unix = PeerAddress(high: 0, low: 0, isUnix: true)
  private static let mapped: UInt64 = 0xffff << 32

  private init(high: UInt64, low: UInt64, isUnix: Bool = false) {
    self.high = high
    self.low = low
    self.isUnix = isUnix
  }

  fileprivate init(v4 address: in_addr) {
    self.init(high: 0, low: Self.mapped | UInt64(UInt32(bigEndian: address.s_addr)))
  }

  fileprivate init(v6 address: in6_addr) {
    let words = unsafe unsafeBitCast(address, to: (UInt64, UInt64).self)
    self.init(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
  }

  /// From `192.0.2.7`, `2001:db8::1`, `[2001:db8::1]:443` or `192.0.2.7:443`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    var text = Substring(text)
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      let port = text[text.index(after: end)...]
      guard port.isEmpty || Self.isPort(port) else { return nil }
      text = text[..<end].dropFirst()
    } else if let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon {
      guard Self.isPort(text[colon...]) else { return nil }
      text = text[..<colon]
    }
    var v4 = in_addr()
    var v6 = in6_addr()
    if unsafe inet_pton(AF_INET, String(text), &v4) == 1 {
      self.init(v4: v4)
    } else if unsafe inet_pton(AF_INET6, String(text), &v6) == 1 {
      self.init(v6: v6)
    } else {
      return nil
    }
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.first == ":" && text.dropFirst().utf8.allSatisfy(ASCII.isDigit)
  }

  var isIPv4: Bool { high == 0 && low >> 32 == 0xffff && !isUnix }

  /// `192.0.2.7`, `2001:db8::1`, `unix`.
  package var description: String {
    if isUnix { return "unix" }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    if isIPv4 {
      var address = in_addr(s_addr: UInt32(truncatingIfNeeded: low).bigEndian)
      _ = unsafe inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
    } else {
      var address = (high.bigEndian, low.bigEndian)
      _ = unsafe inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
    }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// What counts as one client: an IPv4 address, or an IPv6 network of 64 bits, which is the least
  /// that a household gets.
  package var network: PeerAddress {
    isIPv4 || isUnix ? self : PeerAddress(high: high, low: 0)
  }
}

/// A range of addresses: `10.0.0.0/8`, `2001:db8::/32`, one address, or `unix` for the clients of the
/// Unix socket.
package struct AddressBlock: Sendable, Hashable {
  private let base: PeerAddress
  /// Of 128.
  private let prefix: Int

  package init?(_ text: String) {
    if text == "unix" {
      base = .unix
      prefix = 128
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].hasPrefix("["),
      let address = PeerAddress(parts[0])
    else { return nil }
    let width = address.isIPv4 ? 32 : 128
    guard let length = parts.count == 2 ? Int(parts[1]) : width, (0...width).contains(length) else {
      return nil
    }
    base = address
    prefix = 128 - width + length
  }

  func contains(_ address: PeerAddress) -> Bool {
    guard address.isUnix == base.isUnix else { return false }
    let highBits = min(prefix, 64)
    let lowBits = prefix - highBits
    return Self.agree(address.high, base.high, highBits)
      && Self.agree(address.low, base.low, lowBits)
  }

  private static func agree(_ one: UInt64, _ other: UInt64, _ bits: Int) -> Bool {
    bits == 0 || (one ^ other) >> UInt64(64 - bits) == 0
  }
}

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
