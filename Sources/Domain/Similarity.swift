/// Which sources share more than chance has it, by winnowing (Schleimer, Wilkerson, Aiken 2003): of
/// each window of hashes of token groups the least is kept, so that a shared passage of
/// `group + window - 1` tokens is always found, wherever it stands.
///
/// A hint to look, and no proof: short solutions of one idea look alike.
package struct Similarity: Sendable, Hashable {
  /// Tokens that are hashed together.
  package static let group = 12
  /// Hashes of which one is kept.
  package static let window = 8
  /// Sources with fewer kept hashes say nothing.
  package static let leastPrints = 8
  /// Of a source; the rest is not looked at.
  package static let tokenLimit = 20_000

  package struct Pair: Sendable, Hashable {
    /// Places in the list of sources; `first` is the smaller.
    package var first: Int
    package var second: Int
    /// Of the shorter one's kept hashes those that the other has too, from 0 to 1.
    package var share: Double
    package var sharedPrints: Int
  }

  /// Pairs whose share is `threshold` or more, the most similar first, at most `limit`. What most of
  /// the sources have (the frame that the task gives) is not counted when there are six or more.
  /// O(n² · prints) in the worst case, for n sources.
  package static func pairs(
    of sources: [String], threshold: Double, limit: Int
  ) -> [Pair] {
    var prints = sources.map { Self.prints(of: PythonTokens.read($0, limit: tokenLimit)) }
    var owners: [UInt64: [Int]] = [:]
    for (place, set) in prints.enumerated() {
      for print in set { owners[print, default: []].append(place) }
    }
    if sources.count >= 6 {
      let frame = Set(owners.filter { $0.value.count * 2 > sources.count }.keys)
      for place in prints.indices { prints[place].subtract(frame) }
      for print in frame { owners[print] = nil }
    }
    let count = sources.count
    var shared = [Int32](repeating: 0, count: count * count)
    for places in owners.values {
      for (index, first) in places.enumerated() {
        for second in places[(index + 1)...] { shared[first * count + second] += 1 }
      }
    }
    var pairs: [Pair] = []
    for first in 0..<count {
      for second in (first + 1)..<max(first + 1, count) {
        let least = min(prints[first].count, prints[second].count)
        let common = Int(shared[first * count + second])
        guard least >= leastPrints, Double(common) >= threshold * Double(least) else { continue }
        pairs.append(
          Pair(
            first: first, second: second, share: Double(common) / Double(least),
            sharedPrints: common))
      }
    }
    pairs.sort { ($1.share, $1.sharedPrints, $0.first) < ($0.share, $0.sharedPrints, $1.first) }
    return Array(pairs.prefix(limit))
  }

  /// The kept hashes.
  static func prints(of tokens: [UInt64]) -> Set<UInt64> {
    guard tokens.count >= group else { return [] }
    let hashes = (0...(tokens.count - group)).map { start in
      tokens[start..<(start + group)].reduce(0x9E37_79B9_7F4A_7C15 as UInt64) { hash, token in
        let mixed = (hash ^ token) &* 0xFF51_AFD7_ED55_8CCD
        return mixed ^ (mixed >> 29)
      }
    }
    var prints: Set<UInt64> = []
    for start in 0...max(0, hashes.count - window) {
      if let least = hashes[start..<min(hashes.count, start + window)].min() {
        prints.insert(least)
      }
    }
    return prints
  }
}
