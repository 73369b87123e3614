import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct QueueTests {
  @Test func `hands out each submission once to eight claimers at a time`() async throws {
    try await withDirectory { directory in
      try await directory.withDatabase { database in
        let accounts = [
          nil, try await database.addAccount("ada"), try await database.addAccount("bob"),
        ]
        try await withThrowingTaskGroup(of: Void.self) { tasks in
          for number in 0..<200 {
            tasks.addTask {
              try await database.submit("print(\(number))", by: accounts[number % 3])
            }
          }
          try await tasks.waitForAll()
        }
        let claims = try await withThrowingTaskGroup(of: [Claim].self) { tasks in
          for number in 1...8 {
            tasks.addTask {
              var claims: [Claim] = []
              while let claim = try await database.claim(by: "worker \(number)") {
                claims.append(claim)
              }
              return claims
            }
          }
          return try await tasks.reduce(into: []) { $0 += $1 }
        }
        #expect(claims.count == 200)
        #expect(Set(claims.map(\.submission.sequence)) == Set(1...200))
        #expect(Set(claims.map(\.token)).count == 200)
        #expect(claims.allSatisfy { $0.attempt == 1 && $0.submission.state == .judging })
        let counts = try await database.queueCounts()
        #expect(counts == (queued: 0, judging: 200))
      }
    }
  }

  @Test func `an empty queue has nothing to claim`() async throws {
    let database = try await Database.inMemory()
    #expect(try await database.claim() == nil)
    #expect(try await database.queueCounts() == (queued: 0, judging: 0))
  }

  @Test func `accounts take turns`() async throws {
    let database = try await Database.inMemory()
    let (ada, bob) = (try await database.addAccount("ada"), try await database.addAccount("bob"))
    for source in ["a1", "a2", "a3"] { try await database.submit(source, by: ada) }
    for source in ["b1", "b2"] { try await database.submit(source, by: bob) }
    #expect(try await database.claimAll() == ["a1", "b1", "a2", "b2", "a3"])
  }

  @Test func `guests take turns as if they were one account`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    for source in ["g1", "g2", "g3"] { try await database.submit(source) }
    for source in ["a1", "a2"] { try await database.submit(source, by: ada) }
    #expect(try await database.claimAll() == ["g1", "a1", "g2", "a2", "g3"])
  }

  @Test func `who comes late starts with the round that is being served`() async throws {
    let database = try await Database.inMemory()
    let (ada, bob) = (try await database.addAccount("ada"), try await database.addAccount("bob"))
    for source in ["a1", "a2", "a3", "a4"] { try await database.submit(source, by: ada) }
    for _ in 1...2 { _ = try await database.claim() }
    for source in ["b1", "b2"] { try await database.submit(source, by: bob) }
    #expect(try await database.claimAll() == ["a3", "b1", "a4", "b2"])
  }

  @Test func `rejudging waits for what is live`() async throws {
    let database = try await Database.inMemory()
    try await database.submit("old")
    let old = try #require(try await database.claim())
    #expect(try await database.finish(old, with: .example(.wrongAnswer)))
    let sequence = old.submission.sequence
    try await database.commits.write("rejudging") {
      try Queue.enqueue(sequence, account: 0, priority: 1, in: $0)
    }
    try await database.submit("new")
    #expect(try await database.claimAll() == ["new", "old"])
  }

  @Test func `a judgement takes the submission off the queue`() async throws {
    let database = try await Database.inMemory()
    let id = try await database.submit().id
    #expect(try await database.submission(id)?.state == .queued)
    let claim = try #require(try await database.claim())
    #expect(try await database.submission(id)?.state == .judging)
    #expect(try await database.finish(claim, with: .example(.accepted)))
    let submission = try #require(try await database.submission(id))
    #expect(submission.state == .done)
    #expect(submission.judgement == .example(.accepted))
    #expect(try await database.queueCounts() == (queued: 0, judging: 0))
  }

  @Test func `nobody's judgement is stored twice`() async throws {
    let database = try await Database.inMemory()
    try await database.submit()
    let claim = try #require(try await database.claim())
    let stored = try await withThrowingTaskGroup(of: Bool.self) { tasks in
      for _ in 1...8 {
        tasks.addTask { try await database.finish(claim, with: .example(.accepted)) }
      }
      return try await tasks.reduce(into: []) { $0.append($1) }
    }
    #expect(stored.count { $0 } == 1)
    #expect(try await database.number("SELECT count(*) FROM judgements") == 1)
  }

  @Test func `a judgement that cannot be stored leaves the claim as it is`() async throws {
    let database = try await Database.inMemory()
    try await database.submit()
    let claim = try #require(try await database.claim())
    var impossible = Judgement.example(.accepted)
    impossible.score = 2
    await #expect(throws: StorageError.self) {
      try await database.finish(claim, with: impossible)
    }
    #expect(try await database.queueCounts() == (queued: 0, judging: 1))
    #expect(try await database.finish(claim, with: .example(.accepted)))
  }
}
