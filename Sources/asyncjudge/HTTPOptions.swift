import ArgumentParser
import HTTP

/// The limits of `serve` towards its clients. The rest are constants in `HTTPLimits`.
struct HTTPOptions: ParsableArguments {
  private static let standard = HTTPLimits()

  @Option(help: "Connections open at once; more wait. (ASYNCJUDGE_MAX_CONNECTIONS)")
  var maxConnections = Environment.number("MAX_CONNECTIONS", default: standard.connections)

  @Option(
    help: """
      Connections of one address (IPv6: of one /64), trusted proxies apart; more are closed. 0: no \
      limit. (ASYNCJUDGE_MAX_CONNECTIONS_PER_ADDRESS)
      """)
  var maxConnectionsPerAddress = Environment.number(
    "MAX_CONNECTIONS_PER_ADDRESS", default: standard.connectionsPerAddress)

  @Option(help: "Bytes of a request's line and fields. (ASYNCJUDGE_MAX_HEAD)")
  var maxHead = Environment.number("MAX_HEAD", default: standard.head)

  @Option(
    help: """
      Bytes of a request's body, on routes without a limit of their own. (ASYNCJUDGE_MAX_BODY)
      """)
  var maxBody = Environment.number("MAX_BODY", default: standard.body)

  @Option(help: "Seconds for a request's line and fields to arrive. (ASYNCJUDGE_HEADER_TIMEOUT)")
  var headerTimeout = Environment.number("HEADER_TIMEOUT", default: Int(standard.headSeconds))

  @Option(help: "Seconds for a request's body to arrive. (ASYNCJUDGE_BODY_TIMEOUT)")
  var bodyTimeout = Environment.number("BODY_TIMEOUT", default: Int(standard.bodySeconds))

  @Option(help: "Seconds between two requests of a connection. (ASYNCJUDGE_IDLE_TIMEOUT)")
  var idleTimeout = Environment.number("IDLE_TIMEOUT", default: Int(standard.idleSeconds))

  @Option(
    help: "Seconds in which a client must take something of its answer. (ASYNCJUDGE_WRITE_TIMEOUT)")
  var writeTimeout = Environment.number("WRITE_TIMEOUT", default: Int(standard.writeSeconds))

  @Option(
    help: "Seconds for answers to be finished when the server stops. (ASYNCJUDGE_SHUTDOWN_GRACE)")
  var shutdownGrace = Environment.number("SHUTDOWN_GRACE", default: 10)

  var limits: HTTPLimits {
    var limits = HTTPLimits()
    limits.connections = maxConnections
    limits.connectionsPerAddress = maxConnectionsPerAddress
    limits.head = maxHead
    limits.body = maxBody
    limits.headSeconds = UInt32(headerTimeout)
    limits.bodySeconds = UInt32(bodyTimeout)
    limits.idleSeconds = UInt32(idleTimeout)
    limits.writeSeconds = UInt32(writeTimeout)
    return limits
  }

  func validate() throws {
    let bounds: [(name: String, value: Int, range: ClosedRange<Int>)] = [
      ("max-connections", maxConnections, 1...1_000_000),
      ("max-connections-per-address", maxConnectionsPerAddress, 0...1_000_000),
      ("max-head", maxHead, 256...(1 << 20)),
      ("max-body", maxBody, 0...(1 << 30)),
      ("header-timeout", headerTimeout, 1...3600),
      ("body-timeout", bodyTimeout, 1...86_400),
      ("idle-timeout", idleTimeout, 1...86_400),
      ("write-timeout", writeTimeout, 1...3600),
      ("shutdown-grace", shutdownGrace, 0...3600),
    ]
    for (name, value, range) in bounds where !range.contains(value) {
      throw ValidationError("--\(name) must be from \(range.lowerBound) to \(range.upperBound).")
    }
  }
}
