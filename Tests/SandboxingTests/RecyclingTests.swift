import Domain
import Foundation
import Glibc
import Sandboxing
import TestAttacks
import Testing

/// Slots that are built anew.
@Suite(.timeLimit(.minutes(2))) struct RecyclingTests {
  @Test func `a slot is built anew after as many runs as it is meant for`() async throws {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1, runsPerSlot: 3))
    let daemon = try #require(sandbox.daemonProcess)
    guard case .code(let code) = try await sandbox.compile(Array("print(input())".utf8)) else {
      Issue.record("this is a program")
      return
    }
    var lives: [pid_t] = []
    for number in 0..<10 {
      let execution = try await sandbox.execute(
        ExecutionRequest(
          program: .python(code: code, entry: nil, parameters: []),
          input: try SealedFile(Array("\(number)\n".utf8)), limits: .quick))
      #expect(execution.text == "\(number)\n")
      // A slot that is on its way out may still be there beside the next one.
      let slots = ProcessTable().children(of: daemon).filter { !lives.dropLast().contains($0) }
      if let newest = slots.last, newest != lives.last { lives.append(newest) }
    }
    // Eleven requests, the compiler's among them: the fourth slot is not at its end.
    #expect((3...4).contains(lives.count), "\(lives)")
    #expect(sandbox.daemonProcess == daemon)
    await sandbox.stop()
  }

  @Test func `a slot that does not answer is thrown away, and its run begins again`() async throws {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
    let daemon = try #require(sandbox.daemonProcess)
    guard case .code(let code) = try await sandbox.compile(Array("print('here')".utf8)) else {
      Issue.record("this is a program")
      return
    }
    let table = ProcessTable()
    let zygote = try #require(
      table.descendants(of: daemon).first { table.names[$0]?.hasPrefix("python") == true })
    kill(zygote, SIGSTOP)
    var limits = ExecutionLimits.quick
    limits.wallTime = .milliseconds(100)
    let start = ContinuousClock.now
    let execution = try await sandbox.execute(
      ExecutionRequest(
        program: .python(code: code, entry: nil, parameters: []), input: try SealedFile([]),
        limits: limits))
    #expect(execution.text == "here\n")
    #expect(ContinuousClock.now - start > .seconds(1))
    #expect(sandbox.daemonProcess == daemon)
    #expect(ProcessTable().parents[zygote] == nil)
    await sandbox.stop()
  }
}
