import CSandbox
import Dispatch
import Domain
import Glibc
import Posix
import Synchronization

/// Runs programs in slots and reports facts. Keeps sandboxd alive, hands out its slots, and tries a
/// run again when the sandbox, not the program, failed.
package final class Sandbox: Sendable {
  /// Runs at the same time.
  package let slots: Int
  package let report: IsolationReport
  /// The sandboxd that runs now; another one when it died. Nil between the two, and when stopped.
  package var daemonProcess: Int32? { keeper.daemonProcess }
  /// Where every run waits for its end.
  let threads: SlotThreads
  private let keeper: SlotKeeper
  private let nothing: SealedFile

  private init(keeper: SlotKeeper, report: IsolationReport) throws(SandboxError) {
    self.keeper = keeper
    self.report = report
    nothing = try SealedFile([])
    // With one user id slots could kill each other's runs, so sandboxd makes only one.
    slots = report.tier == .d ? 1 : keeper.slots
    threads = try SlotThreads(slots: slots)
  }

  /// Starts sandboxd and waits until every slot takes runs: a fifth of a second, more on a busy
  /// machine. Throws when the machine isolates less than the configured minimum.
  package static func start(_ configuration: SandboxConfiguration) async throws(SandboxError)
    -> Sandbox
  {
    let keeper = SlotKeeper(configuration)
    let report = try await keeper.start()
    do throws(SandboxError) {
      return try Sandbox(keeper: keeper, report: report)
    } catch {
      await keeper.stop()
      throw error
    }
  }

  /// What this machine offers, whatever the configured minimum.
  package static func inspect(_ configuration: SandboxConfiguration) async throws(SandboxError)
    -> IsolationReport
  {
    var configuration = configuration
    configuration.minimumTier = .d  // with `.none` it would use nothing and say so
    let daemon = try Daemon(configuration)
    let result = await withCheckedContinuation { continuation in
      daemon.ask { continuation.resume(returning: $0) }
    }
    return try result.get()
  }

  /// Compiles Python source, in a slot and under `limits`. Whatever the source does to the compiler
  /// ends in `.failed`; a thrown error is the sandbox's own.
  package func compile(_ source: [UInt8], limits: ExecutionLimits = .compilation)
    async throws(SandboxError) -> CompileResult
  {
    let request = try RunRequest.pythonCompiler(
      source: try SealedFile(source), nothing: nothing, limits: limits)
    let execution = try await run(request, alone: false)
    return try CompileResult(execution, limits: limits)
  }

  /// Compiles source to an executable with a compiler of the machine; else as for Python. Only
  /// where `hasScratch` is true.
  package func compile(
    _ source: [UInt8], with compiler: CompileCommand, limits: ExecutionLimits = .compilation
  ) async throws(SandboxError) -> CompileResult {
    let request = try RunRequest.compiler(
      compiler, source: try SealedFile(source), nothing: nothing, limits: limits,
      scratch: SandboxLimits.compilerScratch)
    let execution = try await run(request, alone: false)
    return try CompileResult(execution, limits: limits)
  }

  /// Whether a run can have a private writable directory, which takes a mount namespace.
  package var hasScratch: Bool { report.tier >= .b }

  /// Runs a program when a slot is free, first come, first served. Cancelling the task leaves the
  /// line or kills the run, and throws `.cancelled`.
  package func execute(_ request: ExecutionRequest) async throws(SandboxError) -> Execution {
    try await run(try RunRequest(request), alone: request.alone)
  }

  /// Runs Python code that talks to a peer over a socket, in the language of `Sources/Lab/Protocol.md`.
  /// `peer` is asked for a new one for each attempt: when the sandbox fails a run, the next begins
  /// from the start, and the last one made is the one that counts.
  package func converse(
    _ code: SealedFile, limits: ExecutionLimits, alone: Bool = false,
    peer: @escaping @Sendable () -> any ConversationPeer
  ) async throws(SandboxError) -> Execution {
    var request = try RunRequest(
      ExecutionRequest(program: .lab(code: code), input: nothing, limits: limits))
    request.peer = peer
    return try await run(request, alone: alone)
  }

  /// Kills what is running and ends sandboxd; runs in flight and in line throw `.stopped`.
  package func stop() async { await keeper.stop() }

  /// Does `body` on the threads where runs wait, whatever actor asks. What makes several runs one
  /// after the other does so in there: none of them then needs another thread to be woken.
  package func onRunThreads<Result, Failure>(
    _ body: @concurrent @Sendable () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    try await withTaskExecutorPreference(threads, operation: body)
  }

  private func run(_ request: RunRequest, alone: Bool) async throws(SandboxError) -> Execution {
    try await onRunThreads { () async throws(SandboxError) -> Execution in
      try await self.runInSlot(request, alone: alone)
    }
  }

  /// Waits for a slot and blocks until it has answered: for `threads` only.
  @concurrent private func runInSlot(
    _ request: RunRequest, alone: Bool
  ) async throws(SandboxError) -> Execution {
    var last = SandboxError(.lost, "run in the sandbox")
    var failures = 0
    var deaths = 0
    while failures < SandboxLimits.attempts && deaths < SandboxLimits.deaths {
      let slot = try await keeper.claim(alone: alone)
      let id = keeper.newTicket()
      let result = await withTaskCancellationHandler {
        Result { () throws(Slot.Failure) in try slot.run(request, id: id) }
      } onCancel: {
        slot.cancel(id, of: request)
      }
      switch result {
      case .success(var execution):
        execution.contended = keeper.hadCompany(slot)
        keeper.release(slot)
        return execution
      case .failure(.cancelled):
        keeper.release(slot)
        throw .cancelled
      case .failure(.own(let error)):
        keeper.release(slot)
        throw error
      case .failure(.setUp(let stage, let code)):
        last = .failed(stage, code: code)
        // A program of the system that is not there: the slot is as good as before, and another
        // would say the same.
        if stage.rawValue == SANDBOX_STAGE_RUN_EXEC.rawValue {
          keeper.release(slot)
          throw last
        }
        keeper.discard(slot)
        failures += 1
      case .failure(.silent(let time)):
        keeper.discard(slot)
        last = .lost(slot, "no answer within \(time)")
        failures += 1
      case .failure(.lost(let cause)):
        keeper.discard(slot)
        last = .lost(slot, cause)
        deaths += 1
      }
      if Task.isCancelled { throw .cancelled }
    }
    throw last
  }
}

