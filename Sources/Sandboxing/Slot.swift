import CSandbox
import Dispatch
import Domain
import Glibc
import Posix
import Synchronization

/// One slot as the server sees it: the sockets to its zygote and its command runner. One run at a
/// time.
final class Slot: Sendable {
  let index: Int
  let generation: UInt32
  private let zygote: FileDescriptor
  private let runner: FileDescriptor
  private let begun = Atomic<Int>(0)
  /// Of the last run, to be written over by the next.
  private let sinks = Mutex<Sinks?>(nil)
  /// What the interpreter itself holds; part of every figure for memory.
  private let baseline = Atomic<Int>(0)

  /// Why there is no execution.
  enum Failure: Error {
    /// The slot is dead.
    case lost(String)
    /// It does not answer: throw it away.
    case silent(for: Duration)
    /// The run never began.
    case setUp(Stage, Int32)
    case cancelled
    /// Something of the server's own, out of descriptors most likely.
    case own(SandboxError)
  }

  init(
    index: Int, generation: UInt32, zygote: consuming FileDescriptor,
    runner: consuming FileDescriptor
  ) {
    self.generation = generation
    self.index = index
    self.runner = runner
    self.zygote = zygote
  }

  /// How many runs it was given.
  var runs: Int { begun.load(ordering: .relaxed) }

  /// Calls `body` when both processes take requests, or with why they do not.
  func whenReady(_ body: @escaping @Sendable (Failure?) -> Void) {
    DispatchQueue(label: "slot \(index)").async { @Sendable in
      do throws(Failure) {
        for process in [RunRequest.Process.runner, .zygote] {
          let ready = try self.receive(from: process, within: SandboxLimits.slotStart)
          guard ready.kind == SANDBOX_READY.rawValue else { throw .lost("it spoke out of turn") }
          let stage = Stage(rawValue: ready.stage)
          guard stage.isNone else { throw .setUp(stage, ready.code) }
          if process == .zygote {
            self.baseline.store(Int(ready.baseline_bytes), ordering: .relaxed)
          }
        }
        body(nil)
      } catch {
        body(error)
      }
    }
  }

  /// Runs one request; `id` names it for `cancel`. Blocks its thread until the answer is there.
  func run(_ request: RunRequest, id: UInt64) throws(Failure) -> Execution {
    let sent = try send(request, id)
    // A cancellation that came before the request found nothing to kill.
    if Task.isCancelled { cancel(id, of: request) }
    return try finish(sent, of: request, id)
  }

  /// Kills run `id` if it is still there. Any thread.
  func cancel(_ id: UInt64, of request: RunRequest) {
    var message = sandbox_request()
    message.magic = UInt32(SANDBOX_MAGIC)
    message.kind = UInt32(SANDBOX_CANCEL.rawValue)
    message.id = id
    // A slot that cannot be told is dead, which whoever waits for it sees.
    _ = unsafe sandbox_send(
      socket(of: request.process), &message, MemoryLayout<sandbox_request>.size, nil, 0, nil, 0)
  }

  private func socket(of process: RunRequest.Process) -> Int32 {
    switch process {
    case .zygote: zygote.rawValue
    case .runner: runner.rawValue
    }
  }

  private func send(_ request: RunRequest, _ id: UInt64) throws(Failure) -> SentRun {
    let conversation = try request.peer.map { (peer) throws(Failure) in
      try Conversation(with: peer(), number: index)
    }
    do throws(Failure) {
      let used = sinks.withLock { sinks in
        defer { sinks = nil }
        return sinks
      }
      let files = try RunFiles(for: request, socket: conversation?.takeRemoteEnd(), sinks: used)
      var header = request.header
      header.id = id
      let base = request.process == .zygote ? baseline.load(ordering: .relaxed) : 0
      // The zygote's memory is not charged to the run but is part of what it holds.
      header.memory_bytes -= min(header.memory_bytes, UInt64(base))
      header.memory_bytes = max(header.memory_bytes, 1 << 20)
      let code = unsafe sandbox_send(
        socket(of: request.process), &header, MemoryLayout<sandbox_request>.size, request.payload,
        request.payload.count, files.rawValues, files.rawValues.count)
      guard code == 0 else { throw .lost("cannot be told: \(message(code))") }
      begun.add(1, ordering: .relaxed)
      return SentRun(files: files, conversation: conversation, baseline: base)
    } catch {
      conversation?.wait()
      throw error
    }
  }

  private func finish(
    _ sent: SentRun, of request: RunRequest, _ id: UInt64
  ) throws(Failure) -> Execution {
    // However this ends, the peer has stopped before it ends: it belongs to this run.
    defer { sent.conversation?.wait() }
    let result = try receive(
      from: request.process, within: request.wallTime + SandboxLimits.overdue)
    guard result.kind == SANDBOX_DONE.rawValue, result.id == id else {
      throw .lost("it answered another question")
    }
    let stage = Stage(rawValue: result.stage)
    guard stage.isNone else { throw .setUp(stage, result.code) }
    if result.reason == SANDBOX_REASON_CANCELLED.rawValue { throw .cancelled }
    let written = Int(result.output_bytes) + Int(result.error_bytes)
    let used = sent.files.sinks
    defer { if written <= SandboxLimits.keptSinks.bytes { sinks.withLock { $0 = used } } }
    return Execution(
      result, isInterpreted: request.process == .zygote, baseline: sent.baseline,
      output: contents(of: used.output.rawValue, count: Int(result.output_bytes)),
      errorOutput: contents(of: used.errorOutput.rawValue, count: Int(result.error_bytes)))
  }

