import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct SubmissionLogTests {
  /// The sequences of all pages from the newest on; `between` runs after the first page.
  private func pages(
    _ database: Database, problem: ProblemID? = nil, account: String? = nil, limit: Int,
    between: () async throws -> Void = {}
  ) async throws -> [[Int64]] {
    var pages: [[Int64]] = []
    var cursor: String?
    repeat {
      let page = try await database.submissions(
        SubmissionFilter(
          problem: problem, account: account, after: cursor, limit: limit, for: .admin))
      pages.append(page.submissions.map(\.sequence))
      cursor = page.nextCursor
      if let cursor { #expect(cursor == page.submissions.last?.id.rawValue) }
      if pages.count == 1 { try await between() }
    } while cursor != nil
    return pages
  }

  @Test func `pages list the newest first and end`() async throws {
    let database = try await Database.inMemory()
    #expect(try await pages(database, limit: 2) == [[]])
    for _ in 1...5 { try await database.submit() }
    #expect(try await pages(database, limit: 2) == [[5, 4], [3, 2], [1]])
    #expect(try await pages(database, limit: 5) == [[5, 4, 3, 2, 1]])
    #expect(try await pages(database, limit: 100) == [[5, 4, 3, 2, 1]])
    #expect(try await pages(database, limit: 1) == [[5], [4], [3], [2], [1]])
  }

  @Test func `what is added meanwhile does not move the pages`() async throws {
    let database = try await Database.inMemory()
    for _ in 1...5 { try await database.submit() }
    let seen = try await pages(database, limit: 2) {
      // All in the same millisecond: their ids are in no order.
      for _ in 6...9 { try await database.submit() }
    }
    #expect(seen == [[5, 4], [3, 2], [1]])
  }

  @Test func `pages can be of one problem and of one account`() async throws {
    let database = try await Database.inMemory()
    let (ada, bob) = (try await database.addAccount("ada"), try await database.addAccount("bob"))
    try await database.submit(at: .echo, by: ada)
    try await database.submit(at: .sum, by: ada)
    try await database.submit(at: .echo, by: bob)
    try await database.submit(at: .echo)
    try await database.submit(at: .echo, by: ada)
    #expect(try await pages(database, problem: .echo, limit: 2) == [[5, 4], [3, 1]])
    #expect(try await pages(database, account: "ada", limit: 2) == [[5, 2], [1]])
    #expect(try await pages(database, problem: .echo, account: "ada", limit: 1) == [[5], [1]])
    #expect(try await pages(database, account: "nobody", limit: 2) == [[]])
  }

  @Test(arguments: ["", "1", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "' OR 1 = 1 --"])
  func `a cursor of nowhere is refused`(cursor: String) async throws {
    let database = try await Database.inMemory()
    try await database.submit()
    let error = await #expect(throws: StorageError.self) {
      try await database.submissions(SubmissionFilter(after: cursor, limit: 10, for: .admin))
    }
    #expect(error == .invalidCursor(cursor))
    #expect(error?.description == "\"\(cursor)\" is not a cursor of this server.")
  }

  @Test func `a page tells how far its submissions are, without their sources`() async throws {
    let database = try await Database.inMemory()
    for source in ["done", "judging", "queued"] { try await database.submit(source) }
    let claim = try #require(try await database.claim())
    _ = try await database.finish(claim, with: .example(.accepted))
    _ = try await database.claim()
    let page = try await database.submissions(SubmissionFilter(limit: 10, for: .admin)).submissions
    #expect(page.map(\.state) == [.queued, .judging, .done])
    #expect(page.map(\.judgement) == [nil, nil, .example(.accepted)])
    #expect(page.allSatisfy { $0.configuration.source == "" })
  }

  @Test func `attempts come in log order with their current verdict, without guests`() async throws
  {
    let database = try await Database.inMemory()
    let (ada, bob) = (try await database.addAccount("ada"), try await database.addAccount("bob"))
    // The clock went back in between: the log's order is that of the commits.
    try await database.submit("1", at: .echo, by: bob, now: .second(5))
    try await database.submit("2", at: .echo)
    try await database.submit("3", at: .sum, by: ada, now: .second(3))
    try await database.submit("4", at: .echo, by: ada, now: .second(4))
    try await database.submit("5", at: ProblemID("other")!, by: ada)
    let verdicts: [String: Verdict] = ["1": .wrongAnswer, "2": .accepted, "3": .accepted]
    while let claim = try await database.claim() {
      guard let verdict = verdicts[claim.submission.configuration.source] else { continue }
      #expect(try await database.finish(claim, with: .example(verdict)))
    }
    let attempts = try await database.attempts(at: [.sum, .echo])
    #expect(
      attempts == [
        LoggedAttempt(
          account: bob, problem: .echo,
          Attempt(sequence: 1, submittedAt: .second(5), verdict: .wrongAnswer)),
        LoggedAttempt(
          account: ada, problem: .sum,
          Attempt(sequence: 3, submittedAt: .second(3), verdict: .accepted, score: 1)),
        LoggedAttempt(
          account: ada, problem: .echo,
          Attempt(sequence: 4, submittedAt: .second(4), verdict: nil)),
      ])
    #expect(try await database.attempts(at: [.sum]) == [attempts[1]])
    #expect(try await database.attempts(at: []) == [])
  }
}
