import Foundation
import TestClient
import Testing

/// `asyncjudge classroom` and `assignment`, as a person calls them.
@Suite(.timeLimit(.minutes(2))) struct ClassroomCommandTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func run(
    _ arguments: String..., status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let process = Process()
    process.executableURL = ServerProcess.executable
    process.currentDirectoryURL = ServerProcess.root
    process.arguments = arguments + ["--data", directory.url.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == status, "\(text)", sourceLocation: sourceLocation)
    return text
  }

  private func write(_ text: String, to name: String) throws -> String {
    let url = directory.url.appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  @Test func `a classroom is made, filled and assigned from the shell`() throws {
    _ = try run("account", "add", "grace", "--role", "teacher")
    let made = try run(
      "classroom", "create", "Asyncio", "--teacher", "grace", "--time-zone", "Europe/Berlin")
    let match = try #require(made.wholeMatch(of: /(\w{26}) (\w{5}-\w{5})\n/), "\(made)")
    let (id, code) = (String(match.output.1), String(match.output.2))
    #expect(try run("classroom", "list").contains("\(id)  \(code)  Europe/Berlin  Asyncio"))

    let bad = try write("account,name\nada,\n", to: "bad.csv")
    #expect(try run("classroom", "import", id, bad, status: 1) == "line 2 has no name\n")
    let roster = try write("account,name\nada,Ada Lovelace\n", to: "roster.csv")
    #expect(
      try run("classroom", "import", id, roster, "--dry-run")
        == "ada,Ada Lovelace,created,\r\n")
    #expect(
      try run("classroom", "import", id, roster).hasPrefix("ada,Ada Lovelace,created,aj_"))
    #expect(
      try run("classroom", "export", id)
        == "account,name,role\r\ngrace,grace,teacher\r\nada,Ada Lovelace,student\r\n")
    let rotated = try run("classroom", "join-code", id, "--rotate")
    #expect(rotated != code + "\n")
    #expect(try run("classroom", "join-code", id) == rotated)
    #expect(try run("classroom", "join-code", id, "--close") == "closed\n")

    let file = try write(
      """
      {"name": "Week 1", "opens_at": "2026-09-01T08:00", "due_at": "2026-09-08T08:00",
       "problems": [{"problem_id": "async-solver", "points": 10}]}
      """, to: "assignment.json")
    let assignment = String(try run("assignment", "create", id, file).dropLast())
    #expect(
      try run("assignment", "list", id)
        == "\(assignment)  2026-09-01T08:00:00+02:00  2026-09-08T08:00:00+02:00  "
        + "2026-09-08T08:00:00+02:00  Week 1\n")
    #expect(
      try run("assignment", "extend", assignment, "ada", "--due", "2026-12-01T12:00")
        == "ada due 2026-12-01T12:00:00+01:00 closes 2026-12-01T12:00:00+01:00\n")
    #expect(
      try run("assignment", "gradebook", assignment)
        == "account,name,async-solver (10),total (10)\r\nada,Ada Lovelace,0,0\r\n")
  }

  @Test func `what cannot be is refused`() throws {
    _ = try run("account", "add", "grace", "--role", "teacher")
    _ = try run("classroom", "create", "A", "--teacher", "nobody", status: 64)
    _ = try run(
      "classroom", "create", "A", "--teacher", "grace", "--time-zone", "Berlin", status: 64)
    _ = try run("classroom", "export", "01J", status: 64)
    _ = try run("assignment", "gradebook", "01J", status: 64)
  }
}
