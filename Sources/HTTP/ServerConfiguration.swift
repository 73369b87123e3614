import Posix

/// Where a server listens, and whom it believes.
package struct ServerConfiguration: Sendable, Hashable {
  /// One at least.
  package var addresses: [ListenAddress]
  /// Event loops; one per core.
  package var loops: Int
  package var limits: HTTPLimits
  /// Reverse proxies whose `X-Forwarded-…` fields are believed.
  package var trustedProxies: [AddressBlock] = []

  package init(
    addresses: [ListenAddress], loops: Int = Process.availableCores,
    limits: HTTPLimits = HTTPLimits(), trustedProxies: [AddressBlock] = []
  ) {
    self.addresses = addresses
    self.loops = loops
    self.limits = limits
    self.trustedProxies = trustedProxies
  }

  package init(
    host: String, port: UInt16, loops: Int = Process.availableCores,
    limits: HTTPLimits = HTTPLimits()
  ) {
    self.init(addresses: [.network(host: host, port: port)], loops: loops, limits: limits)
  }
}
