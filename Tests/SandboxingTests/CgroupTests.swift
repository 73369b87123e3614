import Foundation
import Glibc
import Sandboxing
import TestAttacks
import Testing

extension HostileTests {
  /// Where sandboxd puts its cgroups. Version 2 has most to go wrong: `docker/vm-cgroup2` has it on
  /// any machine, and these are worth running in each of its places.
  @Suite struct CgroupTests {
    private static let isWritable =
      ["/sys/fs/cgroup/memory", "/sys/fs/cgroup/cgroup.subtree_control"]
      .contains { FileManager.default.isWritableFile(atPath: $0) }

    @Test(.enabled(if: isWritable, "cgroups are mounted read-only"))
    func `a sandbox of root has cgroups, whoever else is in that of the server`() async throws {
      let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
      let daemon = try #require(sandbox.daemonProcess)
      let missing = sandbox.report.rows.filter { $0.mechanism.contains("cgroup") && !$0.present }
      #expect(missing == [])
      #expect(Holdings.cgroups(of: daemon) != [])
      await sandbox.stop()
    }

    @Test func `a sandbox that has stopped leaves cgroups as they were`() async throws {
      let before = try ownCgroups()
      // Another sandbox of this program moves everyone first: then there is less to see.
      let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 2))
      let daemon = try #require(sandbox.daemonProcess)
      try await sandbox.runHonestly()
      await sandbox.stop()
      #expect(Holdings.cgroups(of: daemon) == [])
      #expect(try ownCgroups() == before)
    }

    @Test func `a sandboxd in the place of a dead one has its cgroups where that had them`()
      async throws
    {
      let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
      let dead = try #require(sandbox.daemonProcess)
      let places = places(of: dead)
      #expect(places.isEmpty != Self.isWritable)
      kill(dead, SIGKILL)
      try await sandbox.runHonestly()
      let daemon = try #require(sandbox.daemonProcess)
      #expect(daemon != dead)
      #expect(self.places(of: daemon) == places)
      #expect(Holdings.cgroups(of: dead) == [])
      await sandbox.stop()
    }

    @Test func `a slot that died in a run leaves nothing to the one in its place`() async throws {
      let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
      let daemon = try #require(sandbox.daemonProcess)
      try await sandbox.runHonestly()
      _ = await Holdings.settled(ofDaemon: daemon, user: nil)
      let idle = ProcessTable().descendants(of: daemon).count
      let cgroups = Holdings.cgroups(of: daemon)
      async let execution = sandbox.run("import time; time.sleep(1)")
      // The compiler's run or that of the program: both are done again.
      while ProcessTable().descendants(of: daemon).count == idle {
        try await Task.sleep(for: .milliseconds(1))
      }
      kill(try #require(ProcessTable().children(of: daemon).first), SIGKILL)
      #expect(try await execution.ending == .exited(code: 0))
      try await sandbox.runHonestly()
      _ = await Holdings.settled(ofDaemon: daemon, user: nil)
      #expect(Holdings.cgroups(of: daemon) == cgroups)
      await sandbox.stop()
    }

    private func places(of daemon: pid_t) -> Set<String> {
      let mark = /\/asyncjudge-[0-9]+-[0-9]+-.*/
      return Set(Holdings.cgroups(of: daemon).map { $0.replacing(mark, with: "") })
    }

    private func ownCgroups() throws -> String {
      try String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)
    }
  }
}
