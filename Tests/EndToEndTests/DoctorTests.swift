import Foundation
import TestClient
import Testing

/// `asyncjudge doctor`, as a person calls it.
@Suite(.timeLimit(.minutes(2))) struct DoctorTests {
  @Test func `says what is there, the runtimes, and the tier`() throws {
    let (text, status) = try doctor("--isolation", "D")
    #expect(status == 0)
    for word in ["namespaces", "user ids", "memory cgroup", "seccomp", "Landlock", "python3"] {
      #expect(text.contains("  \(word)"))
    }
    #expect(text.contains("\nIsolation tier "))
    #expect(text.contains(/ok  python3 \(Python\) +3\.\d+/))
  }

  @Test func `its exit status says whether the server would start`() throws {
    for (minimum, rank) in [("A", 4), ("B", 3), ("C", 2)] {
      let (text, status) = try doctor("--isolation", minimum)
      let tier = try #require(text.firstMatch(of: /Isolation tier (\w+):/)).output.1
      let offered = ["A": 4, "B": 3, "C": 2, "D": 1][String(tier)] ?? 0
      #expect(status == (offered >= rank ? 0 : 1))
      #expect(text.contains("The server would not start") == (status == 1))
    }
  }

  @Test func `refuses a tier that does not exist`() throws {
    #expect(try doctor("--isolation", "Z").status == 64)
  }

  private func doctor(_ arguments: String...) throws -> (text: String, status: Int32) {
    let process = Process()
    process.executableURL = ServerProcess.executable
    process.arguments = ["doctor"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (text, process.terminationStatus)
  }
}
