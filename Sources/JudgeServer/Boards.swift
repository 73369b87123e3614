import Domain
import HTTP
import Judging
import Storage
import Synchronization

/// The leaderboards in memory. They follow the database: who asks gets everything that this process
/// had committed before.
package final class Boards: Sendable {
  private struct Guarded {
    var state: BoardState
    /// The reading of the database that is under way.
    var running: Task<Void, Never>?
    var failure: StorageError?
    var isFoldingPast = false
  }

  private let database: Database
  private let now: @Sendable () -> Timestamp
  private let guarded: Mutex<Guarded>

  package init(
    database: Database, problems: [Problem], now: @escaping @Sendable () -> Timestamp
  ) {
    self.database = database
    self.now = now
    guarded = Mutex(Guarded(state: BoardState(problems)))
  }

  /// Keeps the boards up to date, and the checkpoint not far behind, until the events end.
  package func follow(_ events: EventHub) async {
    let news = events.events()
    // Whoever asks is told what fails.
    try? await refresh()
    await saveIfFar()
    for await event in news {
      if case .runFinished = event { continue }
      try? await refresh()
      await saveIfFar()
    }
  }

  /// Leaves a checkpoint of everything, so that the next start has nothing to fold.
  package func finish() async {
    try? await refresh()
    await save()
  }

  // MARK: reading

  /// The boards as they are, without waiting; nil when they have to be read first.
  func current<Value>(_ body: (inout sending BoardState) -> Value) -> Value? {
    let (revision, time) = (database.revision, now())
    return guarded.withLock { guarded in
      guard guarded.state.isCurrent(revision, at: time) else { return nil }
      return body(&guarded.state)
    }
  }

  /// The boards with everything that was committed before the call.
  func upToDate<Value>(
    _ body: (inout sending BoardState) -> Value
  ) async throws(StorageError) -> Value {
    try await refresh()
    return guarded.withLock { body(&$0.state) }
  }

  /// A public board that is made already, and still as it was; never waits. For event loops.
  package func ready(_ board: Standings.Board, _ selection: BoardSelection) -> CachedAnswer? {
    let (revision, time) = (database.revision, now())
    let answer = guarded.withLockIfAvailable { guarded -> CachedAnswer? in
      guard guarded.state.isCurrent(revision, at: time) else { return nil }
      return guarded.state.publicAnswer(board, selection)
    }
    return answer ?? nil
  }

  /// A public board. Ready as long as nothing has happened: no waiting, no other thread.
  package func answer(
    _ board: Standings.Board, _ selection: BoardSelection
  ) async throws(StorageError) -> CachedAnswer {
    func make(_ state: inout sending BoardState) -> CachedAnswer {
      state.publicAnswer(board, selection) { state in
        CachedAnswer.board(BoardDocument(board, selection, state).bytes, isPrivate: false)
      }
    }
    if let ready = current(make) { return ready }
    return try await upToDate(make)
  }

  /// Reads what is new. One reads at a time, others wait for it.
  package func refresh() async throws(StorageError) {
    let (wanted, time) = (database.revision, now())
    while true {
      let task: Task<Void, Never>? = guarded.withLock { guarded in
        if guarded.state.isCurrent(wanted, at: time) { return nil }
        if let running = guarded.running { return running }
        let task = Task { await self.read() }
        guarded.running = task
        return task
      }
      guard let task else { return }
      await task.value
      if let failure = guarded.withLock({ $0.failure }) { throw failure }
    }
  }

  private func read() async {
    do throws(StorageError) {
      let revision = database.revision
      let (isFirst, places) = guarded.withLock { guarded in
        (guarded.state.revision == nil, guarded.state.due(at: now()))
      }
      if isFirst {
        let news = try await database.standings(now: now())
        guarded.withLock { $0.state.apply(news) }
      }
      var again = places
      while true {
        let mark = guarded.withLock { $0.state.mark }
        let news = try await database.standingNews(after: mark, and: again, now: now())
        guard news.mark > mark || !again.isEmpty else { break }
        again = []
        guarded.withLock { $0.state.apply(news) }
      }
      guarded.withLock { guarded in
        guarded.state.settle(at: revision)
        guarded.failure = nil
        guarded.running = nil
      }
    } catch {
      guarded.withLock { guarded in
        guarded.failure = error
        guarded.running = nil
      }
    }
  }

  // MARK: the checkpoint

  private func saveIfFar() async {
    guard guarded.withLock({ $0.state.unsavedCount }) >= ServerLimits.unsavedStandings else {
      return
    }
    await save()
  }

  /// Writes the checkpoint, if anything has changed since the last.
  package func save() async {
    guard let saving = guarded.withLock({ $0.state.takeUnsaved() }) else { return }
    do {
      try await database.saveStandings(saving.cells, mark: saving.mark, isWhole: saving.isWhole)
    } catch {
      // What is not saved is folded again at the next start.
      guarded.withLock { $0.state.putBack(saving.cells.keys, isWhole: saving.isWhole) }
    }
  }

  // MARK: the past

  /// A fold over the past of everyone; one at a time, as it reads the whole log. nil: another is
  /// under way.
  func past(_ question: HistoryQuestion) async throws(StorageError) -> (
    cells: [Standings.Place: Standings.Cell], accounts: [Account]
  )? {
    guard question.accounts == nil else {
      return try await database.standings(question, now: now())
    }
    let isFree = guarded.withLock { guarded in
      defer { guarded.isFoldingPast = true }
      return !guarded.isFoldingPast
    }
    guard isFree else { return nil }
    defer { guarded.withLock { $0.isFoldingPast = false } }
    return try await database.standings(question, now: now())
  }
}
