import Testing

@testable import Sandboxing

@Suite struct SlotLineTests {
  /// A line with these slots, and waiters numbered from 0 that must be alone or not.
  private func line(slots: Int, waiting: [Bool]) -> SlotLine {
    var line = SlotLine()
    for slot in 0..<slots { line.add(slot: slot) }
    for (ticket, alone) in waiting.enumerated() {
      line.wait(SlotLine.Waiter(ticket: UInt64(ticket), alone: alone))
    }
    return line
  }

  /// Everybody who can be served now: the slot of each ticket.
  private func serve(_ line: inout SlotLine) -> [UInt64: Int] {
    var served: [UInt64: Int] = [:]
    while let (ticket, slot) = line.next() { served[ticket] = slot }
    return served
  }

  @Test func `first come, first served, as far as slots go`() throws {
    var line = line(slots: 2, waiting: [false, false, false])
    let first = serve(&line)
    #expect(Set(first.keys) == [0, 1])
    line.add(slot: try #require(first[1]))
    let second = serve(&line)
    #expect(second == [2: first[1]])
  }

  @Test func `who must be alone waits for all others and keeps the next ones out`() throws {
    var line = line(slots: 3, waiting: [false, true, false])
    let first = serve(&line)
    #expect(Set(first.keys) == [0])
    line.add(slot: try #require(first[0]))
    let second = serve(&line)
    #expect(Set(second.keys) == [1])
    let slot = try #require(second[1])
    #expect(!line.hadCompany(slot: slot))
    line.add(slot: slot)
    let third = serve(&line)
    #expect(Set(third.keys) == [2])
  }

  @Test func `a run has had company when another ran at any time beside it`() throws {
    var line = line(slots: 2, waiting: [false])
    let slots = serve(&line)
    let first = try #require(slots[0])
    #expect(!line.hadCompany(slot: first))
    line.wait(SlotLine.Waiter(ticket: 7, alone: false))
    let beside = serve(&line)
    line.add(slot: try #require(beside[7]))
    #expect(line.hadCompany(slot: first))
    line.add(slot: first)
    line.wait(SlotLine.Waiter(ticket: 8, alone: false))
    let after = serve(&line)
    let last = try #require(after[8])
    #expect(!line.hadCompany(slot: last))
  }

  @Test func `who leaves the line is not served`() {
    var line = line(slots: 1, waiting: [false, false])
    let left = [line.leave(ticket: 0), line.leave(ticket: 0)]
    #expect(left == [true, false])
    let served = serve(&line)
    #expect(Set(served.keys) == [1])
    let late = line.leave(ticket: 1)
    #expect(!late)
  }

  @Test func `a slot that is gone in a run lets those who must be alone go on`() throws {
    var line = line(slots: 2, waiting: [true, true])
    let first = serve(&line)
    #expect(Set(first.keys) == [0])
    line.remove(slot: try #require(first[0]))
    let second = serve(&line)
    #expect(Set(second.keys) == [1])
    #expect(second[1] != first[0])
  }
}
