import Domain
import Glibc
import HTTP

/// Where a request comes from, seen past the proxies that are trusted.
struct Client: Sendable, Hashable {
  /// `192.0.2.7`, `2001:db8::1`.
  var address: String
  /// It came by https, so cookies can be kept to it.
  var isSecure: Bool

  /// By which limits count: an address of version 4, or the network of a version 6, of which anybody
  /// has 2^64 addresses.
  var network: String {
    var bytes = in6_addr()
    guard address.contains(":"), unsafe inet_pton(AF_INET6, address, &bytes) == 1 else {
      return address
    }
    return unsafe withUnsafeBytes(of: &bytes) { unsafe hexadecimal($0.prefix(8)) }
  }

  private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0, radix: 16) }.joined(separator: ":")
  }
}

/// Proxies in front of this server whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
/// Anybody else could write there what they like.
package struct TrustedProxies: Sendable, Hashable {
  private let addresses: Set<String>

  /// Numeric addresses.
  package init(_ addresses: some Sequence<String> = []) { self.addresses = Set(addresses) }

  func client(of request: Request) -> Client {
    guard addresses.contains(request.peer) else {
      return Client(address: request.peer, isSecure: false)
    }
    // Each proxy adds at the right whom it speaks for; the first who is not trusted is the client.
    let chain = request.values(ofHeader: "x-forwarded-for").joined(separator: ",")
      .split(separator: ",").suffix(ServerLimits.forwardings).map(trimmed)
    let client = chain.last { !addresses.contains($0) } ?? chain.first ?? request.peer
    let scheme = request.values(ofHeader: "x-forwarded-proto").last
      .flatMap { $0.split(separator: ",").last }.map(trimmed)
    return Client(
      address: isAddress(client) ? client : request.peer, isSecure: scheme?.lowercased() == "https")
  }

  private func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  private func isAddress(_ text: String) -> Bool {
    var buffer = in6_addr()
    let isVersion4 = unsafe inet_pton(AF_INET, text, &buffer) == 1
    let isVersion6 = unsafe inet_pton(AF_INET6, text, &buffer) == 1
    return isVersion4 || isVersion6
  }
}
