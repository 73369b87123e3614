import Dispatch
import Posix
import Synchronization

/// The threads on which tasks wait for their runs. They may block, as those of the cooperative pool
/// may not. A task that prefers them reads its run's answer and goes on with it on the same thread:
/// to wake others for that took 0.1 ms of a C program's 0.7, start to end.
///
/// First come, first served. A thread that waits has a slot, or has just lost it; so beyond one for
/// each slot there are as many as for what only computes: checkers, the next run's input.
final class SlotThreads: TaskExecutor {
  /// A job holds its executor, which can end when there is none.
  private struct Entry: Sendable {
    let job: UnownedJob
    let executor: SlotThreads
  }

  /// What the threads share.
  private final class Queue: Sendable {
    private let entries = Mutex<[Entry]>([])
    private let arrivals = DispatchSemaphore(value: 0)

    /// In this order: while a signal is to come, the entry keeps the executor that gives it.
    func add(_ entry: Entry) {
      entries.withLock { $0.append(entry) }
      arrivals.signal()
    }

    /// One `next` for each of them finds nothing.
    func end(_ count: Int) {
      for _ in 0..<count { arrivals.signal() }
    }

    /// Blocks until there is one; nil at the end.
    func next() -> Entry? {
      arrivals.wait()
      return entries.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
  }

  private let queue = Queue()
  private let count: Int

  /// `cores`: how many jobs are worth running at once. `name` has at most 9 bytes.
  init(slots: Int, cores: Int = Process.availableCores, name: String = "run") throws(SandboxError) {
    count = slots + max(slots, cores)
    // When one of them cannot be started, the end of this object ends those before it.
    for number in 0..<count {
      let code = Thread.start("\(name) \(number)") { [queue] in
        while let entry = queue.next() {
          withExtendedLifetime(entry.executor) {
            unsafe entry.job.runSynchronously(on: entry.executor.asUnownedTaskExecutor())
          }
        }
      }
      guard code == 0 else {
        throw .system(
          .start, "start a thread", code: code,
          hint: "Raise the limit on processes (ulimit -u, or TasksMax of the service)")
      }
    }
  }

  deinit { queue.end(count) }

  func enqueue(_ job: consuming ExecutorJob) {
    queue.add(Entry(job: UnownedJob(job), executor: self))
  }
}
