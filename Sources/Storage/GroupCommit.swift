import GRDB
import Synchronization

/// The one writer. Writes that arrive while a commit is under way share the next one: with
/// `synchronous=FULL` a commit costs a flush of the disk, whether it carries one write or fifty.
final class GroupCommit: Sendable {
  /// A write that waits for its commit.
  private struct Job: Sendable {
    /// Runs in the transaction.
    var run: @Sendable (GRDB.Database) -> Outcome
    /// Answers the caller without having run.
    var refuse: @Sendable (any Error) -> Void
  }

  /// What a job came to in its transaction.
  private struct Outcome: Sendable {
    /// Of the job itself.
    var error: (any Error)?
    /// Answers the caller, with the error of the commit, if there was one.
    var answer: @Sendable ((any Error)?) -> Void
  }

  private struct State {
    var jobs: [Job] = []
    var isScheduled = false
    var commits = 0
    var revision = 0
  }

  private let database: any DatabaseWriter
  private let state = Mutex(State())

  init(_ database: any DatabaseWriter) { self.database = database }

  /// Transactions that carried writes since the start.
  var commits: Int { state.withLock { $0.commits } }

  /// Grows with every commit that has made something visible, before its callers are answered.
  var revision: Int { state.withLock { $0.revision } }

  /// Runs `work` in a transaction, returns after its commit. When `work` throws, its own changes are
  /// rolled back; those that share the transaction are not.
  func write<Value: Sendable>(
    _ operation: String, _ work: @escaping @Sendable (GRDB.Database) throws -> Value
  ) async throws(StorageError) -> Value {
    do {
      return try await withCheckedThrowingContinuation { continuation in
        enqueue(
          Job(
            run: { database in
              let result = Result { try Self.inSavepoint(of: database, work) }
              return Outcome(error: result.failure) { commitError in
                continuation.resume(with: commitError.map(Result.failure) ?? result)
              }
            }, refuse: { continuation.resume(throwing: $0) }))
      }
    } catch {
      throw .wrapping(error, operation)
    }
  }

  private static func inSavepoint<Value>(
    of database: GRDB.Database, _ work: (GRDB.Database) throws -> Value
  ) throws -> Value {
    var value: Value?
    try database.inSavepoint {
      value = try work(database)
      return .commit
    }
    guard let value else { preconditionFailure("a savepoint that commits has run") }
    return value
  }

  private func enqueue(_ job: Job) {
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
    var outcomes: [Outcome] = []
    do {
      try database.beginTransaction(.immediate)
      for job in jobs {
        let outcome = job.run(database)
        outcomes.append(outcome)
        // A full disk makes SQLite roll back everything; the next job would commit on its own.
        guard database.isInsideTransaction else {
          throw outcome.error ?? DatabaseError(resultCode: .SQLITE_ABORT)
        }
      }
      try database.commit()
      state.withLock { $0.revision += 1 }
      for outcome in outcomes { outcome.answer(nil) }
    } catch {
      if database.isInsideTransaction { try? database.rollback() }
      for outcome in outcomes { outcome.answer(error) }
      for job in jobs.dropFirst(outcomes.count) { job.refuse(error) }
    }
  }
}

extension Result {
  fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
