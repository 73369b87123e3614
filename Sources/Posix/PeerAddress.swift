import Glibc

/// Who is at the other end: an IPv4 or IPv6 address, or a Unix socket. Small, and compared without
/// text.
package struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
  /// Most significant first; IPv4 as `::ffff:192.0.2.7`. Unix sockets have no address.
  let high: UInt64
  let low: UInt64
  package let isUnix: Bool

  package static let unix = PeerAddress(high: 0, low: 0, isUnix: true)
  private static let mapped: UInt64 = 0xffff << 32

  private init(high: UInt64, low: UInt64, isUnix: Bool = false) {
    self.high = high
    self.low = low
    self.isUnix = isUnix
  }

  init(v4 address: in_addr) {
    self.init(high: 0, low: Self.mapped | UInt64(UInt32(bigEndian: address.s_addr)))
  }

  init(v6 address: in6_addr) {
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
    text.first == ":" && text.dropFirst().utf8.allSatisfy { (48...57).contains($0) }
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
