import Domain
import Testing

@testable import Storage

/// Claims last ten seconds in these tests.
@Suite(.timeLimit(.minutes(1))) struct LeaseTests {
  @Test func `a lease that ends gives its submission back`() async throws {
    let database = try await Database.inMemory()
    let id = try await database.submit().id
    let first = try #require(try await database.claim(by: "first", now: .second(0)))
    #expect(first.attempt == 1)
    let early = try await database.rescue(now: .second(10), maximumAttempts: 3)
    #expect(early.requeued == [] && early.exhausted == [])
    #expect(try await database.claim(by: "second", now: .second(10)) == nil)

    let late = try await database.rescue(now: .second(11), maximumAttempts: 3)
    #expect(late.requeued == [id])
    #expect(late.exhausted == [])
    #expect(try await database.texts("SELECT release_reason FROM queue") == ["the lease ended"])
    let second = try #require(try await database.claim(by: "second", now: .second(11)))
    #expect(second.submission.id == id)
    #expect(second.attempt == 2)
    #expect(try await database.texts("SELECT lease_owner FROM queue") == ["second"])
  }

  @Test func `who lost a claim can store nothing any more`() async throws {
    let database = try await Database.inMemory()
    let id = try await database.submit().id
    let lost = try #require(try await database.claim(now: .second(0)))
    _ = try await database.rescue(now: .second(11), maximumAttempts: 3)
    #expect(try await database.finish(lost, with: .example(.accepted)) == false)

    let current = try #require(try await database.claim(now: .second(11)))
    #expect(try await database.finish(lost, with: .example(.accepted)) == false)
    #expect(try await database.renew(lost, lease: .seconds(10), now: .second(12)) == false)
    try await database.release(lost, reason: "too late", counts: true)
    #expect(try await database.queueCounts() == (queued: 0, judging: 1))
    #expect(try await database.number("SELECT count(*) FROM judgements") == 0)

    #expect(try await database.finish(current, with: .example(.wrongAnswer)))
    #expect(try await database.finish(lost, with: .example(.accepted)) == false)
    #expect(try await database.submission(id)?.judgement?.verdict == .wrongAnswer)
    #expect(try await database.number("SELECT count(*) FROM judgements") == 1)
  }

  @Test func `a renewed lease lasts longer`() async throws {
    let database = try await Database.inMemory()
    let id = try await database.submit().id
    let claim = try #require(try await database.claim(now: .second(0)))
    #expect(try await database.renew(claim, lease: .seconds(10), now: .second(9)))
    #expect(try await database.rescue(now: .second(19), maximumAttempts: 3).requeued == [])
    #expect(try await database.rescue(now: .second(20), maximumAttempts: 3).requeued == [id])
  }

  @Test func `a released submission keeps its turn and its attempts`() async throws {
    let database = try await Database.inMemory()
    for source in ["1", "2"] { try await database.submit(source) }
    for attempt in 1...3 {
      let claim = try #require(try await database.claim())
      #expect(claim.submission.configuration.source == "1")
      #expect(claim.attempt == attempt)
      try await database.release(claim, reason: String(repeating: "x", count: 2000), counts: true)
    }
    #expect(try await database.queueCounts() == (queued: 2, judging: 0))
    #expect(
      try await database.texts(
        "SELECT attempts || ' ' || coalesce(length(release_reason), 0) FROM queue")
        == ["3 1000", "0 0"])
  }

  @Test func `what a stop gives back was no attempt`() async throws {
    let database = try await Database.inMemory()
    try await database.submit()
    for counts in [false, true, false] {
      try await database.release(
        try #require(try await database.claim()), reason: "", counts: counts)
    }
    #expect(try await database.claim()?.attempt == 2)
  }

  @Test func `what is out of attempts comes to the rescuer and not to the queue`() async throws {
    let database = try await Database.inMemory()
    let id = try await database.submit().id
    for attempt in 1...2 as ClosedRange<Int64> {
      #expect(try await database.claim(now: .second(attempt * 20))?.attempt == Int(attempt))
      let rescued = try await database.rescue(now: .second(attempt * 20 + 11), maximumAttempts: 3)
      #expect(rescued.requeued == [id])
    }
    let last = try #require(try await database.claim(now: .second(100)))
    let rescued = try await database.rescue(now: .second(111), maximumAttempts: 3)
    #expect(rescued.requeued == [])
    #expect(rescued.exhausted.map(\.submission.id) == [id])
    #expect(rescued.exhausted.map(\.attempt) == [3])
    // The rescuer holds it for a minute.
    #expect(try await database.claim(now: .second(112)) == nil)
    #expect(try await database.rescue(now: .second(171), maximumAttempts: 3).exhausted == [])

    #expect(try await database.finish(last, with: .example(.accepted)) == false)
    #expect(try await database.finish(rescued.exhausted[0], with: .example(.judgeError)))
    #expect(try await database.submission(id)?.judgement?.verdict == .judgeError)
    #expect(try await database.queueCounts() == (queued: 0, judging: 0))
  }

  @Test func `a rescuer that dies is rescued from`() async throws {
    let database = try await Database.inMemory()
    try await database.submit()
    _ = try await database.claim(now: .second(0))
    let first = try await database.rescue(now: .second(11), maximumAttempts: 1).exhausted
    #expect(first.count == 1)
    let second = try await database.rescue(now: .second(72), maximumAttempts: 1).exhausted
    #expect(second.map(\.submission) == first.map(\.submission))
    #expect(try await database.finish(first[0], with: .example(.judgeError)) == false)
    #expect(try await database.finish(second[0], with: .example(.judgeError)))
  }

  @Test func `a server that starts takes every claim of the one before`() async throws {
    let database = try await Database.inMemory()
    let first = try await database.submit("1").id
    let second = try await database.submit("2").id
    let claim = try #require(try await database.claim(now: .second(0)))
    try await database.release(claim, reason: "", counts: true)
    for _ in 1...2 { _ = try await database.claim(now: .second(0)) }
    // The first has had two attempts, the second one.
    let rescued = try await database.rescueAll(now: .second(1), maximumAttempts: 2)
    #expect(rescued.exhausted.map(\.submission.id) == [first])
    #expect(rescued.requeued == [second])
    #expect(try await database.queueCounts() == (queued: 1, judging: 1))
  }
}
