import Domain
import Foundation
import Glibc
import Synchronization
import TestAttacks
import TestClient
import Testing

/// A server whose sandbox is killed again and again while a class submits: students wait a little
/// longer, and notice nothing else.
@Suite(.serialized, .timeLimit(.minutes(15)), .enabled(if: geteuid() == 0, "a jail takes root"))
struct SandboxDeathTests {
  /// 200 with `ASYNCJUDGE_KILLS=200`.
  static let count = amount("ASYNCJUDGE_KILLS", usually: 20)
  static let seed = UInt64(amount("ASYNCJUDGE_SEED", usually: 1))

  @Test func `no submission is lost and no verdict is wrong, whatever of the sandbox dies`()
    async throws
  {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url)
    let owner = server.processIdentifier
    let school = School(server.client, accepted: try Example.accepted())
    let start = ContinuousClock.now
    var killer = Killer(seed: Self.seed, owner: owner) {
      let table = ProcessTable()
      return table.children(of: owner).first { table.names[$0] == "sandboxd" }
    }
    try await withThrowingTaskGroup { students in
      for number in 0..<4 {
        students.addTask { try await school.submit(seed: Self.seed + 100 + UInt64(number)) }
      }
      for _ in 0..<Self.count {
        // At least one verdict between two kills, or there would be nothing to spoil.
        await school.progress()
        try await Task.sleep(for: .milliseconds(killer.pause()))
        await killer.strike()
      }
      school.close()
      try await students.waitForAll()
    }
    await killer.daemon()
    #expect(server.stop() == 0)
    let survivors = await killer.survivors()
    #expect(survivors == [])
    print(
      "\(killer.kills) under a server, \(school.judged) submissions judged rightly, "
        + "\(survivors.count) survivors, seed \(Self.seed), \(ContinuousClock.now - start)")
  }
}

/// Students who submit programs of all kinds and know which verdict they deserve.
private final class School: Sendable {
  private struct State {
    var judged = 0
    var isClosing = false
  }

  private let client: HTTPClient
  private let programs: [(source: String, verdict: String)]
  private let state = Mutex(State())

  var judged: Int { state.withLock(\.judged) }

  init(_ client: HTTPClient, accepted: String) {
    self.client = client
    programs = [
      (accepted, "AC"),
      ("print('nonsense')", "WA"),
      ("raise ValueError", "RTE"),
      ("x = (", "CE"),
      ("x = []\nwhile True: x.append(bytes(1 << 20))", "MLE"),
      ("while True: print('x' * 65536)", "OLE"),
      ("import ctypes\nctypes.CDLL(None).ptrace(0)", "SV"),
    ]
  }

  func submit(seed: UInt64) async throws {
    var random = RandomSource(seed: seed)
    while !state.withLock(\.isClosing) {
      let program = programs.randomElement(using: &random)!
      // Another source each time: a repeated one might not be judged again.
      let reply = try await client.post(
        "/api/v1/problems/\(Example.easy)/submissions?wait=60", type: nil,
        program.source + "\n# \(random.next())\n")
      #expect(reply.json["verdict"].string == program.verdict, "\(reply.text)")
      state.withLock { $0.judged += 1 }
    }
  }

  /// Waits until another submission has its verdict.
  func progress() async {
    let wanted = judged + 1
    for _ in 0..<6000 where judged < wanted { try? await Task.sleep(for: .milliseconds(10)) }
    #expect(judged >= wanted, "no verdict within a minute")
  }

  func close() { state.withLock { $0.isClosing = true } }
}
