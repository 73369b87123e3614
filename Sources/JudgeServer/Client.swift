import HTTP
import Posix

/// Where a request comes from, seen past the proxies that are trusted.
struct Client: Sendable, Hashable {
  /// `192.0.2.7`, `2001:db8::1`; `unix` when it came through the Unix socket and no proxy spoke for it.
  var address: String
  /// It came by https, so cookies can be kept to it.
  var isSecure: Bool

  /// By which limits count: an address of version 4, or the network of a version 6, of which anybody
  /// has 2^64 addresses.
  var network: String { PeerAddress(address)?.network.description ?? address }
}

extension Client {
  init(_ request: Request) {
    self.init(address: request.peer, isSecure: request.isSecure)
  }
}
