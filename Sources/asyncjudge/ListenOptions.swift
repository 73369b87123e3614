import ArgumentParser
import HTTP
import Posix

/// Where `serve` listens, whom it believes, and what it writes down.
struct ListenOptions: ParsableArguments {
  @Option(
    help: """
      Numeric address to listen on; repeat it for several. Without one it is 0.0.0.0, or nothing but \
      the Unix socket where there is one. (ASYNCJUDGE_HOST, separated by commas)
      """)
  var host = Environment.list("HOST")

  @Option(help: "Port to listen on; 0 picks a free one. (ASYNCJUDGE_PORT)")
  var port = Environment.number("PORT", default: 8080)

  @Option(help: "Unix socket to listen on, for a reverse proxy. (ASYNCJUDGE_UNIX_SOCKET)")
  var unixSocket = Environment.text("UNIX_SOCKET", default: "")

  @Option(help: "Permissions of the Unix socket, octal. (ASYNCJUDGE_UNIX_SOCKET_MODE)")
  var unixSocketMode = Environment.text("UNIX_SOCKET_MODE", default: "660")

  @Option(
    help: """
      Reverse proxy whose X-Forwarded-For, -Proto and -Host are believed: an address, a network as \
      10.0.0.0/8, or unix for what comes through the Unix socket; repeat it for several. \
      (ASYNCJUDGE_TRUSTED_PROXY, separated by commas)
      """)
  var trustedProxy = Environment.list("TRUSTED_PROXY")

  @Flag(help: "Log each request and its answer. (ASYNCJUDGE_ACCESS_LOG=1)")
  var accessLog = Environment.flag("ACCESS_LOG")

  var addresses: [ListenAddress] {
    let hosts = host.isEmpty && unixSocket.isEmpty ? ["0.0.0.0"] : host
    let sockets = unixSocket.isEmpty ? [] : [unixSocket]
    return hosts.map { .network(host: $0, port: UInt16(port)) }
      + sockets.map { .unix(path: $0, mode: mode ?? 0o660) }
  }

  var proxies: [AddressBlock] { trustedProxy.compactMap(AddressBlock.init) }

  private var mode: UInt32? {
    UInt32(unixSocketMode, radix: 8).flatMap { $0 <= 0o777 ? $0 : nil }
  }

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port must be from 0 to 65535.")
    }
    guard mode != nil else {
      throw ValidationError("--unix-socket-mode must be octal, from 0 to 777.")
    }
    for text in trustedProxy where AddressBlock(text) == nil {
      throw ValidationError(
        "--trusted-proxy \(text) must be an address, a network as 10.0.0.0/8, or unix.")
    }
  }
}
