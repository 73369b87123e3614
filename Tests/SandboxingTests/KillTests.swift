import Domain
import Foundation
import Glibc
import Sandboxing
import Synchronization
import TestAttacks
import Testing

extension HostileTests {
  /// Kills the sandbox's own processes while it works: a run may take longer for it, but none gets
  /// lost and none ends in anything but its own facts.
  @Suite struct KillTests {
    /// 200 with `ASYNCJUDGE_KILLS=200`.
    static let count = amount("ASYNCJUDGE_KILLS", usually: 40)
    static let seed = UInt64(amount("ASYNCJUDGE_SEED", usually: 1))

    @Test(arguments: Battlefield.allCases)
    func `whatever of the sandbox dies, every run ends with its right facts`(
      field: Battlefield
    ) async throws {
      let sandbox = try await Sandbox.start(field.configuration(slots: SandboxConfiguration.cores))
      let load = try await Load(sandbox)
      let start = ContinuousClock.now
      var killer = Killer(seed: Self.seed) { sandbox.daemonProcess }
      try await withThrowingTaskGroup { group in
        for worker in 0..<4 {
          group.addTask { try await load.work(seed: Self.seed + 100 + UInt64(worker)) }
        }
        for _ in 0..<Self.count {
          // At least one run ends between two kills, or there would be nothing to spoil.
          await load.progress(atLeast: 1)
          try await Task.sleep(for: .milliseconds(killer.pause()))
          await killer.strike()
        }
        load.finish()
        try await group.waitForAll()
      }
      await killer.daemon()
      await sandbox.stop()
      let survivors = await killer.survivors(usersOfRuns: load.usersOfRuns)
      #expect(survivors == [])
      print(
        "tier \(sandbox.report.tier.rawValue): \(killer.kills), \(load.completed) runs right, "
          + "\(survivors.count) survivors, seed \(Self.seed), \(ContinuousClock.now - start)")
    }
  }
}

/// Runs of many kinds, each with facts that it must end in.
private final class Load: Sendable {
  struct Kind {
    var name: String
    var program: Program
    var limits = ExecutionLimits.quick
    var isRight: @Sendable (Execution) -> Bool
  }

  private struct State {
    var completed = 0
    var isFinishing = false
    var usersOfRuns: Set<uid_t> = []
  }

  private let sandbox: Sandbox
  private let kinds: [Kind]
  private let state = Mutex(State())

  var completed: Int { state.withLock(\.completed) }
  /// Ids on the host, where runs have no user namespace; else those of the first slot's inside.
  var usersOfRuns: Set<uid_t> { state.withLock(\.usersOfRuns) }

  init(_ sandbox: Sandbox) async throws {
    self.sandbox = sandbox
    func python(_ source: String) async throws -> Program {
      guard case .code(let code) = try await sandbox.compile(Array(source.utf8)) else {
        throw Sandbox.CompileFailure(message: source)
      }
      return .python(code: code, entry: nil, parameters: [])
    }
    func shell(_ script: String) -> Program {
      .command(CommandProgram(.path("/usr/bin/sh"), arguments: ["sh", "-c", script]))
    }
    let exited = Execution.Ending.exited
    var short = ExecutionLimits.quick
    short.cpuTime = .milliseconds(100)
    short.wallTime = .seconds(30)
    kinds = [
      Kind(name: "honest", program: try await python("print(int(input()) * 2)")) {
        $0.text == "42\n" && $0.ending == exited(0) && $0.exceeded == nil
      },
      Kind(
        name: "asyncio",
        program: try await python(
          "import asyncio, os\nasync def f():\n await asyncio.sleep(0.05)\n print(os.getuid())\n"
            + "asyncio.run(f())")
      ) { uid_t($0.text.dropLast()) != nil && $0.ending == exited(0) && $0.exceeded == nil },
      Kind(name: "exit 3", program: try await python("raise SystemExit(3)")) {
        $0.ending == exited(3) && $0.exceeded == nil
      },
      Kind(name: "spin", program: try await python("while True: pass"), limits: short) {
        $0.exceeded == .cpuTime
      },
      Kind(
        name: "memory", program: try await python("x = []\nwhile True: x.append(b'x' * (1 << 20))")
      ) { $0.exceeded == .memory },
      Kind(name: "flood", program: try await python("while True: print('x' * 65536)")) {
        $0.exceeded == .output
      },
      Kind(
        name: "ptrace", program: try await python("import ctypes\nctypes.CDLL(None).ptrace(0)")
      ) { $0.exceeded == .systemCalls },
      Kind(name: "command", program: shell("echo hello; exit 4")) {
        $0.text == "hello\n" && $0.ending == exited(4) && $0.exceeded == nil
      },
      Kind(name: "command that leaves processes", program: shell("sleep 1000 & echo left")) {
        $0.text == "left\n" && $0.ending == exited(0) && $0.exceeded == nil
      },
      Kind(name: "command that waits", program: shell("sleep 1000 & sleep 0.1; echo waited")) {
        $0.text == "waited\n" && $0.ending == exited(0) && $0.exceeded == nil
      },
    ]
  }

  func work(seed: UInt64) async throws {
    var random = RandomSource(seed: seed)
    while !state.withLock(\.isFinishing) {
      let kind = kinds.randomElement(using: &random)!
      let execution = try await run(kind)
      #expect(kind.isRight(execution), "\(kind.name): \(AttackOutcome.ran(execution))")
      state.withLock { state in
        state.completed += 1
        if kind.name == "asyncio", let user = uid_t(execution.text.dropLast()) {
          state.usersOfRuns.insert(user)
        }
      }
    }
    // Whatever happened before, it works now.
    try await sandbox.runHonestly()
  }

  private func run(_ kind: Kind) async throws -> Execution {
    try await sandbox.execute(
      ExecutionRequest(program: kind.program, input: try HonestRun.input(), limits: kind.limits))
  }

  /// Waits until this many more runs have ended.
  func progress(atLeast runs: Int) async {
    let wanted = completed + runs
    for _ in 0..<3000 where completed < wanted { try? await Task.sleep(for: .milliseconds(10)) }
    #expect(completed >= wanted, "no run ended within 30 seconds")
  }

  func finish() { state.withLock { $0.isFinishing = true } }
}
