import Domain
import Foundation
import Glibc
import Sandboxing
import TestAttacks
import Testing

/// The same program ends in the same facts in every tier; what differs is what else would protect
/// the machine, and that is said.
@Suite(.timeLimit(.minutes(5)), .enabled(if: geteuid() == 0, "weaker tiers are made by root"))
struct TierTests {
  /// One of each tier on a machine that can do everything: as root, as an ordinary user, in a
  /// container, and as a user whose machine has no namespaces for it.
  enum Place: String, CaseIterable, Sendable {
    case root, user, container, userWithoutNamespaces

    static let offered = Task { try await Sandbox.inspect(SandboxConfiguration()).tier }

    var configuration: SandboxConfiguration {
      switch self {
      case .root: return Battlefield.machine.configuration(slots: 2)
      case .user: return Battlefield.user.configuration(slots: 2)
      case .container: return Battlefield.container.configuration(slots: 2)
      case .userWithoutNamespaces:
        var configuration = Battlefield.user.configuration(slots: 2)
        configuration.maximumTier = .d
        configuration.minimumTier = .d
        return configuration
      }
    }

    /// The tier there; a machine that offers less than A to root may offer less to others, too.
    func tier() async throws -> IsolationTier {
      switch self {
      case .root: try await Self.offered.value
      case .user: min(.b, try await Self.offered.value)
      case .container: .c
      case .userWithoutNamespaces: .d
      }
    }

    private static let all = Dictionary(
      uniqueKeysWithValues: allCases.map { place in
        (place, Task { try await Sandbox.start(place.configuration) })
      })

    func sandbox() async throws -> Sandbox { try await Self.all[self]!.value }
  }

  @Test(arguments: Place.allCases)
  func `the tier is found out, and what a better one needs is said`(place: Place) async throws {
    let sandbox = try await place.sandbox()
    #expect(try await sandbox.report.tier == place.tier())
    let inspected = try await Sandbox.inspect(place.configuration)
    #expect(inspected == sandbox.report)
    for row in sandbox.report.rows where !row.present {
      // "Operation not permitted: start the server as root, ..."
      #expect(row.note.contains(/^[A-Z].+: .+/), "\(row.mechanism): \(row.note)")
    }
    let missing = Set(sandbox.report.rows.filter { !$0.present }.map(\.mechanism))
    switch place {
    case .root: break
    case .user, .userWithoutNamespaces: #expect(missing.isSuperset(of: ["user ids"]))
    case .container: #expect(missing.isSuperset(of: ["namespaces", "memory cgroup"]))
    }
  }

  @Test func `where all runs have one user id there is one slot`() async throws {
    #expect(try await Place.userWithoutNamespaces.sandbox().slots == 1)
    #expect(try await Place.user.sandbox().slots == 2)
  }

