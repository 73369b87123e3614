import Domain

/// Which latencies a run sees, within the published intervals. Only documented freedom is explored:
/// never the order of the ready queue, which asyncio guarantees.
package enum Schedule: Sendable, Hashable {
  case nominal
  /// Half to one and a half times the nominal latency.
  case jitter(seed: Int)
  /// Anywhere in the interval, each octave as likely as the next.
  case wide(seed: Int)
  /// Each request either fast or slow.
  case bimodal(seed: Int)
  /// Fast requests of random priorities, and `depth - 1` at the slowest (after PCT, Burckhardt 2010).
  case priorities(seed: Int, depth: Int, length: Int)
  /// These requests take the time given, the others the nominal one. What shrinking ends with.
  case fixed([Int: Int])

  func latency(of request: Int, base: Int, low: Int, high: Int) -> Int {
    func mix(_ seed: Int, _ name: String) -> Mix {
      var mix = Mix(UInt64(bitPattern: Int64(seed)))
      mix.add(name)
      mix.add(request)
      return mix
    }
    switch self {
    case .nominal: return base
    case .jitter(let seed):
      return min(high, max(low, base / 2 + mix(seed, "jitter").below(base + 1)))
    case .wide(let seed):
      let bits = mix(seed, "wide").value
      var octaves = 0
      while low << (octaves + 1) < high { octaves += 1 }
      let start = low << Int(bits % UInt64(octaves + 1))
      let end = min(high, start * 2)
      return start + Int((bits >> 16) % UInt64(end - start + 1))
    case .bimodal(let seed):
      let bits = mix(seed, "bimodal").value
      let share = Int((bits >> 8) % 1000)
      return bits & 1 == 1 ? high * (800 + share / 5) / 1000 : low * (4000 + share) / 4000
    case .priorities(let seed, let depth, let length):
      let changes = (0..<max(0, depth - 1)).contains { number in
        var mix = Mix(UInt64(bitPattern: Int64(seed)))
        mix.add("change")
        mix.add(number)
        return mix.below(length) == request
      }
      if changes { return high }
      return low + Int(mix(seed, "priority").value % UInt64((high - low) / 2 + 1))
    case .fixed(let latencies): return latencies[request] ?? base
    }
  }

  /// The order in which events of one instant are delivered: theirs to choose, for asyncio documents
  /// none.
  func ordered<Event>(_ events: [Event], id: (Event) -> Int) -> [Event] {
    let seed: Int
    switch self {
    case .nominal, .fixed, .priorities: return events
    case .jitter(let value), .wide(let value), .bimodal(let value): seed = value
    }
    guard events.count > 1 else { return events }
    // Sorted by stream, so that the events of one keep their order.
    return events.enumerated().map { place, event in
      var mix = Mix(UInt64(bitPattern: Int64(seed)))
      mix.add("tie")
      mix.add(id(event))
      return (mix.value, place, event)
    }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }
}

/// One way to run a scenario. As text (`description`, `init(_:)`) it replays that run bit for bit.
package struct Plan: Sendable, Hashable {
  package enum CancelOrder: String, Sendable, CaseIterable {
    /// Instead of the events of that wake, which come at the next.
    case alone
    case before, after
  }

  package struct Cancel: Sendable, Hashable {
    /// 1 is the first time the program is idle.
    package var wake: Int
    package var order: CancelOrder

    package init(wake: Int, order: CancelOrder) {
      self.wake = wake
      self.order = order
    }
  }

  package var schedule = Schedule.nominal
  /// This request (0 is the first) fails once with 503.
  package var fault: Int?
  package var cancel: Cancel?
  /// The sandbox collects garbage whenever it is idle: a task that nobody holds is gone.
  package var collects = false

  package init(
    schedule: Schedule = .nominal, fault: Int? = nil, cancel: Cancel? = nil,
    collects: Bool = false
  ) {
    self.collects = collects
    self.schedule = schedule
    self.fault = fault
    self.cancel = cancel
  }

  /// Whether budgets of time hold: only when nothing was disturbed.
  package var isNominal: Bool { schedule == .nominal && fault == nil && cancel == nil }
}

extension Plan: CustomStringConvertible {
  /// `nominal`, `bimodal:7`, `fixed:2=200000,5=1000`, `fault:3`, `cancel:4:after`, joined with `+`.
  package var description: String {
    var parts: [String] = []
    switch schedule {
    case .nominal: break
    case .jitter(let seed): parts.append("jitter:\(seed)")
    case .wide(let seed): parts.append("wide:\(seed)")
    case .bimodal(let seed): parts.append("bimodal:\(seed)")
    case .priorities(let seed, let depth, let length):
      parts.append("priorities:\(seed):\(depth):\(length)")
    case .fixed(let latencies):
      let pairs = latencies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      parts.append("fixed:" + pairs.joined(separator: ","))
    }
    if let fault { parts.append("fault:\(fault)") }
    if let cancel { parts.append("cancel:\(cancel.wake):\(cancel.order.rawValue)") }
    if collects { parts.append("gc") }
    return parts.isEmpty ? "nominal" : parts.joined(separator: "+")
  }

  /// Nil when the text is no plan.
  package init?(_ text: String) {
    self.init()
    for part in text.split(separator: "+", omittingEmptySubsequences: false) {
      let words = part.split(separator: ":", omittingEmptySubsequences: false)
      let numbers = words.dropFirst().map { Int($0) ?? -1 }
      guard numbers.count == 1 || numbers.allSatisfy({ $0 >= 0 }) || words[0] == "cancel" else {
        return nil
      }
      switch (words[0], numbers.count) {
      case ("nominal", 0): break
      case ("gc", 0): collects = true
      case ("jitter", 1) where numbers[0] >= 0: schedule = .jitter(seed: numbers[0])
      case ("wide", 1) where numbers[0] >= 0: schedule = .wide(seed: numbers[0])
      case ("bimodal", 1) where numbers[0] >= 0: schedule = .bimodal(seed: numbers[0])
      case ("priorities", 3):
        schedule = .priorities(seed: numbers[0], depth: numbers[1], length: numbers[2])
      case ("fixed", 1):
        var latencies: [Int: Int] = [:]
        for pair in words[1].split(separator: ",") {
          let ends = pair.split(separator: "=").map { Int($0) }
          guard ends.count == 2, let index = ends[0], let latency = ends[1], latency >= 0 else {
            return nil
          }
          latencies[index] = latency
        }
        schedule = .fixed(latencies)
      case ("fault", 1) where numbers[0] >= 0: fault = numbers[0]
      case ("cancel", 2) where numbers[0] > 0:
        guard let order = CancelOrder(rawValue: String(words[2])) else { return nil }
        cancel = Cancel(wake: numbers[0], order: order)
      default: return nil
      }
    }
  }
}
