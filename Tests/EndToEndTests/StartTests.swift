import Foundation
import TestClient
import Testing

/// What the server starts with, and what it refuses to start with.
@Suite(.timeLimit(.minutes(3))) struct StartTests {
  private let data: TemporaryDirectory
  private let directory: TemporaryDirectory

  init() throws {
    data = try TemporaryDirectory()
    directory = try TemporaryDirectory()
  }

  /// A copy of what lies at `path` in the repository, to spoil.
  private func copy(_ path: String, to name: String) throws -> URL {
    let target = directory.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: ServerProcess.root.appendingPathComponent(path), to: target)
    return target
  }

  /// The words of a server that does not start.
  private func refusal(
    _ arguments: [String], environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let failure = #expect(throws: ServerProcess.Failure.self, sourceLocation: sourceLocation) {
      try ServerProcess(data: data.url, arguments: arguments, environment: environment)
    }
    return failure?.description ?? ""
  }

  @Test func `broken packages are reported together and stop no other`() async throws {
    _ = try copy("Problems/easy/\(Example.easy)", to: "easy/\(Example.easy)")
    let one = try copy("Problems/easy/\(Example.easy)", to: "easy/one")
    try "problem_format_version: 2025-09\nname: [1]\ncolor: red\n".write(
      to: one.appendingPathComponent("problem.yaml"), atomically: true, encoding: .utf8)
    let two = try copy("Problems/medium/trace-the-loop", to: "medium/two")
    try FileManager.default.removeItem(at: two.appendingPathComponent("data/secret/01-empty.ans"))

    let server = try ServerProcess(
      data: data.url, arguments: ["--problems", directory.url.path])
    #expect(server.greeting.contains(/1 easy, 0 medium, 0 hard in .* \(\d+ faults, see the log\)/))
    let log = server.logged
    #expect(log.contains(/easy\/one\/problem\.yaml(:\d+)?: name/), "\(log)")
    #expect(log.contains(/easy\/one\/problem\.yaml(:\d+)?: color/), "\(log)")
    #expect(log.contains(/easy\/one\/problem\.yaml(:\d+)?: uuid/), "\(log)")
    #expect(log.contains("medium/two/data/secret/01-empty.in"), "\(log)")
    let health = try await server.client.get("/api/v1/health").json
    #expect(try #require(health["package_faults"].integer) >= 4)
    let reply = try await server.client.post(
      "/api/v1/problems/\(Example.easy)/submissions?wait=60", type: nil, try Example.accepted())
    #expect(reply.json["verdict"].string == "AC")
    #expect(server.stop() == 0)
  }

  @Test func `no problem at all is refused`() throws {
    let words = try refusal(["--problems", directory.url.path])
    #expect(words.contains("There is no usable problem under \(directory.url.path)."))
    #expect(words.contains("--problems"))
  }

  @Test func `a migration that was changed is refused, and the data still serve`() throws {
    let migrations = try copy("Migrations", to: "Migrations")
    let arguments = ["--migrations", migrations.path]
    #expect(try ServerProcess(data: data.url, arguments: arguments).stop() == 0)
    let first = migrations.appendingPathComponent("0001_submissions.sql")
    let text = try String(contentsOf: first, encoding: .utf8)
    try (text + "-- A remark.\n").write(to: first, atomically: true, encoding: .utf8)
    let words = try refusal(arguments)
    #expect(
      words.contains(
        "The migration 0001_submissions.sql was changed after this database had applied it."))
    #expect(words.contains("Restore the file from the release"))
    try text.write(to: first, atomically: true, encoding: .utf8)
    #expect(try ServerProcess(data: data.url, arguments: arguments).stop() == 0)
  }

  @Test func `a database that is newer than the program is refused`() throws {
    let migrations = try copy("Migrations", to: "Migrations")
    let arguments = ["--migrations", migrations.path]
    let known = try FileManager.default.contentsOfDirectory(atPath: migrations.path).count
    let digits = String(known + 1)
    let next = migrations.appendingPathComponent(
      String(repeating: "0", count: 4 - digits.count) + digits + "_future.sql")
    try "CREATE TABLE future (x INTEGER) STRICT;\n".write(
      to: next, atomically: true, encoding: .utf8)
    #expect(try ServerProcess(data: data.url, arguments: arguments).stop() == 0)
    try FileManager.default.removeItem(at: next)
    let words = try refusal(arguments)
    #expect(words.contains("This database has migration \(known + 1) (future)"))
    #expect(words.contains("Use the newer version of AsyncJudge"))
  }

  @Test func `the environment says what the options do not`() async throws {
    let server = try ServerProcess(
      data: data.url, arguments: ["--slots", "1"],
      environment: ["ASYNCJUDGE_WORKERS": "3", "ASYNCJUDGE_SLOTS": "2"])
    let health = try await server.client.get("/api/v1/health").json
    #expect(health["workers"].integer == 3)
    #expect(health["slots"].integer == 1)
    #expect(server.stop() == 0)
    let words = try refusal([], environment: ["ASYNCJUDGE_WORKERS": "many"])
    #expect(words.contains("ASYNCJUDGE_WORKERS=many must be a whole number."))
  }

  @Test func `no isolation is shown at the start, in health and in every judgement`() async throws {
    let server = try ServerProcess(data: data.url, arguments: ["--isolation", "none"])
    #expect(server.greeting.contains("isolation  NONE"))
    let health = try await server.client.get("/api/v1/health").json
    #expect(health["isolation"].string == "none")
    let reply = try await server.client.post(
      "/api/v1/problems/\(Example.easy)/submissions?wait=60", type: nil, try Example.accepted())
    #expect(reply.json["judgement"]["isolation"].string == "none")
    #expect(reply.json["verdict"].string == "AC")
    #expect(server.stop() == 0)
  }
}
