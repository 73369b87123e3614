import Dispatch

/// A serial Dispatch queue as an actor's executor. (`DispatchSerialQueue` is one on Apple's systems
/// only.)
final class QueueExecutor: SerialExecutor {
  let queue: DispatchQueue
  private let key = DispatchSpecificKey<ObjectIdentifier>()

  init(label: String) {
    queue = DispatchQueue(label: label, qos: .userInitiated)
    queue.setSpecific(key: key, value: ObjectIdentifier(self))
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { @Sendable in
      unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
    }
  }

  /// Lets `Task.immediate` start on the queue without a hop when it is already there.
  func isIsolatingCurrentContext() -> Bool? {
    DispatchQueue.getSpecific(key: key) == ObjectIdentifier(self)
  }

  func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
