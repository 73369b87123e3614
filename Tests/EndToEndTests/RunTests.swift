import Foundation
import TestClient
import Testing

/// `asyncjudge run`, as a student calls it on a machine of their own.
@Suite(.timeLimit(.minutes(3))) struct RunTests {
  private static let submissions = "Problems/easy/city-dashboard/submissions/"

  @Test func `shows a table, what is wrong, and when everything happened`() throws {
    let (text, status) = try run(
      "city-dashboard", Self.submissions + "wrong_answer/timeout_covers_weather.py", "--timeline")
    #expect(status == 1)
    #expect(text.contains(/case +verdict +CPU ms +virtual ms +allowed +requests +peak +runs/))
    #expect(text.contains(/sample\/1 +AC +\d+\.\d +500\.0/))
    #expect(text.contains(/sample\/2 +WA .* wrong_answer/))
    #expect(text.contains(/geo\.get\(Mars\) +\|=+\| +500\.0 ms +cancelled/))
    #expect(text.hasSuffix("WA: wrong answer\n"))
  }

  @Test(arguments: ["nominal", "bimodal:7", "cancel:2:after"])
  func `a replay repeats a run to the bit`(plan: String) throws {
    func trace() throws -> Substring {
      let (text, _) = try run(
        "city-dashboard", Self.submissions + "accepted/task_groups.py", "--replay", plan)
      return try #require(text.firstMatch(of: /trace ([0-9a-f]{16})/)).output.1
    }
    #expect(try trace() == trace())
  }

  @Test func `parameters are a JSON file, and are refused before any run`() throws {
    let data = try TemporaryDirectory()
    let file = data.url.appendingPathComponent("parameters.json")
    func judge(concurrency: Int) throws -> (text: String, status: Int32) {
      try Data(
        """
        {"concurrency": \(concurrency), "batch": 25, "timeout_ms": 150, "retries": 8,
         "backoff_ms": 10}
        """.utf8
      ).write(to: file)
      return try run("tune-the-client", file.path)
    }
    #expect(try judge(concurrency: 10).text.hasSuffix("AC: accepted\n"))
    #expect(try judge(concurrency: -1).status == 64)
  }

  private func run(_ arguments: String...) throws -> (text: String, status: Int32) {
    let process = Process()
    process.executableURL = ServerProcess.executable
    process.currentDirectoryURL = ServerProcess.root
    process.arguments = ["run"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (text, process.terminationStatus)
  }
}
