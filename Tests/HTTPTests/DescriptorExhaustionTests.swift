import Foundation
import Testing

@testable import HTTP

/// A server of its own process, which may have few descriptors, and whose memory is its own.
@Suite(.timeLimit(.minutes(1))) struct DescriptorExhaustionTests {
  /// `httpexample`, which lies beside the running test program.
  private final class LimitedServer: Sendable {
    let port: UInt16
    private let process: Foundation.Process

    init(descriptors: Int, files: URL) throws {
      for name in ["small", "large"] {
        try Data("{}".utf8).write(to: files.appendingPathComponent(name))
      }
      let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("httpexample")
      process = Foundation.Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = [
        "-c", "ulimit -n \(descriptors); exec \(program.path) 0 \(files.path)",
      ]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      // `http://127.0.0.1:39481`
      var greeting = ""
      while !greeting.hasSuffix("\n") {
        let piece = output.fileHandleForReading.availableData
        try #require(!piece.isEmpty, "the server ended at its start")
        greeting += String(decoding: piece, as: UTF8.self)
      }
      port = try #require(greeting.dropLast().split(separator: ":").last.flatMap { UInt16($0) })
    }

    deinit {
      process.terminate()
      process.waitUntilExit()
    }

    /// Processor time so far, in hundredths of a second.
    func ticks() throws -> Int {
      let stat = try String(
        contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
      let fields = stat.split(separator: " ")
      return try #require(Int(fields[13])) + #require(Int(fields[14]))
    }

    /// KiB of memory that belongs to no file.
    func memory() throws -> Int {
      let status = try String(
        contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
      return try #require(Int(line.filter(\.isNumber)))
    }
  }

  private static func withFiles<Result>(
    _ body: (URL) async throws -> Result
  ) async throws -> Result {
    let files = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: files) }
    return try await body(files)
  }

  @Test func `without a free descriptor a server waits for one, and does not spin`() async throws {
    let server = try await Self.withFiles { try LimitedServer(descriptors: 40, files: $0) }
    do {
      // The kernel takes them all; the server has room for some.
      let clients = try (0..<60).map { _ in try WireClient(port: server.port) }
      try await clients[0].get("/small")
      #expect(try await clients[0].reply().body == "{}")
      let before = try server.ticks()
      try await Task.sleep(for: .seconds(1))
      #expect(try server.ticks() - before < 30)
    }
    for _ in 0..<5 {
      let client = try WireClient(port: server.port)
      try await client.get("/small")
      #expect(try await client.reply().body == "{}")
    }
  }

  @Test func `after a flood its memory goes back`() async throws {
    let server = try await Self.withFiles { try LimitedServer(descriptors: 1000, files: $0) }
    let before = try server.memory()
    do {
      // Half a body each, of which there is a copy while the rest is on its way.
      let half = String(repeating: "x", count: 30_000)
      let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n"
      let clients = try (0..<300).map { _ in try WireClient(port: server.port) }
      for client in clients { try await client.send(head + half) }
      while try server.memory() < before + 8000 { try await Task.sleep(for: .milliseconds(50)) }
    }
    while try server.memory() > before + 2000 { try await Task.sleep(for: .milliseconds(50)) }
  }
}
