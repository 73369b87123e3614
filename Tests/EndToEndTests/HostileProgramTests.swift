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
    let server = try ServerProcess(data: data.url)
    let path = "/api/v1/problems/\(Example.easy)/submissions?wait=60"
    // One honest run first, so that everything the server starts lazily is there.
    _ = try await server.client.post(path, type: nil, try Example.accepted())
    let before = try Leftovers(of: server.processIdentifier)
    for program in Self.programs {
      let reply = try await server.client.post(path, type: nil, program.source)
      let verdict = reply.json["verdict"].string ?? "none"
      #expect(program.verdicts.contains(verdict), "\(program.name): \(reply.text)")
    }
    let honest = try await server.client.post(path, type: nil, try Example.accepted())
    #expect(honest.json["verdict"].string == "AC")
    #expect(try Leftovers(of: server.processIdentifier) == before)
    #expect(server.stop() == 0)
    #expect(try Leftovers(of: server.processIdentifier) == Leftovers())
  }
}

/// What a server holds of the machine: counts of its processes, of the mounts in its namespace, and
/// of the cgroups that bear its mark.
struct Leftovers: Equatable {
  var processes = 0
  var mounts = 0
  var cgroups = 0

  init() {}

  init(of server: Int32) throws {
    var parents: [Int32: Int32] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
      guard let process = Int32(name),
        let stat = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        let end = stat.lastIndex(of: ")")
      else { continue }
      let fields = stat[stat.index(after: end)...].split(separator: " ")
      parents[process] = Int32(fields[1])
    }
    processes = parents.keys.count { process in
      var ancestor = parents[process]
      while let current = ancestor, current > 1 {
        if current == server { return true }
        ancestor = parents[current]
      }
      return false
    }
    if let mounted = try? String(contentsOfFile: "/proc/\(server)/mounts", encoding: .utf8) {
      mounts = mounted.split(separator: "\n").count
    }
    let cgroupRoot = URL(fileURLWithPath: "/sys/fs/cgroup")
    let all = FileManager.default.enumerator(at: cgroupRoot, includingPropertiesForKeys: nil)
    while let found = all?.nextObject() as? URL {
      let name = found.lastPathComponent
      if found.hasDirectoryPath, name.contains("asyncjudge"), name.contains("\(server)") {
        cgroups += 1
      }
    }
  }
}
