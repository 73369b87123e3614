import Foundation
import Hummingbird
import Logging

/// Serves `small` and `large` of a directory: `hummingbird-peer PORT DIRECTORY`.
@main
enum Server {
  static func main() async throws {
    let port = Int(CommandLine.arguments[1])!
    let router = Router()
    for name in ["small", "large"] {
      let path = CommandLine.arguments[2] + "/" + name
      let bytes = ByteBuffer(bytes: try Data(contentsOf: URL(fileURLWithPath: path)))
      router.get("\(name)") { _, _ in
        Response(
          status: .ok, headers: [.contentType: "application/json"],
          body: ResponseBody(byteBuffer: bytes))
      }
    }
    var logger = Logger(label: "peer")
    logger.logLevel = .error
    let application = Application(
      router: router,
      configuration: ApplicationConfiguration(
        address: .hostname("127.0.0.1", port: port), backlog: 1024),
      logger: logger)
    try await application.runService()
  }
}
