import Dispatch
import Domain
import GRDB
import Synchronization
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct GroupCommitTests {
  private struct Refusal: Error {}

  /// Runs `works` so that they all wait for the writer before the first of them is begun. Returns
  /// the error of each, or nil.
  private func together(
    _ commits: GroupCommit, _ works: [@Sendable (GRDB.Database) throws -> Void]
  ) async -> [StorageError?] {
    let gate = DispatchSemaphore(value: 0)
    let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
    async let holding: Void = commits.write("holding") { _ in
      beginning.finish()
      gate.wait()
    }
    for await _ in begun {}
    // Immediate tasks have queued up when their maker goes on.
    let tasks = works.map { work in
      Task.immediate { () -> StorageError? in
        do throws(StorageError) {
          try await commits.write("test", work)
          return nil
        } catch {
          return error
        }
      }
    }
    gate.signal()
    _ = try? await holding
    var errors: [StorageError?] = []
    for task in tasks { errors.append(await task.value) }
    return errors
  }

  private func numbers(
    _ settings: Configuration = Configuration()
  ) async throws -> (DatabaseQueue, GroupCommit) {
    let queue = try DatabaseQueue(configuration: settings)
    try await queue.write { database in
      try database.execute(sql: "CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT")
    }
    return (queue, GroupCommit(queue))
  }

  private func stored(_ queue: DatabaseQueue) async throws -> [Int] {
    try await queue.read { try Int.fetchAll($0, sql: "SELECT n FROM numbers ORDER BY n") }
  }

  private func insert(_ number: Int) -> @Sendable (GRDB.Database) throws -> Void {
    { try $0.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [number]) }
  }

  @Test func `a hundred submissions at once are all durable`() async throws {
    try await withDirectory { directory in
      let ids = try await directory.withDatabase { database in
        let ids = try await withThrowingTaskGroup(of: SubmissionID.self) { tasks in
          for number in 0..<100 {
            tasks.addTask { try await database.submit("print(\(number))").id }
          }
          return try await tasks.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 100)
        return ids
      }
      try await directory.withDatabase { database in
        let found = try await database.texts("SELECT id FROM submissions")
        #expect(Set(found) == Set(ids.map(\.rawValue)))
        let counts = try await database.queueCounts()
        #expect(counts == (queued: 100, judging: 0))
      }
    }
  }

  @Test(arguments: [(1, 2), (100, 2), (500, 2), (501, 3)])
  func `writes that wait share a commit`(writes: Int, commitsInAll: Int) async throws {
    let (queue, commits) = try await numbers()
    let errors = await together(commits, (0..<writes).map(insert))
    #expect(errors.allSatisfy { $0 == nil })
    #expect(try await stored(queue) == Array(0..<writes))
    #expect(commits.commits == commitsInAll)
  }

  @Test func `one that fails takes back its own changes only`() async throws {
    let (queue, commits) = try await numbers()
    let errors = await together(
      commits,
      [
        insert(1),
        { database in
          try insert(2)(database)
          throw Refusal()
        },
        { database in
          try insert(3)(database)
          try insert(1)(database)
        },
        insert(4),
      ])
    #expect(try await stored(queue) == [1, 4])
    #expect(commits.commits == 2)
    #expect(
      errors == [
        nil, .failed(operation: "test", cause: "Refusal()"),
        .failed(
          operation: "test",
          cause: "SQLite says \"UNIQUE constraint failed: numbers.n\" (code 1555)"), nil,
      ])
  }

  @Test func `an error of the module is passed on as it is`() async throws {
    let (_, commits) = try await numbers()
    let error = await #expect(throws: StorageError.self) {
      try await commits.write("test") { _ in throw StorageError.accountExists("ada") }
    }
    #expect(error == .accountExists("ada"))
  }

  @Test func `without a transaction nothing is run`() async throws {
    try await withDirectory { directory in
      var settings = Configuration()
      settings.allowsUnsafeTransactions = true
      let other = try DatabaseQueue(path: directory.database, configuration: settings)
      settings.busyMode = .callback { _ in
        // The lock is gone right after it has kept the transaction from beginning.
        try? other.writeWithoutTransaction { try $0.rollback() }
        return false
      }
      let queue = try DatabaseQueue(path: directory.database, configuration: settings)
      let commits = GroupCommit(queue)
      let runs = Atomic(0)
      try await other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
      let error = await #expect(throws: StorageError.self) {
        try await commits.write("test") { _ in runs.add(1, ordering: .relaxed) }
      }
      #expect(
        error
          == .failed(operation: "test", cause: "SQLite says \"database is locked\" (code 5)"))
      #expect(runs.load(ordering: .relaxed) == 0)
    }
  }

  @Test func `a transaction that SQLite takes back fails for everyone in it`() async throws {
    let (queue, commits) = try await numbers()
    try await commits.write("test", insert(1))
    let errors = await together(
      commits,
      [
        insert(2),
        // What a full disk does: not the statement, the whole transaction is rolled back.
        { try $0.execute(sql: "INSERT OR ROLLBACK INTO numbers VALUES (1)") }, insert(3),
      ])
    #expect(try await stored(queue) == [1])
    #expect(errors.allSatisfy { $0 != nil })
    // The next ones have a transaction again.
    try await commits.write("test", insert(4))
    #expect(try await stored(queue) == [1, 4])
  }
}