  private func receive(from process: RunRequest.Process, within limit: Duration) throws(Failure)
    -> sandbox_result
  {
    let descriptor = socket(of: process)
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let milliseconds = Int32(clamping: limit.nanoseconds / 1_000_000)
    var ready: Int32
    repeat { ready = unsafe poll(&polled, 1, milliseconds) } while ready < 0 && errno == EINTR
    guard ready > 0 else { throw .silent(for: limit) }
    var result = sandbox_result()
    let size = MemoryLayout<sandbox_result>.size
    let count = unsafe sandbox_receive(descriptor, &result, size, nil, nil)
    guard count == size, result.magic == SANDBOX_MAGIC else {
      throw .lost(count == 0 ? "it ended" : "an answer of \(count) bytes")
    }
    return result
  }
}

extension Execution {
  /// The facts of a slot's answer.
  init(
    _ result: sandbox_result, isInterpreted: Bool, baseline: Int, output: [UInt8],
    errorOutput: [UInt8]
  ) {
    let inCgroup = result.memory_source == SANDBOX_PEAK_OF_CGROUP.rawValue
    var signal: Int32 = 0
    var code: Int32 = 0
    let ending: Ending
    if unsafe sandbox_signalled(result.status, &signal) != 0 {
      ending = .signalled(signal)
    } else {
      _ = unsafe sandbox_exited(result.status, &code)
      ending = .exited(code: code)
    }
    var exceeded: Limit? =
      switch sandbox_reason(rawValue: result.reason) {
      case SANDBOX_REASON_CPU: .cpuTime
      case SANDBOX_REASON_WALL: .wallTime
      case SANDBOX_REASON_MEMORY: .memory
      case SANDBOX_REASON_OUTPUT: .output
      default: nil
      }
    if ending == .signalled(SIGSYS) { exceeded = .systemCalls }
    // Where no cgroup watches, an allocation over the limit is refused (limits.c), of which no
    // figure tells: memory that nobody had is not in the peak. The interpreter's last words do.
    if exceeded == nil, !inCgroup, isInterpreted, ending == .exited(code: 1),
      lastLine(of: errorOutput).starts(with: Array("MemoryError".utf8))
    {
      exceeded = .memory
    }
    self.init(
      ending: ending, exceeded: exceeded, cpuTime: .nanoseconds(Int64(result.cpu_ns)),
      wallTime: .nanoseconds(Int64(result.wall_ns)),
      peakMemory: .bytes(Int(result.peak_bytes) + (inCgroup ? baseline : 0)),
      memorySource: inCgroup ? .cgroup : .maximumResidentSet, output: output,
      errorOutput: errorOutput)
  }
}

private func lastLine(of text: [UInt8]) -> ArraySlice<UInt8> {
  let newline = UInt8(ascii: "\n")
  return text.split(separator: newline).last ?? []
}

/// A request that a slot has, until its answer is read.
private struct SentRun {
  var files: RunFiles
  var conversation: Conversation?
  var baseline: Int
}

/// The server's own ends of one run's files.
private final class RunFiles: Sendable {
  let input: FileDescriptor
  let sinks: Sinks
  /// Where the offset is the run's own.
  private let program: FileDescriptor?
  /// In the order of the protocol.
  let rawValues: [Int32]

  init(for request: RunRequest, socket: Int32?, sinks: Sinks?) throws(Slot.Failure) {
    let code: Int32
    do throws(SandboxError) {
      if let socket {
        input = FileDescriptor(owning: socket)
      } else {
        input = try request.input.reopened()
      }
      if let sinks { self.sinks = sinks } else { self.sinks = try Sinks() }
      // The interpreter reads its code; the runner executes or copies wherever the offset is.
      if request.process == .zygote {
        let own = try request.program.reopened()
        code = own.rawValue
        program = consume own
      } else {
        code = request.program.shared
        program = nil
      }
    } catch {
      throw .own(error)
    }
    rawValues = [
      input.rawValue, self.sinks.output.rawValue, self.sinks.errorOutput.rawValue, code,
    ]
  }
}

/// Files for what a run prints. The slot says how much of them is the run's.
private final class Sinks: Sendable {
  let output: FileDescriptor
  let errorOutput: FileDescriptor

  init() throws(SandboxError) {
    output = try Self.sink()
    errorOutput = try Self.sink()
  }

  private static func sink() throws(SandboxError) -> FileDescriptor {
    let file = sandbox_output_file()
    guard file >= 0 else {
      throw .system(
        .start, "make a file in memory for a run's output", code: -file,
        hint: "Raise the limit on open files (ulimit -n)")
    }
    return FileDescriptor(owning: file)
  }
}
