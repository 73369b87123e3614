/// Who gets which slot when: first come, first served, and a run that must be alone keeps the
/// others out. Pure; `Sandbox` carries out what `next` says.
struct SlotLine {
  struct Waiter: Equatable {
    let ticket: UInt64
    let alone: Bool
  }

  private(set) var idle: [Int] = []
  private(set) var waiting: [Waiter] = []
  private var running: Set<Int> = []
  private var accompanied: Set<Int> = []  // running ones
  private var exclusive = false

  mutating func wait(_ waiter: Waiter) { waiting.append(waiter) }

  /// False when it is not in line any more: it was served.
  mutating func leave(ticket: UInt64) -> Bool {
    guard let place = waiting.firstIndex(where: { $0.ticket == ticket }) else { return false }
    waiting.remove(at: place)
    return true
  }

  /// A slot can take runs; also after its run ended.
  mutating func add(slot: Int) {
    finish(slot: slot)
    if !idle.contains(slot) { idle.append(slot) }
  }

  /// A slot is gone, in the middle of a run or not.
  mutating func remove(slot: Int) {
    finish(slot: slot)
    idle.removeAll { $0 == slot }
  }

  /// Whether another run was in flight at any time since this slot's began.
  func hadCompany(slot: Int) -> Bool { accompanied.contains(slot) }

  private mutating func finish(slot: Int) {
    running.remove(slot)
    accompanied.remove(slot)
    if running.isEmpty { exclusive = false }
  }

  /// The next waiter that can be served and its slot; call again until nil.
  ///
  /// Strictly in order: a waiter that needs to be alone holds up those behind it, otherwise it
  /// might never be served.
  mutating func next() -> (ticket: UInt64, slot: Int)? {
    guard let first = waiting.first, !idle.isEmpty, !exclusive else { return nil }
    if first.alone && !running.isEmpty { return nil }
    waiting.removeFirst()
    // The slot used last is the warmest.
    let slot = idle.removeLast()
    running.insert(slot)
    if running.count > 1 { accompanied.formUnion(running) }
    exclusive = first.alone
    return (first.ticket, slot)
  }
}
