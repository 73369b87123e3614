import Domain
import Foundation
import TestClient
import Testing

/// Programs that mean harm, through the whole house; and what is left of them afterwards.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HostileProgramTests {
  struct Program: Sendable, CustomTestStringConvertible {
    var name: String
    var source: String
    var verdicts: [String]
    var testDescription: String { name }
  }

  static let programs = [
    Program(name: "an endless loop", source: "while True: pass", verdicts: ["TLE"]),
    Program(name: "a 1 GiB allocation", source: "x = b'x' * (1 << 30)", verdicts: ["MLE"]),
    Program(
      name: "a 100 MiB output",
      source: "import sys\nfor _ in range(100): sys.stdout.write('x' * (1 << 20))",
      verdicts: ["OLE"]),
    Program(
      name: "a fork bomb", source: "import os\nwhile True: os.fork()", verdicts: ["RTE", "TLE"]),
    Program(
      name: "a sleeping program", source: "import time\ntime.sleep(3600)",
      verdicts: ["TLE", "ILE"]),
  ]

  @Test func `each gets its verdict and leaves nothing behind`() async throws {
    let data = try TemporaryDirectory()
    let mounts = try Holdings.mounts(of: "self")
    let server = try ServerProcess(data: data.url)
    let path = "/api/v1/problems/\(Example.easy)/submissions?wait=60"
    // One honest run first, so that everything the server starts lazily is there.
    let first = try await server.client.post(path, type: nil, try Example.accepted())
    let before = try Holdings(of: server.processIdentifier)
    // What is counted is there to be counted.
    #expect(!before.processes.isEmpty)
    #expect(before.mounts > 0)
    #expect(before.cgroups.isEmpty == (first.json["judgement"]["isolation"].string != "A"))
    for program in Self.programs {
      let reply = try await server.client.post(path, type: nil, program.source)
      let verdict = reply.json["verdict"].string ?? "none"
      #expect(program.verdicts.contains(verdict), "\(program.name): \(reply.text)")
    }
    let honest = try await server.client.post(path, type: nil, try Example.accepted())
    #expect(honest.json["verdict"].string == "AC")
    let after = try Holdings(of: server.processIdentifier)
    #expect(after.counts == before.counts)
    #expect(server.stop() == 0)
    #expect(try before.remaining() == [])
    #expect(try after.remaining() == [])
    #expect(try Holdings.mounts(of: "self") == mounts)
  }

  @Test func `a server that is killed leaves nothing behind either`() async throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url)
    let path = "/api/v1/problems/\(Example.easy)/submissions"
    for source in ["import time\ntime.sleep(3600)", "while True: pass"] {
      let location = try await server.client.post(path, type: nil, source).fields["location"]
      while try await server.client.get(try #require(location)).json["state"].string == "queued" {
        await Task.yield()
      }
    }
    let held = try Holdings(of: server.processIdentifier)
    server.kill()
    // Nobody tells when the last of them is gone.
    let deadline = ContinuousClock.now + .seconds(10)
    while try !held.remaining().isEmpty, ContinuousClock.now < deadline { await Task.yield() }
    #expect(try held.remaining() == [])
  }
}
