import Dispatch
import Domain
import Foundation
import Glibc
import Testing

@testable import Sandboxing

/// Where tasks wait for their runs.
@Suite(.timeLimit(.minutes(2))) struct SlotThreadsTests {
  @Test func `runs one after the other are waited for on one thread, which may block`() async throws
  {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
    let threads = try await sandbox.onRunThreads {
      var threads: Set<String> = [currentThread()]
      for number in 0..<20 {
        let execution = try await sandbox.run("print(input())", input: "\(number)")
        #expect(execution.text == "\(number)\n")
        threads.insert(currentThread())
      }
      return threads
    }
    await sandbox.stop()
    #expect(threads.count == 1)
    #expect(threads.first?.hasPrefix("run ") == true)
  }

  @Test func `a run keeps one thread waiting, and what only computes has another`() async throws {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
    let (begun, news) = AsyncStream.makeStream(of: Void.self)
    await sandbox.onRunThreads {
      let run = Task(executorPreference: sandbox.threads) {
        try await sandbox.waitForever { SilentPeer { news.yield() } }
      }
      for await _ in begun { break }
      run.cancel()
      await expectCancelled(run)
    }
    await sandbox.stop()
  }

  @Test func `an actor with a thread of its own is not held up by its run`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    try await TheirOwn().cancelsItsRun(in: sandbox)
  }

  @Test func `a run that is cancelled while its request is on the way is killed`() async throws {
    let sandbox = try await SharedSandbox.sandbox()
    let run = Task {
      try await sandbox.waitForever {
        unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
        return SilentPeer {}
      }
    }
    await expectCancelled(run)
    // What came twice or too late is not taken for the next run's.
    #expect(try await sandbox.run("print(1)").text == "1\n")
  }

  @Test func `they end when nobody can bring them anything any more`() async throws {
    for round in 0..<50 {
      let threads = try SlotThreads(slots: 4, name: "brief")
      let thread = await withTaskExecutorPreference(threads) { await nameOfThread() }
      #expect(thread.hasPrefix("brief "), "\(round)")
    }
    while try threadNames().contains(where: { $0.hasPrefix("brief ") }) {
      try await Task.sleep(for: .milliseconds(10))
    }
  }
}

/// Like an event loop of the HTTP server.
private actor TheirOwn {
  private let executor = OwnThread()
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  func cancelsItsRun(in sandbox: Sandbox) async throws {
    let (begun, news) = AsyncStream.makeStream(of: Void.self)
    let run = Task {
      try await sandbox.waitForever { SilentPeer { news.yield() } }
    }
    for await _ in begun { break }
    run.cancel()
    await expectCancelled(run)
  }

  private final class OwnThread: SerialExecutor {
    private let queue = DispatchQueue(label: "their own")

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      queue.async { @Sendable in
        unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
      }
    }
  }
}

/// Listens and never answers, so that a program waits for it until it is killed.
private struct SilentPeer: ConversationPeer {
  let whenBegun: @Sendable () -> Void

  func talk(over socket: Int32) {
    whenBegun()
    var bytes: [UInt8] = [0]
    while unsafe read(socket, &bytes, 1) > 0 {}
  }
}

extension Sandbox {
  /// Ten seconds, for a test that fails.
  fileprivate func waitForever(_ peer: @escaping @Sendable () -> SilentPeer) async throws {
    guard case .code(let code) = try await compile(Array("pass".utf8)) else {
      Issue.record("this is a program")
      return
    }
    var limits = ExecutionLimits.quick
    limits.wallTime = .seconds(10)
    _ = try await converse(code, limits: limits, peer: peer)
  }
}

private func expectCancelled(_ run: Task<Void, any Error>) async {
  let error = await #expect(throws: SandboxError.self) { try await run.value }
  #expect(error?.kind == .cancelled)
}

/// Its name.
private func currentThread() -> String {
  (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? "?"
}

@concurrent private func nameOfThread() async -> String { currentThread() }

/// Of all threads of this process.
private func threadNames() throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").compactMap {
    // One that has just ended has no name.
    try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)
  }
}
