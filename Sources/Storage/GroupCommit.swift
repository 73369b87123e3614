import GRDB
import Synchronization

/// The one writer. Writes that arrive while a commit is under way share the next one: with
/// `synchronous=FULL` a commit costs a flush of the disk, whether it carries one write or fifty.
final class GroupCommit: Sendable {
  /// Runs in the transaction; what it returns is called with the error of the commit, or nil.
  private typealias Job = @Sendable (GRDB.Database) -> @Sendable ((any Error)?) -> Void

  private struct State {
    var jobs: [Job] = []
    var isScheduled = false
    var commits = 0
  }

  private let database: any DatabaseWriter
  private let state = Mutex(State())

  init(_ database: any DatabaseWriter) { self.database = database }

  /// Transactions that carried writes since the start.
  var commits: Int { state.withLock { $0.commits } }

  /// Runs `work` in a transaction, returns after its commit. When `work` throws, its own changes are
  /// rolled back; those that share the transaction are not.
  func write<Value: Sendable>(
    _ operation: String, _ work: @escaping @Sendable (GRDB.Database) throws -> Value
  ) async throws(StorageError) -> Value {
    do {
      return try await withCheckedThrowingContinuation { continuation in
        enqueue { database in
          let result = Result {
            var value: Value?
            try database.inSavepoint {
              value = try work(database)
              return .commit
            }
            guard let value else { preconditionFailure("a savepoint that commits has run") }
            return value
          }
          return { commitError in
            continuation.resume(with: commitError.map(Result.failure) ?? result)
          }
        }
      }
    } catch {
      throw .wrapping(error, operation)
    }
  }

  private func enqueue(_ job: @escaping Job) {
    let mustSchedule = state.withLock { state in
      state.jobs.append(job)
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if mustSchedule { schedule() }
  }

  private func schedule() {
    database.asyncWriteWithoutTransaction { database in
      self.commitNext(database)
      let isMore = self.state.withLock { state in
        state.isScheduled = !state.jobs.isEmpty
        return state.isScheduled
      }
      if isMore { self.schedule() }
    }
  }

  private func commitNext(_ database: GRDB.Database) {
    let jobs = state.withLock { state in
      let jobs = Array(state.jobs.prefix(StorageLimits.batch))
      state.jobs.removeFirst(jobs.count)
      state.commits += 1
      return jobs
    }
    var outcomes: [@Sendable ((any Error)?) -> Void] = []
    var commitError: (any Error)?
    do {
      try database.beginTransaction(.immediate)
      for job in jobs { outcomes.append(job(database)) }
      try database.commit()
    } catch {
      commitError = error
      if database.isInsideTransaction { try? database.rollback() }
    }
    // A transaction that did not even begin has run no job, but every caller waits for an answer.
    for job in jobs.dropFirst(outcomes.count) { outcomes.append(job(database)) }
    for outcome in outcomes { outcome(commitError) }
  }
}
