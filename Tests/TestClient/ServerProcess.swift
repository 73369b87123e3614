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
  private let output: FileHandle
  private let log: URL

  /// The directory of the repository.
  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The built program: it lies beside the running test program.
  package static var executable: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("asyncjudge")
  }

  /// Starts it and waits until it listens. `data` is the directory of its database; `environment`
  /// comes on top of this program's own.
  package init(
    data: URL, arguments: [String] = [], environment: [String: String] = [:]
  ) throws {
    let process = Process()
    process.executableURL = Self.executable
    process.currentDirectoryURL = Self.root
    process.arguments =
      ["serve", "--host", "127.0.0.1", "--port", "0", "--data", data.path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
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
    self.output = output.fileHandleForReading
    self.log = errors
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

  /// What it has logged so far.
  package var logged: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

  package func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

  /// What it prints after the greeting, until `word` has come, or to its end.
  package func printed(until word: String? = nil) -> String {
    var text = ""
    while word.map({ !text.contains($0) }) ?? true {
      let chunk = output.availableData
      guard !chunk.isEmpty else { break }
      text += String(decoding: chunk, as: UTF8.self)
    }
    return text
  }

  /// Waits for its end; its exit status, as a shell would say it.
  package func wait() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
  }

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
