import Domain
import Foundation
import TestClient
import Testing

/// The README keeps its promises: what it tells the reader to type works as printed.
@Suite(.timeLimit(.minutes(3))) struct ReadmeTests {
  private let text: String

  init() throws {
    text = try String(
      contentsOf: ServerProcess.root.appendingPathComponent("README.md"), encoding: .utf8)
  }

  @Test func `is short`() {
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 150)
  }

  /// The shell lines of a section.
  private func script(of title: String) throws -> String {
    let section = try #require(text.split(separator: "\n## ").first { $0.hasPrefix(title + "\n") })
    return section.split(separator: "```").filter { $0.hasPrefix("sh\n") }
      .map { $0.dropFirst(3) }.joined()
  }

  @Test func `its first submission works as printed`() async throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url)
    let account = "../../../../docker/account add ada"
    let script = try script(of: "A first submission")
    #expect(script.contains("\n\(account) "))
    #expect(script.contains("aj_…"))
    // The port, the data and the build differ; the token is not known before it is printed.
    let typed = script.replacing("localhost:8080", with: "127.0.0.1:\(server.port)")
      .replacing(account, with: "TOKEN=$(add_account ada)")
      .replacing("aj_…", with: "$TOKEN")
    let answers = try bash(
      """
      set -eu
      curl() { command curl -sS "$@"; echo; }
      add_account() {
        (cd '\(ServerProcess.root.path)'
        '\(ServerProcess.executable.path)' account add "$1" --data '\(data.url.path)') |
          grep -o '^  aj_[^ ]*' | tr -d ' '
      }
      \(typed)
      """
    ).split(separator: "\n").map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }

    try #require(answers.count == 9)
    #expect(answers[0]["problems"].elements.count > 1)
    #expect(answers[1]["id"].string == "async-solver")
    let submissions = answers[2...7]
    #expect(
      submissions.map { $0["verdict"].string } == ["AC", "TLE", "RTE", "WA", "AC", "AC"])
    #expect(submissions.allSatisfy { !$0["judgement"]["runs"].elements.isEmpty })
    #expect(answers[3]["score"].integer == 70)
    #expect(answers[6]["judgement"]["benchmark"]["iterations"].integer == 10)
    #expect(answers[7]["account"].string == "ada")
    #expect(answers[8]["rows"].elements.map { $0["account"].string } == ["ada"])
    #expect(server.stop() == 0)
  }

  /// What it prints; fails when it fails.
  private func bash(_ script: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.currentDirectoryURL = ServerProcess.root
    process.arguments = ["-c", script]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return text
  }
}
