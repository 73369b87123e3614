import Domain
import Foundation
import Sandboxing

/// What one test costs: a fresh interpreter, other sandboxes where they are installed, and ours,
/// paired round by round in one run. Machines are noisy: read the ratios.
enum SandboxBenchmark {
  private static let rounds = 40

  private static let trivial = """
    import asyncio
    async def main():
        a, b = map(int, input().split())
        await asyncio.sleep(0)
        print(a + b)
    asyncio.run(main())
    """

  static func run() async throws {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 2))
    defer { Task { await sandbox.stop() } }
    guard case .code(let code) = try await sandbox.compile(Array(trivial.utf8)) else { return }
    let input = try SealedFile(Array("1 2\n".utf8))
    let request = ExecutionRequest(
      program: .python(code: code, entry: nil, parameters: []), input: input)

    let peers = try self.peers()
    var bare: [Double] = []
    var others: [[Double]] = peers.map { _ in [] }
    var ours: [Double] = []
    var inside: [Double] = []
    var twenty: [Double] = []
    for _ in 0..<rounds {
      bare.append(try milliseconds { try spawn(["/usr/bin/python3", "-I", "-S", "-c", trivial]) })
      for (index, peer) in peers.enumerated() {
        others[index].append(try milliseconds { try spawn(peer.command) })
      }
      let start = ContinuousClock.now
      let execution = try await sandbox.execute(request)
      ours.append((ContinuousClock.now - start) / .milliseconds(1))
      inside.append(execution.wallTime / .milliseconds(1))
      let batch = ContinuousClock.now
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        for _ in 0..<20 { tasks.addTask { _ = try await sandbox.execute(request) } }
        try await tasks.waitForAll()
      }
      twenty.append((ContinuousClock.now - batch) / .milliseconds(1))
    }

    let base = bare.quantile(0.5)
    var table = Table("a trivial asyncio test", "median ms", "tests/s", "times bare python3")
    func add(_ name: String, _ median: Double) {
      table.add(name, text(median), text(1000 / median), text(base / median))
    }
    add("bare python3 -I -S", base)
    for (peer, times) in zip(peers, others) { add(peer.name, times.quantile(0.5)) }
    for name in missing { table.add(name, "not installed", "", "") }
    add("ours, one after the other", ours.quantile(0.5))
    add("ours, 20 on two slots, each", twenty.quantile(0.5) / 20)
    table.add("20 tests on two slots", text(twenty.quantile(0.5)), "", "")
    table.add(
      "of one: outside of the run (Swift, sockets)",
      text(zip(ours, inside).map { $0 - $1 }.quantile(0.5)), "", "")
    table.print()
  }

  private struct Peer {
    var name: String
    var command: [String]
  }

  private static func peers() throws -> [Peer] {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/bwrap") else { return [] }
    return [
      Peer(
        name: "bubblewrap",
        command: [
          "/usr/bin/bwrap", "--unshare-all", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib",
          "/lib", "--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev", "--tmpfs",
          "/tmp", "/usr/bin/python3", "-I", "-S", "-c", trivial,
        ])
    ]
  }

  private static var missing: [String] {
    [("bubblewrap", "/usr/bin/bwrap"), ("isolate", "/usr/bin/isolate"), ("DMOJ", "/usr/bin/dmoj")]
      .filter { !FileManager.default.isExecutableFile(atPath: $0.1) || $0.0 != "bubblewrap" }
      .map(\.0)
  }

  private static func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .milliseconds(1)
  }

  private static func spawn(_ command: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    input.fileHandleForWriting.write(Data("1 2\n".utf8))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
