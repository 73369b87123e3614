import Foundation
import Synchronization

/// A real `asyncjudge serve`, started on a free port of this machine. Ended with the test.
package final class ServerProcess: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package var description: String
  }

  package let client: HTTPClient
  package let port: UInt16
  /// What it printed at the start.
  package let greeting: String
  private let process: Process

  /// The directory of the repository.
  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The built program: it lies beside the running test program.
  package static var executable: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("asyncjudge")
  }

  /// Starts it and waits until it listens. `data` is the directory of its database.
  package init(data: URL, arguments: [String] = []) throws {
    let process = Process()
    process.executableURL = Self.executable
    process.currentDirectoryURL = Self.root
    process.arguments =
      ["serve", "--host", "127.0.0.1", "--port", "0", "--data", data.path] + arguments
    let output = Pipe()
    process.standardOutput = output
    let errors = data.appendingPathComponent("server.log")
    try Data().write(to: errors)
    let log = try FileHandle(forWritingTo: errors)
    process.standardError = log
    try process.run()
    var text = ""
    var port: UInt16?
    while port == nil {
      let chunk = output.fileHandleForReading.availableData
      guard !chunk.isEmpty else {
        process.waitUntilExit()
        let reason = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
        throw Failure(description: "the server ended at its start:\n\(text)\(reason)")
      }
      text += String(decoding: chunk, as: UTF8.self)
      port = Self.port(in: text)
    }
    self.port = port!
    greeting = text
    client = HTTPClient(port: port!)
    self.process = process
  }

  /// `  address    http://127.0.0.1:39481` is the last line of the greeting.
  private static func port(in text: String) -> UInt16? {
    guard let line = text.split(separator: "\n").first(where: { $0.contains(" address ") }),
      text.hasSuffix("\n"), let digits = line.split(separator: ":").last
    else { return nil }
    return UInt16(digits)
  }

  package var processIdentifier: Int32 { process.processIdentifier }

  /// `kill -9`: no chance to clean up.
  package func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// SIGTERM, and its exit status.
  package func stop() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }

  deinit {
    if process.isRunning { kill() }
  }
}

/// An empty directory, gone with its owner.
package final class TemporaryDirectory: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "asyncjudge-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}