extension SandboxError {
  fileprivate static func lost(_ slot: Slot, _ cause: String) -> SandboxError {
    SandboxError(
      .lost, "run in slot \(slot.index)", cause: cause,
      hint: "The slot was thrown away; `asyncjudge doctor` says what the machine can do")
  }
}

extension ExecutionLimits {
  /// For the Python compiler: a submission compiles in milliseconds.
  package static let compilation = ExecutionLimits(
    cpuTime: .seconds(5), wallTime: .seconds(20), memory: .mebibytes(512),
    output: SandboxLimits.artefact, errorOutput: SandboxLimits.compilerMessage, processes: 4)
}

extension CompileResult {
  /// What a compiler left behind.
  init(_ execution: Execution, limits: ExecutionLimits) throws(SandboxError) {
    if execution.ending == .exited(code: 0), execution.exceeded == nil {
      self = .code(try SealedFile(execution.output))
      return
    }
    let said = String(decoding: execution.errorOutput, as: UTF8.self)
    switch execution.exceeded {
    case .cpuTime, .wallTime:
      self = .failed(message: said + "compiling took longer than \(limits.cpuTime)\n")
    case .memory:
      self = .failed(message: said + "compiling needed more than \(limits.memory)\n")
    case .output:
      self = .failed(message: said + "the compiled program is larger than \(limits.output)\n")
    case .systemCalls:
      self = .failed(message: said + "the compiler was stopped: forbidden system call\n")
    case nil:
      if case .signalled(let signal) = execution.ending {
        self = .failed(
          message: said
            + "the compiler crashed (signal \(signal)): is the source nested too deeply?\n")
      } else {
        self = .failed(message: said.isEmpty ? "the compiler failed without a message\n" : said)
      }
    }
  }
}
