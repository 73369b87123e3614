import FlyingFox
import FlyingSocks
import Foundation

/// Serves `small` and `large` of a directory: `flyingfox-peer PORT DIRECTORY`.
@main
enum Server {
  static func main() async throws {
    let port = UInt16(CommandLine.arguments[1])!
    let server = HTTPServer(
      address: try .inet(ip4: "127.0.0.1", port: port), logger: .disabled)
    for name in ["small", "large"] {
      let path = CommandLine.arguments[2] + "/" + name
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      await server.appendRoute(HTTPRoute(method: .GET, path: "/\(name)")) { _ in
        HTTPResponse(statusCode: .ok, headers: [.contentType: "application/json"], body: bytes)
      }
    }
    try await server.run()
  }
}
