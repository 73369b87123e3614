import Domain
import Glibc
import Sandboxing
import TestAttacks
import Testing

extension HostileTests {
  /// Attacks and honest runs side by side on all slots, in random order: each honest run must get
  /// its answer and each attack its facts.
  @Suite struct InterleavingTests {
    /// 1,000 with `ASYNCJUDGE_INTERLEAVINGS=1000`.
    static let count = amount("ASYNCJUDGE_INTERLEAVINGS", usually: 200)
    static let seed = UInt64(amount("ASYNCJUDGE_SEED", usually: 1))

    /// Those that end by themselves, and soon.
    static let attacks = Attack.all.filter { attack in
      let facts = [.a, .c].flatMap { attack.expected(in: $0) }.flatMap(\.self)
      let isSlow = facts.contains { [.exceeds(.cpuTime), .exceeds(.wallTime)].contains($0) }
      return !isSlow && !facts.contains(.failsToCompile)
    }

    private enum Step {
      case honest(Int)
      case attack(Attack)
    }

    @Test(arguments: Battlefield.allCases)
    func `an honest run is right whatever runs beside it`(field: Battlefield) async throws {
      #expect(Self.attacks.count > 60)
      var random = RandomSource(seed: Self.seed)
      let sandbox = try await Sandbox.start(field.configuration(slots: SandboxConfiguration.cores))
      var honest = 0
      var hostile = 0
      let start = ContinuousClock.now
      for _ in 0..<Self.count {
        let honestSteps = (0..<Int.random(in: 1...3, using: &random)).map {
          Step.honest(honest + $0)
        }
        let attacks = (0..<Int.random(in: 1...3, using: &random)).map { _ in
          Step.attack(Self.attacks.randomElement(using: &random)!)
        }
        honest += honestSteps.count
        hostile += attacks.count
        let steps = (honestSteps + attacks).shuffled(using: &random)
        try await withThrowingTaskGroup { group in
          for step in steps { group.addTask { try await Self.perform(step, in: sandbox) } }
          try await group.waitForAll()
        }
      }
      await sandbox.stop()
      print(
        "tier \(sandbox.report.tier.rawValue): \(Self.count) interleavings of \(hostile) attacks "
          + "with \(honest) honest runs on \(sandbox.slots) slots, seed \(Self.seed), "
          + "\(ContinuousClock.now - start)")
    }

    private static func perform(_ step: Step, in sandbox: Sandbox) async throws {
      switch step {
      case .honest(let number): try await sandbox.runHonestly(number: number)
      case .attack(let attack):
        let outcome = try await sandbox.run(attack)
        let isExpected = outcome.matches(attack.expected(in: sandbox.report.tier))
        #expect(isExpected, "\(attack.name): \(outcome)")
      }
    }
  }
}
