import Dispatch
import Posix
import Synchronization

/// The threads on which tasks wait for their runs. They may block, as those of the cooperative pool
/// may not. A task that prefers them reads its run's answer and goes on with it on the same thread;
/// to wake another one for either takes a fifth of the time of a small compiled program.
///
/// First come, first served. A thread that waits has a slot, so twice as many threads as slots leave
/// as many for what waits for nothing: checkers, the next run's input.
final class SlotThreads: TaskExecutor {
  /// What the threads share. They hold the executor only while there is a job, so that it can end.
  private final class Line: Sendable {
    let jobs = Mutex<[Waiting]>([])
    let arrivals = DispatchSemaphore(value: 0)

    /// Blocks until there is a job; nil when nobody is left to bring one.
    func next() -> Waiting? {
      arrivals.wait()
      return jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
  }

  private struct Waiting: Sendable {
    let job: UnownedJob
    let executor: SlotThreads
  }

  private let line = Line()
  private let count: Int

  init(slots: Int) throws(SandboxError) {
    count = 2 * slots
    for number in 0..<count {
      let code = Thread.start("run \(number)") { [line] in
        while let waiting = line.next() {
          unsafe waiting.job.runSynchronously(on: waiting.executor.asUnownedTaskExecutor())
        }
      }
      guard code == 0 else {
        throw .system(
          .start, "start a thread", code: code, hint: "Raise the limit on processes (ulimit -u)")
      }
    }
  }

  deinit { for _ in 0..<count { line.arrivals.signal() } }

  func enqueue(_ job: consuming ExecutorJob) {
    let waiting = Waiting(job: UnownedJob(job), executor: self)
    line.jobs.withLock { $0.append(waiting) }
    line.arrivals.signal()
  }
}
