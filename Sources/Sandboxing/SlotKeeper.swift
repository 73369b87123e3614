import Dispatch
import Domain
import Glibc
import Synchronization

/// Keeps sandboxd and its slots alive and hands the slots out.
final class SlotKeeper: Sendable {
  private typealias Start = CheckedContinuation<Result<IsolationReport, SandboxError>, Never>
  private typealias Claim = CheckedContinuation<Result<Slot, SandboxError>, Never>

  private enum Phase {
    /// Until every slot was ready once.
    case starting(Start)
    case running
    /// Too many failures in a row: runs are refused with this until a slot comes up again.
    case failing(SandboxError)
    case stopped
  }

  private struct State {
    var phase: Phase
    var daemon: Daemon?
    var report: IsolationReport?
    var slots: [Int: Slot] = [:]  // ready ones
    var line = SlotLine()
    var claims: [UInt64: Claim] = [:]
    var failures = 0  // in a row, of slots and sandboxd
    var stopping: [CheckedContinuation<Void, Never>] = []
  }

  private let configuration: SandboxConfiguration
  private let state = Mutex(State(phase: .running))
  private let tickets = Atomic<UInt64>(0)
  private let queue = DispatchQueue(label: "sandbox")

  init(_ configuration: SandboxConfiguration) { self.configuration = configuration }

  /// As many as were asked for.
  var slots: Int { configuration.slots }
  var daemonProcess: pid_t? { state.withLock { $0.daemon?.process } }

  func newTicket() -> UInt64 { tickets.add(1, ordering: .relaxed).newValue }

  // MARK: sandboxd

  func start() async throws(SandboxError) -> IsolationReport {
    let result = await withCheckedContinuation { continuation in
      state.withLock { $0.phase = .starting(continuation) }
      queue.async { @Sendable in self.spawn() }
    }
    switch result {
    case .success(let report): return report
    case .failure(let error):
      await stop()
      throw error
    }
  }

  func stop() async {
    await withCheckedContinuation { continuation in
      let (claims, ended) = state.withLock { state -> ([Claim], Bool) in
        state.phase = .stopped
        state.daemon?.stop()
        if state.daemon != nil { state.stopping.append(continuation) }
        defer { state.claims = [:] }
        return (Array(state.claims.values), state.daemon == nil)
      }
      for claim in claims { claim.resume(returning: .failure(.stopped)) }
      if ended { continuation.resume() }
    }
  }

  private func spawn() {
    do throws(SandboxError) {
      let daemon = try Daemon(configuration)
      let stopped = state.withLock { state in
        state.daemon = daemon
        if case .stopped = state.phase { return true }
        return false
      }
      daemon.listen { @Sendable event in self.handle(event, of: daemon) }
      if stopped { daemon.stop() }
    } catch {
      failed(error)
      respawn()
    }
  }

  private func respawn() {
    let failures = state.withLock { state -> Int? in
      if case .stopped = state.phase { return nil }
      return state.failures
    }
    guard let failures else { return }
    let pause = min(failures, 50) * SandboxLimits.respawnPauseMilliseconds
    queue.asyncAfter(deadline: .now() + .milliseconds(pause)) { @Sendable in self.spawn() }
  }

  private func handle(_ event: Daemon.Event, of daemon: Daemon) {
    switch event {
    case .hello(let report): greet(report)
    case .slot(let slot):
      slot.whenReady { @Sendable failure in
        switch failure {
        case nil: self.ready(slot)
        case .setUp(let stage, let code): self.failed(.failed(stage, code: code, kind: .start))
        default: break  // it died; sandboxd tells why
        }
      }
    case .slotFailed(let index, let stage, let code):
      drop(index, generation: nil)
      failed(.failed(stage, code: code, kind: .start))
    case .slotEnded(let index, let generation): drop(index, generation: generation)
    case .ended: ended()
    }
  }

  private func greet(_ report: IsolationReport) {
    let minimum = configuration.minimumTier
    let (start, error) = state.withLock { state -> (Start?, SandboxError?) in
      state.report = report
      guard case .starting(let start) = state.phase, report.tier < minimum else {
        return (nil, nil)
      }
      state.phase = .stopped
      let error = SandboxError(
        .isolation, "start the sandbox",
        cause: "this machine offers isolation tier \(report.tier.rawValue), "
          + "the configured minimum is \(minimum.rawValue)",
        hint: "Missing: \(report.missing). Or accept less with `--isolation`")
      return (start, error)
    }
    if let start, let error { start.resume(returning: .failure(error)) }
  }

