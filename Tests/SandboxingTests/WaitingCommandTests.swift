import Domain
import Sandboxing
import TestAttacks
import Testing

/// Commands that are begun before their request is there (`run.c`).
@Suite(.timeLimit(.minutes(1))) struct WaitingCommandTests {
  private func run(
    _ script: String, in sandbox: Sandbox, input: String = "", scratch: ByteCount? = nil,
    _ change: (inout ExecutionLimits) -> Void = { _ in }
  ) async throws -> Execution {
    var limits = ExecutionLimits.quick
    change(&limits)
    let shell = CommandProgram(.path("/usr/bin/sh"), arguments: ["sh", "-c", script])
    return try await sandbox.execute(
      ExecutionRequest(
        program: .command(shell), input: try SealedFile(Array(input.utf8)), limits: limits,
        scratch: scratch))
  }

  @Test func `each has the input, the limits and the files of its own request`() async throws {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
    for files in [20, 40, 30, 50] {
      let plain = try await run("ulimit -n; cat", in: sandbox, input: "\(files)") {
        $0.openFiles = files
      }
      #expect(plain.text == "\(files)\n\(files)")
      let long = try await run("yes", in: sandbox) { $0.output = .bytes(files) }
      #expect(long.exceeded == .output)
      #expect(long.output.count == files)
      // What no waiting command can take, and the next one that can.
      let scratch = try await run(
        "echo kept > /tmp/it; cat /tmp/it", in: sandbox, scratch: .mebibytes(1))
      #expect(scratch.text == "kept\n")
      #expect(try await run("ls /tmp", in: sandbox).text == "")
    }
    await sandbox.stop()
  }

  @Test func `each has the memory and the processes of its own request`() async throws {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
    for mebibytes in [128, 40, 128, 40] {
      let run = try await run(
        "head -c 60000000 /dev/zero | tail -c 60000000 | wc -c", in: sandbox
      ) { $0.memory = .mebibytes(mebibytes) }
      if mebibytes == 128 { #expect(run.text == "60000000\n", "\(AttackOutcome.ran(run))") }
      if mebibytes == 40 { #expect(run.text != "60000000\n") }
    }
    for processes in [8, 1, 8, 1] {
      let run = try await run("ls / > /dev/null; echo $?", in: sandbox) {
        $0.processes = processes
      }
      #expect((run.text == "0\n") == (processes == 8))
    }
    await sandbox.stop()
  }
}