  @Test func `less than the minimum is refused, with what to do about it`() async throws {
    var configuration = Place.userWithoutNamespaces.configuration
    configuration.minimumTier = .c
    let error = await #expect(throws: SandboxError.self) {
      try await Sandbox.start(configuration)
    }
    #expect(error?.kind == .isolation)
    #expect(error?.cause == "this machine offers isolation tier D, the configured minimum is C")
    #expect(error?.hint.contains("--isolation") == true)
    #expect(error?.hint.contains("user ids (") == true)
  }

  @Test(arguments: Place.allCases)
  func `an honest program does its work`(place: Place) async throws {
    let sandbox = try await place.sandbox()
    try await withThrowingTaskGroup { tasks in
      for number in 0..<8 { tasks.addTask { try await sandbox.runHonestly(number: number) } }
      try await tasks.waitForAll()
    }
  }

  @Test(
    arguments: Place.allCases,
    [
      ("while True: pass", Execution.Limit.cpuTime),
      ("import asyncio; asyncio.run(asyncio.Event().wait())", .wallTime),
      ("x = []\nwhile True: x.append(bytes(1 << 20))", .memory),
      ("while True: print('x' * 1000)", .output),
      ("import ctypes\nctypes.CDLL(None).ptrace(0)", .systemCalls),
    ])
  func `a limit that is broken ends the run and is named`(
    place: Place, attempt: (source: String, limit: Execution.Limit)
  ) async throws {
    let execution = try await place.sandbox().run(
      attempt.source, limits: .breaking(attempt.limit))
    #expect(execution.exceeded == attempt.limit)
  }

  @Test(arguments: Place.allCases, [0, 10, 50, 200])
  func `memory is what a program allocates over the interpreter's own, within 1 MB`(
    place: Place, mebibytes: Int
  ) async throws {
    let sandbox = try await place.sandbox()
    var limits = ExecutionLimits.quick
    limits.memory = .mebibytes(256)
    func peak(_ source: String) async throws -> Execution {
      let execution = try await sandbox.run(source, limits: limits)
      #expect(execution.ending == .exited(code: 0))
      #expect(execution.exceeded == nil)
      return execution
    }
    let empty = try await peak("pass")
    let full = try await peak("x = bytearray(b'x') * (\(mebibytes) << 20)")
    let over = full.peakMemory.bytes - empty.peakMemory.bytes
    #expect(abs(over - mebibytes << 20) < 1 << 20, "\(mebibytes) MiB gave \(over) bytes")
    let isGrouped = try #require(
      sandbox.report.rows.first { $0.mechanism == "memory cgroup" }
    ).present
    #expect(full.memorySource == (isGrouped ? .cgroup : .maximumResidentSet))
    // A warm interpreter, nothing else: what `isolate` says of an empty program is 10 MB.
    let interpreter = (6 << 20)...(24 << 20)
    #expect(interpreter.contains(empty.peakMemory.bytes), "\(empty.peakMemory)")
    if mebibytes == 0 { print("\(place): an empty program holds \(empty.peakMemory.bytes) bytes") }
  }

  // MARK: what a run is left with

  /// As the kernel tells it, to an onlooker outside: what a run says of itself could be wrong.
  @Test(arguments: Place.allCases)
  func `a run has no capability, no group, a filter, and an id of its own`(
    place: Place
  ) async throws {
    let sandbox = try await place.sandbox()
    let daemon = try #require(sandbox.daemonProcess)
    let nothing = "0000000000000000"
    let run = Task { try await sandbox.run("import time\ntime.sleep(60)") }
    defer { run.cancel() }
    var status: [String: String] = [:]
    for _ in 0..<1000 where status["CapPrm"] != nothing {
      try await Task.sleep(for: .milliseconds(10))
      status = statusOfRun(in: daemon)
    }
    // Ids and session come before the capabilities, the filter of tier C after them.
    try await Task.sleep(for: .milliseconds(100))
    status = statusOfRun(in: daemon)
    for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { #expect(status[set] == nothing) }
    #expect(status["NoNewPrivs"] == "1")
    #expect(status["Seccomp"] == "2")
    #expect(status["Groups"] == "")
    let ids = ["Uid", "Gid"].map { Set((status[$0] ?? "").split(separator: "\t")) }
    #expect(ids.map(\.count) == [1, 1])
    if [.root, .container].contains(place) {
      #expect(ids.joined().allSatisfy { (Int($0) ?? 0) >= 60000 })
    }
    let numbers = (status["NSpid"] ?? "").split(separator: "\t")
    #expect(sandbox.report.tier >= .b ? numbers.last == "1" : numbers.count == 1)
  }

  /// `/proc/<run>/status`, by field; empty while there is none.
  private func statusOfRun(in daemon: pid_t) -> [String: String] {
    let table = ProcessTable()
    let run = table.descendants(of: daemon).first { process in
      table.parents[process].flatMap { table.names[$0] }?.hasPrefix("python") == true
    }
    guard let run,
      let text = try? String(contentsOfFile: "/proc/\(run)/status", encoding: .utf8)
    else { return [:] }
    let fields = text.split(separator: "\n").map { line in
      line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    return Dictionary(
      fields.filter { $0.count == 2 }.map { ($0[0], $0[1]) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Where there are neither namespaces nor ids, these would end the slot, or the server.
  @Test(
    arguments: Attack.all.filter {
      $0.name.contains(/signal_|kills_its_keeper|kill_self|stop_self/)
    })
  func `a run with the server's own user id signals nobody but itself`(
    attack: Attack
  ) async throws {
    let sandbox = try await Place.userWithoutNamespaces.sandbox()
    let daemon = try #require(sandbox.daemonProcess)
    try await sandbox.runHonestly()
    let before = await Holdings.settled(ofDaemon: daemon, user: nil)
    let outcome = try await sandbox.run(attack)
    #expect(outcome.matches(attack.expected(in: .d)), "\(outcome)")
    try await sandbox.runHonestly()
    let after = await Holdings.settled(ofDaemon: daemon, user: nil, at: before)
    #expect(after.surplus(over: before) + before.surplus(over: after) == [])
  }

  /// `forgetful` lets capset() say yes and do nothing.
  @Test func `where capabilities cannot be dropped no run begins`() async throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
      "asyncjudge-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    var configuration = Place.user.configuration
    configuration.slots = 1
    let launcher = directory.appendingPathComponent("forgetful")
    try FileManager.default.createSymbolicLink(
      atPath: launcher.path, withDestinationPath: try #require(configuration.sandboxdPath))
    configuration.sandboxdPath = launcher.path
    try #require(
      try await Sandbox.inspect(configuration).tier == .b,
      "only a jail of one's own gives an ordinary user capabilities to drop")
    let sandbox = try await Sandbox.start(configuration)
    let error = await #expect(throws: SandboxError.self) { try await sandbox.run("print(1)") }
    #expect(error?.kind == .setUp)
    #expect(error?.operation == "cannot give up the capabilities of a run")
    await sandbox.stop()
  }
}
