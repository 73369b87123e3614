import Domain
import Glibc
import Lab
import Sandboxing
import Synchronization

/// One run in the lab: the facts of the world and of the process.
package struct LabRun: Sendable {
  package var plan: Plan
  /// Nil when the world has nothing against it; the sandbox may.
  package var failure: Outcome.Failure?
  package var hasAnswer: Bool
  package var record: WorldRecord
  /// The same for every run of the same program under the same plan, on every machine.
  package var hash: UInt64
  /// What the sandbox says about the solution: advice, never verdict.
  package var notes: JSONValue?
  package var answer: JSONValue?
}

/// The world at its end of a run's socket.
final class WorldPeer: ConversationPeer {
  private let scenario: Scenario
  private let expected: JSONValue
  private let plan: Plan
  private let entry: String
  private let advice: AdviceRequest
  private let finished = Mutex<LabRun?>(nil)

  init(
    _ scenario: Scenario, expected: JSONValue, plan: Plan, entry: String, advice: AdviceRequest
  ) {
    self.entry = entry
    self.expected = expected
    self.plan = plan
    self.scenario = scenario
    self.advice = advice
  }

  /// After the run has ended.
  var run: LabRun? { finished.withLock { $0 } }

  func talk(over socket: Int32) {
    let session = Session(scenario, plan: plan, entry: entry, advice: advice)
    var isWritable = write(session.begin(), to: socket)
    unsafe withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
      while true {
        let count = unsafe read(socket, buffer.baseAddress, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        let reply = unsafe session.receive([UInt8](buffer[..<count])[...])
        if !reply.isEmpty, isWritable { isWritable = write(reply, to: socket) }
        // Stopped by the world: the client learned why and has nothing more to say that counts.
        if case .stopped = session.ending { break }
      }
    }
    session.close()
    let outcome = session.outcome
    let failure = outcome.failure(expected: expected)
    let run = LabRun(
      plan: plan, failure: failure, hasAnswer: outcome.ending != .gone, record: outcome.record,
      hash: outcome.hash, notes: outcome.notes, answer: outcome.answer)
    finished.withLock { $0 = run }
  }

  private func write(_ bytes: [UInt8], to socket: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe send(
          socket, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}

extension Sandbox {
  /// Runs a solution in a world.
  func run(
    _ code: SealedFile, in scenario: Scenario, expected: JSONValue, plan: Plan, entry: String,
    advice: AdviceRequest, limits: ExecutionLimits, alone: Bool = false
  ) async throws(SandboxError) -> (LabRun, Execution) {
    let last = Mutex<WorldPeer?>(nil)
    let execution = try await converse(code, limits: limits, alone: alone) {
      let peer = WorldPeer(
        scenario, expected: expected, plan: plan, entry: entry, advice: advice)
      last.withLock { $0 = peer }
      return peer
    }
    guard let run = last.withLock({ $0 })?.run else {
      preconditionFailure("a conversation that ended has had a peer")
    }
    return (run, execution)
  }
}
