import Domain
import Testing

@testable import JudgeServer

@Suite struct RateTableTests {
  /// Three at once, then one each ten seconds.
  private let limit = RateLimit(burst: 3, perMinute: 6)

  @Test func `so many at once, and then as time gives back`() {
    let table = RateTable(limit)
    for _ in 1...3 { #expect(table.take("a", now: .now) == nil) }
    #expect(table.take("a", now: .now) == .seconds(10))
    #expect(table.take("a", now: .now + .seconds(4)) == .seconds(6))
    #expect(table.take("b", now: .now) == nil)
    #expect(table.take("a", now: .now + .seconds(10)) == nil)
    #expect(table.take("a", now: .now + .seconds(10)) == .seconds(10))
    // However long nothing happens, there are no more than three at once.
    let later = Timestamp.now + .seconds(3600)
    for _ in 1...3 { #expect(table.take("a", now: later) == nil) }
    #expect(table.take("a", now: later) != nil)
  }

  @Test func `what is given back can be taken again`() {
    let table = RateTable(limit)
    for _ in 1...100 {
      #expect(table.take("a", now: .now) == nil)
      table.giveBack("a")
    }
  }

  @Test func `a clock that is set back locks nobody out for long`() {
    let table = RateTable(limit)
    for _ in 1...3 { _ = table.take("a", now: .now + .seconds(86_400)) }
    #expect(table.take("a", now: .now).map { $0 <= .seconds(10) } ?? true)
  }

  @Test func `the table is bounded, and what has no room shares one allowance`() {
    let table = RateTable(limit, capacity: 2)
    for key in ["a", "b", "c"] { #expect(table.take(key, now: .now) == nil) }
    #expect(table.count == 2)
    #expect(table.take("d", now: .now) == nil)
    #expect(table.take("e", now: .now) == nil)
    #expect(table.take("f", now: .now) == .seconds(10))
    // Those in the table are not touched by it.
    #expect(table.take("a", now: .now) == nil)
    // Whose allowance is whole again makes room.
    #expect(table.take("g", now: .now + .seconds(60)) == nil)
    #expect(table.count == 1)
  }
}
