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

  package func contains(_ address: PeerAddress) -> Bool {
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