  private func ended() {
    let (again, stopping) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
      state.daemon = nil
      for index in state.slots.keys { state.line.remove(slot: index) }
      state.slots = [:]
      if case .stopped = state.phase {
        defer { state.stopping = [] }
        return (false, state.stopping)
      }
      return (true, [])
    }
    for continuation in stopping { continuation.resume() }
    guard again else { return }
    failed(
      SandboxError(
        .start, "keep sandboxd running", cause: "it ended",
        hint: "Its own message, if any, is on the server's standard error"))
    respawn()
  }

  // MARK: slots

  private func ready(_ slot: Slot) {
    let wanted = configuration.slots
    let start = state.withLock { state -> Start? in
      state.slots[slot.index] = slot
      state.line.add(slot: slot.index)
      state.failures = 0
      switch state.phase {
      case .starting(let start):
        guard state.slots.count == (state.report?.tier == .d ? 1 : wanted) else { return nil }
        state.phase = .running
        return start
      case .failing:
        state.phase = .running
        return nil
      case .running, .stopped: return nil
      }
    }
    if let start, let report = state.withLock({ $0.report }) {
      start.resume(returning: .success(report))
    }
    serve()
  }

  /// A failure of a slot or of sandboxd; enough of them in a row end the wait of those in line.
  private func failed(_ error: SandboxError) {
    let (start, claims) = state.withLock { state -> (Start?, [Claim]) in
      state.failures += 1
      switch state.phase {
      case .starting(let start) where state.failures >= 3:
        state.phase = .failing(error)
        return (start, [])
      case .running where state.failures >= SandboxLimits.failuresInARow && state.slots.isEmpty:
        state.phase = .failing(error)
        defer {
          for ticket in state.claims.keys { _ = state.line.leave(ticket: ticket) }
          state.claims = [:]
        }
        return (nil, Array(state.claims.values))
      default: return (nil, [])
      }
    }
    start?.resume(returning: .failure(error))
    for claim in claims { claim.resume(returning: .failure(error)) }
  }

  /// `generation` nil: whatever is there.
  private func drop(_ index: Int, generation: UInt32?) {
    state.withLock { state in
      guard let slot = state.slots[index], generation == nil || slot.generation == generation
      else { return }
      state.slots[index] = nil
      state.line.remove(slot: index)
    }
    serve()
  }

  /// Whether other runs were in flight beside the one that has just ended in this slot.
  func hadCompany(_ slot: Slot) -> Bool {
    state.withLock { $0.line.hadCompany(slot: slot.index) }
  }

  func release(_ slot: Slot) {
    if slot.runs >= configuration.runsPerSlot { return discard(slot) }
    state.withLock { state in
      // Another generation may be in its place by now.
      if state.slots[slot.index] === slot { state.line.add(slot: slot.index) }
    }
    serve()
  }

  func discard(_ slot: Slot) {
    let daemon = state.withLock { state -> Daemon? in
      guard state.slots[slot.index] === slot else { return nil }
      state.slots[slot.index] = nil
      state.line.remove(slot: slot.index)
      return state.daemon
    }
    daemon?.recycle(slot)
    serve()
  }

  /// Waits in line for a slot. Cancelling the task leaves the line.
  func claim(alone: Bool) async throws(SandboxError) -> Slot {
    let ticket = newTicket()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let refusal = state.withLock { state -> SandboxError? in
          if Task.isCancelled { return .cancelled }
          switch state.phase {
          case .stopped: return .stopped
          case .failing(let error): return error
          case .starting, .running: break
          }
          state.claims[ticket] = continuation
          state.line.wait(SlotLine.Waiter(ticket: ticket, alone: alone))
          return nil
        }
        if let refusal { continuation.resume(returning: .failure(refusal)) } else { serve() }
      }
    } onCancel: {
      let claim = state.withLock { state -> Claim? in
        state.line.leave(ticket: ticket) ? state.claims.removeValue(forKey: ticket) : nil
      }
      claim?.resume(returning: .failure(.cancelled))
      serve()
    }
    return try result.get()
  }

  private func serve() {
    while true {
      let served = state.withLock { state -> (Claim?, Slot)? in
        guard let (ticket, index) = state.line.next(), let slot = state.slots[index] else {
          return nil
        }
        return (state.claims.removeValue(forKey: ticket), slot)
      }
      guard let (claim, slot) = served else { return }
      claim?.resume(returning: .success(slot))
    }
  }
}
