import Glibc

/// Kills processes of one sandbox, and no others: they are looked up below its sandboxd, which is
/// known to be a child of `owner`.
package struct Killer {
  private enum Target: String, CaseIterable {
    case sandboxd
    case firstProcess = "first processes"
    case zygote = "zygotes"
    case runner = "command runners"
  }

  private let owner: pid_t
  /// The sandboxd of this moment; nil between the death of one and the start of the next.
  private let find: @Sendable () -> pid_t?
  private var random: RandomSource
  private var struck: [Target: Int] = [:]
  private var daemons: Set<pid_t> = []

  package init(
    seed: UInt64, owner: pid_t = getpid(), daemon find: @escaping @Sendable () -> pid_t?
  ) {
    self.find = find
    self.owner = owner
    random = RandomSource(seed: seed)
  }

  /// For the tally: how many of each were killed.
  package var kills: String {
    let total = struck.values.reduce(0, +)
    let each = Target.allCases.map { "\(struck[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
    return "\(total) kills (\(each))"
  }

  /// Milliseconds to wait before the next strike.
  package mutating func pause() -> Int { Int.random(in: 0...150, using: &random) }

  /// The sandboxd of this moment, or the next: between two there is a pause.
  @discardableResult
  package mutating func daemon() async -> pid_t {
    while true {
      if let daemon = find() {
        daemons.insert(daemon)
        return daemon
      }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Kills one at random; if it is not there at this moment, sandboxd.
  package mutating func strike() async {
    let target = Target.allCases.randomElement(using: &random)!
    while true {
      let daemon = await daemon()
      let table = ProcessTable()
      guard table.parents[daemon] == owner else { continue }
      let first = table.children(of: daemon).randomElement(using: &random)
      let pair = first.map { table.children(of: $0) } ?? []
      let victim: pid_t? =
        switch target {
        case .sandboxd: daemon
        case .firstProcess: first
        case .zygote: pair.first { table.names[$0]?.hasPrefix("python") == true }
        case .runner: pair.first { table.names[$0]?.hasPrefix("sandboxd") == true }
        }
      struck[victim == nil ? .sandboxd : target, default: 0] += 1
      kill(victim ?? daemon, SIGKILL)
      return
    }
  }

  /// What is left of all that was killed, after at most five seconds. `users`: ids of runs, of which
  /// those that cannot be a person's on this machine are looked for.
  package func survivors(usersOfRuns users: Set<uid_t> = []) async -> [String] {
    var left: [String] = []
    for _ in 0..<250 {
      let table = ProcessTable()
      let onHost = users.filter { $0 >= 60000 }
      let processes =
        daemons.flatMap { table.descendants(of: $0) }
        + onHost.flatMap { table.owned(by: $0) }
      left =
        processes.map { "process \($0) \(table.names[$0] ?? "")" }
        + daemons.flatMap { Holdings.cgroups(of: $0) }
      if left.isEmpty { return [] }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return left
  }
}
