import Posix

/// What a reverse proxy says of the client that it speaks for. Believed only of proxies that are
/// trusted: anyone can send the fields.
struct Forwarding: Sendable, Hashable {
  /// The nearest address that is no trusted proxy's.
  var client: PeerAddress
  var isSecure = false
  /// nil: the Host field counts.
  var host: String?

  /// nil unless `peer` is in `trusted`.
  init?(
    from peer: PeerAddress, trusted: [AddressBlock], _ fields: [Head.Field], _ bytes: Span<UInt8>
  ) {
    guard trusted.contains(where: { $0.contains(peer) }) else { return nil }
    client = peer
    var addresses: [Range<Int>] = []
    for field in fields {
      if bytes.matches(field.name, "x-forwarded-for") {
        addresses += listMembers(field.value, bytes)
      } else if bytes.matches(field.name, "x-forwarded-proto") {
        // The last one is what the nearest proxy says.
        if let last = listMembers(field.value, bytes).last {
          isSecure = bytes.matches(last, "https")
        }
      } else if bytes.matches(field.name, "x-forwarded-host") {
        let last = listMembers(field.value, bytes).last
        host = last.flatMap { HostName.isValid($0, bytes) ? bytes.string($0) : nil }
      }
    }
    // Each proxy adds on the right whom it saw; what stands left of a stranger is the stranger's word.
    for range in addresses.reversed() {
      guard let address = PeerAddress(bytes.string(range)) else { return }
      client = address
      if !trusted.contains(where: { $0.contains(address) }) { return }
    }
  }
}
