/// What was measured, by load and server, and how ours compares.
struct HTTPResults {
  private var samples: [String: [String: [HTTPLoad.Sample]]] = [:]
  /// In the order in which they were first measured.
  private var names: [String] = []
  /// KiB of an idle connection of ours, and how much slower 64 busy ones were beside 10,000 of them.
  var idle: (memory: Double, slowdown: Double)?

  mutating func add(_ sample: HTTPLoad.Sample, of name: String, for load: HTTPLoad) {
    samples[load.name, default: [:]][name, default: []].append(sample)
    if !names.contains(name) { names.append(name) }
  }

  func median(
    _ name: String, _ load: HTTPLoad, _ value: (HTTPLoad.Sample) -> Double
  ) -> Double {
    (samples[load.name]?[name] ?? []).map(value).quantile(0.5)
  }

  /// The median of the rounds' ratios: both were measured within seconds of each other in each.
  private func ratio(
    _ name: String, to peer: String, _ load: HTTPLoad, _ value: (HTTPLoad.Sample) -> Double
  ) -> Double {
    let (mine, its) = (samples[load.name]?[name] ?? [], samples[load.name]?[peer] ?? [])
    return zip(mine, its).map { value($0) / value($1) }.quantile(0.5)
  }

  func show(_ load: HTTPLoad) {
    let ours = HTTPBenchmark.ours
    var table = Table(
      load.name, "req/s", "p50 us", "p99 us", "CPU us/req", "failed", "ours/its req/s",
      "ours/its CPU")
    for name in names where samples[load.name]?[name] != nil {
      table.add(
        name, whole(median(name, load, \.rate)), whole(median(name, load, \.median)),
        whole(median(name, load, \.tail)), text(median(name, load, \.processor)),
        "\((samples[load.name]?[name] ?? []).reduce(0) { $0 + $1.failures })",
        shown(ratio(ours, to: name, load, \.rate)),
        shown(ratio(ours, to: name, load, \.processor)))
    }
    print("")
    table.print()
  }

  /// What the project asks of itself, and whether this run showed it.
  func showGoals() {
    let (ours, load) = (HTTPBenchmark.ours, HTTPLoad.goal)
    var table = Table("Goals, \(load.name)", "asked", "shown", "met")
    func add(_ name: String, _ asked: String, _ shown: Double, _ isMet: Bool) {
      table.add(name, asked, text(shown, digits: 2), shown.isNaN ? "?" : isMet ? "yes" : "NO")
    }
    for (peer, factor) in [("nginx", 1), ("C, epoll", 0.75), ("Hummingbird", 8)] {
      let share = ratio(ours, to: peer, load, \.rate)
      add("req/s of \(peer)'s", "\(factor) or more", share, share >= factor)
    }
    let tail = ratio(ours, to: "nginx", load, \.tail)
    add("p99 of nginx's", "1.0 or less", tail, tail <= 1)
    if let idle {
      add("KiB of an idle connection", "less than 5", idle.memory, idle.memory < 5)
      add("p50 beside 10,000 idle ones", "1.2 or less", idle.slowdown, idle.slowdown <= 1.2)
    }
    print("")
    table.print()
    // Nobody can be faster than the floor: where that is slow beside Hummingbird, so is everybody.
    let floor = ratio("C, epoll", to: "Hummingbird", load, \.rate)
    guard !floor.isNaN else { return }
    print("The floor itself, C, has \(text(floor, digits: 2)) of Hummingbird's req/s.")
  }

  private func whole(_ number: Double) -> String { number.isNaN ? "-" : "\(Int(number))" }

  private func shown(_ number: Double) -> String { number.isNaN ? "-" : text(number, digits: 2) }
}
