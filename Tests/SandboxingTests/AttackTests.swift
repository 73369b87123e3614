import Domain
import Foundation
import Glibc
import Sandboxing
import Synchronization
import TestAttacks
import Testing

/// Programs that mean harm, each in every tier that can be had here, and what is left of them.
/// One after the other: what an attack leaves must not be taken for another's.
@Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: geteuid() == 0, "a jail takes root"))
struct HostileTests {}

extension HostileTests {
  @Suite struct AttackTests {
    @Test func `every attack says what it must end in`() throws {
      #expect(try Attack.readAll().count >= 90)
    }

    @Test(arguments: Battlefield.allCases, Attack.all)
    func `an attack is contained and leaves nothing behind`(
      field: Battlefield, attack: Attack
    ) async throws {
      let sandbox = try await field.sandbox()
      let daemon = try #require(sandbox.daemonProcess)
      let user = try await sandbox.userOfRuns()
      try await sandbox.runHonestly()
      let before = await Holdings.settled(ofDaemon: daemon, user: user)

      let outcome = try await sandbox.run(attack)
      let isExpected = outcome.matches(attack.expected(in: sandbox.report.tier))
      #expect(isExpected, "\(outcome)")

      let after = await Holdings.settled(ofDaemon: daemon, user: user, at: before)
      let survivors = after.surplus(over: before)
      #expect(survivors == [])
      // The slot it ran in is alive and the same.
      #expect(before.surplus(over: after) == [])
      try await sandbox.runHonestly()
      Tally.shared.count(sandbox.report.tier, contained: isExpected, survivors: survivors.count)
    }
  }
}

extension Sandbox {
  /// The user id of runs on the host, where they are not in a user namespace.
  func userOfRuns() async throws -> uid_t? {
    guard report.tier <= .c else { return nil }
    return uid_t(try await run("import os; print(os.getuid(), end='')").text)
  }
}

/// Counts what was tried and prints it when the last attack is through.
final class Tally: Sendable {
  struct Figures {
    var attacks = 0
    var contained = 0
    var survivors = 0
  }

  static let shared = Tally()
  private let figures = Mutex<[IsolationTier: Figures]>([:])

  func count(_ tier: IsolationTier, contained: Bool, survivors: Int) {
    let complete = figures.withLock { figures -> [IsolationTier: Figures]? in
      figures[tier, default: Figures()].attacks += 1
      figures[tier, default: Figures()].contained += contained ? 1 : 0
      figures[tier, default: Figures()].survivors += survivors
      let total = figures.values.map(\.attacks).reduce(0, +)
      return total == Attack.all.count * Battlefield.allCases.count ? figures : nil
    }
    for (tier, figures) in complete ?? [:] {
      print(
        "tier \(tier.rawValue): \(figures.attacks) attacks, \(figures.contained) contained, "
          + "\(figures.survivors) survivors")
    }
  }
}
