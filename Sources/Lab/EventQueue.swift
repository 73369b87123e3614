/// What will happen in a world, by time; equal times in the order in which they were added.
struct EventQueue {
  private struct Entry {
    var time: Int
    var order: Int
    var action: () -> Void
  }

  /// A binary heap, the earliest first.
  private var entries: [Entry] = []
  private var added = 0

  var next: Int? { entries.first?.time }

  mutating func add(at time: Int, _ action: @escaping () -> Void) {
    added += 1
    entries.append(Entry(time: time, order: added, action: action))
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBefore(child, parent) else { break }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  mutating func removeFirst() -> () -> Void {
    entries.swapAt(0, entries.count - 1)
    let first = entries.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if isBefore(child, least) { least = child }
      }
      if least == parent { return first.action }
      entries.swapAt(parent, least)
      parent = least
    }
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    (entries[a].time, entries[a].order) < (entries[b].time, entries[b].order)
  }
}
