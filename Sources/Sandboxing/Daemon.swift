import CSandbox
import Dispatch
import Domain
import Glibc
import Posix

/// A running sandboxd and the socket to it. Its events arrive on a thread of its own.
final class Daemon: Sendable {
  enum Event: Sendable {
    case hello(IsolationReport)
    case slot(Slot)
    case slotFailed(Int, Stage, Int32)
    case slotEnded(Int, generation: UInt32)
    /// The process is gone and has been waited for; nothing follows.
    case ended
  }

  let process: pid_t
  private let socket: FileDescriptor
  private let queue: DispatchQueue

  init(_ configuration: SandboxConfiguration) throws(SandboxError) {
    var pair: [Int32] = [-1, -1]
    let code = unsafe sandbox_socketpair(&pair)
    guard code == 0 else { throw .system(.start, "make a socket for sandboxd", code: code) }
    let theirs = FileDescriptor(owning: pair[1])
    socket = FileDescriptor(owning: pair[0])
    queue = DispatchQueue(label: "sandboxd")
    let path = configuration.daemonPath
    let tier = configuration.minimumTier == .none ? IsolationTier.none : configuration.maximumTier
    let arguments = [
      path, "--slots", "\(configuration.slots)", "--tier", "\(tier.rawTier)", "--python",
      configuration.python, "--library", configuration.libraryPath,
    ]
    process = unsafe withCStrings(arguments) { unsafe sandbox_spawn(path, $0, theirs.rawValue) }
    guard process > 0 else {
      throw .system(
        .start, "start \(path)", code: -process,
        hint: "sandboxd must lie beside the server's executable; build the product `sandboxd`")
    }
  }

  /// Calls `handler` for every event, one after the other, the last being `.ended`.
  func listen(_ handler: @escaping @Sendable (Event) -> Void) {
    queue.async { @Sendable in
      while let event = self.next() { handler(event) }
      self.reap()
      handler(.ended)
    }
  }

  private func reap() {
    var status: Int32 = 0
    // It holds no socket of ours any more: whatever it is doing, it is at its end.
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
  }

  /// Calls `body` once, when it has said what the machine can do and has ended.
  func ask(_ body: @escaping @Sendable (Result<IsolationReport, SandboxError>) -> Void) {
    queue.async { @Sendable in
      var answer = Result<IsolationReport, SandboxError>.failure(
        SandboxError(
          .start, "ask sandboxd what this machine can do", cause: "it ended",
          hint: "Its own message, if any, is on standard error"))
      switch self.next() {
      case .hello(let report): answer = .success(report)
      case .slotFailed(_, let stage, let code):
        answer = .failure(.failed(stage, code: code, kind: .start))
      default: break
      }
      self.stop()
      while self.next() != nil {}
      self.reap()
      body(answer)
    }
  }

  /// Asks for another slot in this one's place.
  func recycle(_ slot: Slot) {
    var message = sandbox_recycle(
      magic: UInt32(SANDBOX_MAGIC), slot: UInt32(slot.index), generation: slot.generation)
    // A sandboxd that cannot be told is dead, which its own thread sees.
    _ = unsafe sandbox_send(
      socket.rawValue, &message, MemoryLayout<sandbox_recycle>.size, nil, 0, nil, 0)
  }

  /// Ends it and all its slots; `.ended` follows.
  func stop() { shutdown(socket.rawValue, Int32(SHUT_WR)) }

  private func next() -> Event? {
    var event = sandbox_event()
    let size = MemoryLayout<sandbox_event>.size
    var files: [Int32] = [-1, -1]
    var count = files.count
    let received = unsafe sandbox_receive(socket.rawValue, &event, size, &files, &count)
    guard received == size, event.magic == SANDBOX_MAGIC else { return nil }
    let index = Int(event.slot)
    let stage = Stage(rawValue: event.stage)
    switch sandbox_event_kind(rawValue: event.kind) {
    case SANDBOX_EVENT_HELLO:
      guard stage.isNone else { return .slotFailed(index, stage, event.code) }
      let errors = unsafe withUnsafeBytes(of: event.error) { bytes in
        unsafe [Int32](bytes.bindMemory(to: Int32.self))
      }
      return .hello(
        IsolationReport(
          tier: IsolationTier(event.tier), errors: errors,
          cgroupVersion: Int(event.cgroup_version)))
    case SANDBOX_EVENT_SLOT where count == 2:
      return .slot(
        Slot(
          index: index, generation: event.generation, zygote: FileDescriptor(owning: files[0]),
          runner: FileDescriptor(owning: files[1])))
    case SANDBOX_EVENT_SLOT_FAILED: return .slotFailed(index, stage, event.code)
    case SANDBOX_EVENT_SLOT_ENDED: return .slotEnded(index, generation: event.generation)
    default: return nil
    }
  }
}

/// Calls `body` with an array of C strings ended by nil.
private func withCStrings<R>(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
) -> R {
  let copies = unsafe strings.map { unsafe strdup($0) } + [nil]
  defer { for index in unsafe copies.indices { unsafe free(copies[index]) } }
  return unsafe copies.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
}
