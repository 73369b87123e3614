/// Where a server is to listen.
package enum ListenAddress: Sendable, Hashable {
  /// `host`: a numeric IPv4 or IPv6 address. `port`: 0 picks a free one.
  case network(host: String, port: UInt16)
  /// A socket file with these permissions.
  case unix(path: String, mode: UInt32 = 0o660)
}

/// Where a server really listens: `http://127.0.0.1:8080`, `http://[::1]:8080`, `unix:/run/judge`.
package enum BoundAddress: Sendable, Hashable, CustomStringConvertible {
  case network(host: String, port: UInt16)
  case unix(path: String)

  /// nil for a Unix socket.
  package var port: UInt16? {
    if case .network(_, let port) = self { port } else { nil }
  }

  /// What a client on this machine can call it.
  package var origin: String {
    switch self {
    case .network("0.0.0.0", let port), .network("::", let port): "http://localhost:\(port)"
    case .network: description
    case .unix: "http://localhost"
    }
  }

  package var description: String {
    switch self {
    case .network(let host, let port):
      "http://" + (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    case .unix(let path): "unix:" + path
    }
  }
}
