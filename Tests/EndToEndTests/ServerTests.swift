import Domain
import Foundation
import TestClient
import Testing

/// The program as a person starts it, spoken to over its socket.
@Suite(.timeLimit(.minutes(5))) struct ServerTests {
  private let accepted = "Problems/easy/\(Example.easy)/submissions/accepted"

  @Test func `says what it found and where it listens`() throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url)
    #expect(server.greeting.contains(/[1-9]\d* easy, [1-9]\d* medium, [1-9]\d* hard/))
    #expect(server.greeting.contains("isolation  tier"))
    #expect(server.greeting.contains("database   \(data.url.path)/asyncjudge.sqlite"))
    #expect(server.stop() == 0)
  }

  @Test func `a submission gets its verdict and changes the leaderboard`() async throws {
    let data = try TemporaryDirectory()
    let token = try addAccount("ada", data: data.url)
    let server = try ServerProcess(data: data.url)
    let path = "/api/v1/problems/\(Example.easy)/submissions?wait=30"
    let mine = ["Authorization": "Bearer \(token)"]

    let wrong = try await server.client.post(
      path, type: "text/x-python", fields: mine, "print('nonsense')")
    #expect(wrong.status == 201)
    #expect(wrong.json["verdict"].string == "WA")
    let right = try await server.client.post(
      path, type: "text/x-python", fields: mine, try Example.accepted())
    #expect(right.json["verdict"].string == "AC")
    #expect(right.json["account"].string == "ada")
    let location = try #require(right.fields["location"])
    #expect(try await server.client.get(location, fields: mine).json["verdict"].string == "AC")
    #expect(try await server.client.get(location).status == 404)
    // A guest is judged but does not rank.
    let guest = try await server.client.post(path, type: nil, try Example.accepted())
    #expect(guest.json["verdict"].string == "AC")

    let board = try await server.client.get("/api/v1/leaderboard?set=easy").json
    #expect(board["rows"].elements.count == 1)
    #expect(board["rows"][0]["account"].string == "ada")
    #expect(board["rows"][0]["score"]["num_solved"].integer == 1)
    #expect(board["rows"][0]["problems"][0]["num_judged"].integer == 2)
    #expect(server.stop() == 0)
  }

  @Test func `an asynchronous problem is judged in virtual time, with a timeline`() async throws {
    let data = try TemporaryDirectory()
    let admin = try addAccount("tess", "--role", "admin", data: data.url)
    let server = try ServerProcess(data: data.url)
    let directory = "Problems/easy/async-solver/submissions/time_limit_exceeded"
    let source = try String(
      contentsOf: ServerProcess.root.appendingPathComponent(directory + "/batches.py"),
      encoding: .utf8)
    let reply = try await server.client.post(
      "/api/v1/problems/async-solver/submissions?wait=60", type: nil, source)
    #expect(reply.json["verdict"].string == "TLE")
    #expect(reply.json["score"].integer == 70)
    let runs = reply.json["judgement"]["runs"].elements
    let slow = try #require(runs.first { $0["lab"]["reason"].string == "too_slow" })
    #expect(slow["lab"]["mistake"]["id"].string == "premature_optimization")
    // Nothing that the submission chose comes back from a hidden case.
    #expect(slow["lab"]["cause"].string == nil)
    #expect(slow["timeline_href"].string == nil)
    let sample = try #require(runs.first?["timeline_href"].string)
    let timeline = try await server.client.get(sample).json
    #expect(timeline["requests"].elements.count == 3)
    #expect(timeline["tasks"].elements.count > 1)
    let hidden = sample.replacing("/runs/1/", with: "/runs/5/")
    #expect(try await server.client.get(hidden).status == 403)
    // Of the case that failed, for an admin: a guest is nobody's student.
    let failed = sample.replacing("/runs/1/", with: "/runs/\(slow["ordinal"].integer ?? 0)/")
    #expect(try await server.client.get(failed).status == 403)
    let admins = ["Authorization": "Bearer \(admin)"]
    #expect(try await server.client.get(failed, fields: admins).status == 200)
    // Of a hidden case that passed nothing is kept: it is run again.
    let passed = try await server.client.get(hidden, fields: admins)
    #expect(passed.status == 200)
    #expect(passed.json["violations"].elements.isEmpty)
    #expect(passed.json["requests"].elements.count > 0)
    #expect(passed.json["tasks"].elements.count > 0)
    #expect(server.stop() == 0)
  }

  @Test func `a kill in the middle loses nothing and judges nothing twice`() async throws {
    let data = try TemporaryDirectory()
    let first = try ServerProcess(data: data.url)
    let source = try Example.accepted()
    let path = "/api/v1/problems/\(Example.easy)/submissions"
    var locations: [String] = []
    for number in 0..<50 {
      let reply = try await first.client.post(path, type: nil, source + "\n# \(number)\n")
      locations.append(try #require(reply.fields["location"]))
    }
    first.kill()
    // Otherwise there was nothing to lose.
    let left = try numbers(
      "select (select count(*) from queue where claim is null), "
        + "(select count(*) from queue where claim is not null)", data: data.url)
    #expect(left[0] > 0, "none was waiting")
    #expect(left[1] > 0, "none was being judged")

    let second = try ServerProcess(data: data.url)
    for location in locations {
      let reply = try await second.client.get(location + "?wait=60")
      #expect(reply.json["verdict"].string == "AC")
    }
    #expect(second.stop() == 0)
    #expect(try judgements(data: data.url) == Array(repeating: 1, count: 50))
  }

  @Test func `SIGTERM gives back what is not finished`() async throws {
    let data = try TemporaryDirectory()
    let first = try ServerProcess(data: data.url)
    var locations: [String] = []
    for _ in 0..<10 {
      let reply = try await first.client.post(
        "/api/v1/problems/\(Example.easy)/submissions", type: nil, try Example.accepted())
      locations.append(try #require(reply.fields["location"]))
    }
    #expect(first.stop() == 0)
    #expect(try numbers("select count(*) from queue", data: data.url)[0] > 0, "all were judged")
    #expect(
      try numbers("select count(*) from queue where claim is not null", data: data.url) == [0])
    let second = try ServerProcess(data: data.url)
    for location in locations {
      #expect(try await second.client.get(location + "?wait=60").json["verdict"].string == "AC")
    }
    #expect(second.stop() == 0)
  }

  @Test func `a second server on the same data is refused`() throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url)
    #expect(throws: ServerProcess.Failure.self) { try ServerProcess(data: data.url) }
    #expect(server.stop() == 0)
  }

  /// How many judgements each submission has in the log.
  private func judgements(data: URL) throws -> [Int] {
    try numbers(
      "select (select count(*) from judgements j where j.submission = s.sequence) "
        + "from submissions s", data: data)
  }

  /// All numbers that a query finds, with a reader that is not ours.
  private func numbers(_ query: String, data: URL) throws -> [Int] {
    // Read-only, or it would clean up after the crash in the server's place.
    let database = "file:\(data.path)/asyncjudge.sqlite?mode=ro"
    let program = """
      import sqlite3, sys
      for row in sqlite3.connect(sys.argv[1], uri=True).execute(sys.argv[2]): print(*row)
      """
    let output = try run("/usr/bin/python3", ["-c", program, database, query])
    return output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
  }

  func addAccount(_ name: String, _ options: String..., data: URL) throws -> String {
    let output = try run(
      ServerProcess.executable.path, ["account", "add", name, "--data", data.path] + options)
    return try #require(output.split(separator: "\n").first { $0.contains("  aj_") })
      .trimmingCharacters(in: .whitespaces)
  }

  private func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.currentDirectoryURL = ServerProcess.root
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }
}

/// The problem that these tests submit to.
enum Example {
  static let easy = "gather-in-order"

  static func accepted() throws -> String {
    let directory = ServerProcess.root.appendingPathComponent(
      "Problems/easy/\(easy)/submissions/accepted")
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    let name = try #require(names.first { $0.hasSuffix(".py") })
    return try String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8)
  }
}
