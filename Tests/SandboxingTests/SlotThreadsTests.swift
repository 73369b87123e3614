import Domain
import Foundation
import Glibc
import Testing

@testable import Sandboxing

/// Where tasks wait for their runs.
@Suite(.timeLimit(.minutes(2))) struct SlotThreadsTests {
  @Test func `who prefers them goes on with a run's answer on the thread that asked`() async throws
  {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
    let threads = try await withTaskExecutorPreference(sandbox.threads) {
      var threads: Set<pthread_t> = [currentThread()]
      for number in 0..<20 {
        let execution = try await sandbox.run("print(input())", input: "\(number)")
        #expect(execution.text == "\(number)\n")
        threads.insert(currentThread())
      }
      return threads
    }
    await sandbox.stop()
    #expect(threads.count == 1)
  }

  @Test func `a run keeps one thread waiting, and what waits for nothing has another`() async throws
  {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 1))
    let (begun, news) = AsyncStream.makeStream(of: Void.self)
    await withTaskExecutorPreference(sandbox.threads) {
      let run = Task(executorPreference: sandbox.threads) {
        try await sandbox.waitForever { SilentPeer { news.yield() } }
      }
      for await _ in begun { break }
      run.cancel()
      await expectCancelled(run)
    }
    await sandbox.stop()
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
  }

  @Test func `they end when nobody can bring them anything any more`() async throws {
    for round in 0..<100 {
      let threads = try SlotThreads(slots: 4)
      let answer = await withTaskExecutorPreference(threads) { await next(after: round) }
      #expect(answer == round + 1)
    }
    // Eight hundred were made.
    while threadCount() > 400 { try await Task.sleep(for: .milliseconds(10)) }
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
    guard case .code(let code) = try await compile(Array("pass".utf8)) else { return }
    var limits = ExecutionLimits.quick
    limits.wallTime = .seconds(10)
    _ = try await converse(code, limits: limits, peer: peer)
  }
}

private func expectCancelled(_ run: Task<Void, any Error>) async {
  let error = await #expect(throws: SandboxError.self) { try await run.value }
  #expect(error?.kind == .cancelled)
}

private func currentThread() -> pthread_t { pthread_self() }

@concurrent private func next(after number: Int) async -> Int { number + 1 }

private func threadCount() -> Int {
  (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
}
