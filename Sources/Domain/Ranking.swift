/// What a leaderboard ranks by.
package enum Ranking: String, Sendable, Hashable, CaseIterable {
  /// Most problems solved, then the least penalty, then the earliest last solve.
  case solved
  /// The most points (the best of each problem), then who had them first.
  case score
  /// Of one problem: the least virtual makespan of an accepted submission.
  case makespan
  /// Of one problem: the least CPU time of an accepted submission.
  case cpuTime = "cpu_time"
}

/// Smaller ones rank first, equal ones share a rank.
package struct RankKey: Sendable, Hashable, Comparable {
  private var first: Double
  private var second: Int64
  private var third: Int64

  package init(_ first: Double, _ second: Int64, _ third: Int64 = 0) {
    self.first = first
    self.second = second
    self.third = third
  }

  package static func < (a: RankKey, b: RankKey) -> Bool {
    (a.first, a.second, a.third) < (b.first, b.second, b.third)
  }
}

/// Who stands where, kept in order while standings change. Equal keys are listed by label.
package struct RankedList: Sendable, Hashable {
  package struct Entry: Sendable, Hashable, Comparable {
    package var key: RankKey
    /// What the one is called on this list, and nobody else.
    package var label: String
    package var account: Int64

    package init(key: RankKey, label: String, account: Int64) {
      self.key = key
      self.label = label
      self.account = account
    }

    package static func < (a: Entry, b: Entry) -> Bool {
      a.key != b.key
        ? a.key < b.key : a.label != b.label ? a.label < b.label : a.account < b.account
    }
  }

  package private(set) var entries: [Entry] = []

  package init() {}

  package init(_ entries: some Sequence<Entry>) { self.entries = entries.sorted() }

  /// O(log n), and moves what stands below.
  package mutating func insert(_ entry: Entry) {
    entries.insert(entry, at: firstIndex { !($0 < entry) })
  }

  package mutating func remove(_ entry: Entry) {
    guard let index = index(of: entry) else { return }
    entries.remove(at: index)
  }

  /// nil when it is not listed. O(log n).
  package func index(of entry: Entry) -> Int? {
    let index = firstIndex { !($0 < entry) }
    return index < entries.count && entries[index] == entry ? index : nil
  }

  /// 1 for the first. O(log n).
  package func rank(at index: Int) -> Int {
    let key = entries[index].key
    return firstIndex { !($0.key < key) } + 1
  }

  /// The first entry from which on `condition` holds.
  private func firstIndex(where condition: (Entry) -> Bool) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if condition(entries[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
