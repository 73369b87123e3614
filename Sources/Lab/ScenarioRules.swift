import Domain

/// What the scenarios of students may look like: the world stays the problem's own. Services have
/// its names and types and take their time within its intervals; entry points and checkers are those
/// that it uses.
package struct ScenarioRules: Sendable {
  private struct Service: Sendable {
    /// `table`; a problem may have the same service in more than one.
    var types: Set<String> = []
    var fastest: Int
    var slowest: Int
    var perItem: Int
  }

  private var services: [String: Service] = [:]
  private var entries: Set<String> = []
  private var checkers: Set<Scenario.Checker> = []
  private var takesSignals = false

  /// From the problem's own cases.
  package init(_ scenarios: [Scenario]) {
    for scenario in scenarios {
      if let entry = scenario.entry { entries.insert(entry) }
      checkers.insert(scenario.checker)
      takesSignals = takesSignals || !scenario.signals.isEmpty
      for (name, configuration) in scenario.services {
        let times = configuration.interval
        let known =
          services[name]
          ?? Service(fastest: times.lowerBound, slowest: times.upperBound, perItem: 0)
        services[name] = Service(
          types: known.types.union([configuration.kind.name]),
          fastest: min(known.fastest, times.lowerBound),
          slowest: max(known.slowest, times.upperBound),
          perItem: max(known.perItem, configuration.latency.perItem))
      }
    }
  }

  /// Reads a student's scenario. Where it leaves an interval out, the problem's holds.
  package func scenario(_ value: JSONValue) throws(InvalidScenario) -> Scenario {
    var scenario = try Scenario(value)
    let faults = ScenarioFaults()
    checkWidth(scenario, faults)
    if let entry = scenario.entry, !entries.contains(entry) {
      faults.add("entry", "must be left out: the problem says what is called")
    }
    if !checkers.contains(scenario.checker) {
      faults.add("checker", "must be \(checkers.map(\.words).sorted().joined(separator: " or "))")
    }
    if !takesSignals, !scenario.signals.isEmpty {
      faults.add("signals", "must be left out: no signal comes in this problem")
    }
    for (name, configuration) in scenario.services.sorted(by: { $0.key < $1.key }) {
      let path = "services.\(name)"
      guard let service = services[name] else {
        let names = services.keys.sorted().joined(separator: ", ")
        faults.add(path, "is no service of this problem; there is \(names)")
        continue
      }
      guard service.types.contains(configuration.kind.name) else {
        faults.add("\(path).type", "must be \(service.types.sorted().joined(separator: " or "))")
        continue
      }
      for (key, time) in configuration.times
      where !(service.fastest...service.slowest).contains(time) {
        faults.add(
          "\(path).\(key)",
          "is \(time); \(name) takes \(service.fastest) to \(service.slowest) microseconds")
      }
      if configuration.latency.perItem > service.perItem {
        faults.add("\(path).latency.per_item_us", "must be at most \(service.perItem)")
      }
      scenario.services[name]?.latency.low = configuration.latency.low ?? service.fastest
      scenario.services[name]?.latency.high = configuration.latency.high ?? service.slowest
    }
    if !faults.faults.isEmpty { throw InvalidScenario(faults: faults.faults) }
    scenario.virtualTimeLimit = min(scenario.virtualTimeLimit, LabLimits.studentVirtualTime)
    return scenario
  }

  private func checkWidth(_ scenario: Scenario, _ faults: ScenarioFaults) {
    let width = scenario.campaign
    if width.schedules > LabLimits.studentSchedules {
      faults.add("campaign.schedules", "must be at most \(LabLimits.studentSchedules)")
    }
    if width.cancels > LabLimits.studentCancels {
      faults.add("campaign.cancels", "must be at most \(LabLimits.studentCancels)")
    }
    let values = scenario.services.values.reduce(scenario.input.size) { $0 + $1.kind.size }
    if values > LabLimits.studentValues {
      faults.add(
        "",
        "has \(values) values in its input and its services; a test has at most "
          + "\(LabLimits.studentValues)")
    }
  }
}

extension ServiceConfiguration {
  /// Every time that the scenario sets, by its key.
  fileprivate var times: [(key: String, time: Int)] {
    if case .network(let network) = kind {
      return [("latency_us", network.latency)]
        + network.hosts.sorted { $0.key < $1.key }.map {
          ("hosts.\($0.key).latency_us", $0.value.latency)
        } + network.clients.enumerated().map { ("clients[\($0)].latency_us", $1.latency) }
    }
    var times = [("latency.base_us", latency.base)]
    if latency.span > 0 { times.append(("latency.span_us", latency.base + latency.span)) }
    if latency.tailMillionths > 0 { times.append(("latency.tail_us", latency.tail)) }
    times += latency.perKey.sorted { $0.key < $1.key }.map { ("latency.per_key_us.\($0)", $1) }
    if let low = latency.low { times.append(("latency.low_us", low)) }
    if let high = latency.high { times.append(("latency.high_us", high)) }
    return times
  }

  /// How long a request takes at least and at most, in whatever run.
  fileprivate var interval: ClosedRange<Int> {
    var all = times.map(\.time)
    if case .network = kind {
    } else {
      all.append(latency.low ?? max(1, latency.base / 10))
      all.append(latency.high ?? latency.base * 10)
    }
    return (all.min() ?? 1)...(all.max() ?? 1)
  }
}

extension ServiceConfiguration.Kind {
  fileprivate var name: String {
    switch self {
    case .table: "table"
    case .affine: "affine"
    case .keyValue: "kv"
    case .lease: "lease"
    case .source: "source"
    case .sink: "sink"
    case .probe: "probe"
    case .clock: "clock"
    case .front: "front"
    case .stamped: "stamped"
    case .network: "net"
    }
  }

  /// JSON values that it holds.
  fileprivate var size: Int {
    switch self {
    case .table(let data, _), .keyValue(let data): JSONValue.object(data).size
    case .source(let items, _): JSONValue.array(items).size
    case .front(let arrivals, _): arrivals.reduce(0) { $0 + 1 + $1.payload.size }
    case .network(let network):
      network.hosts.count + network.clients.reduce(0) { $0 + 1 + $1.steps.count }
    case .affine, .lease, .sink, .probe, .clock, .stamped: 0
    }
  }
}

extension Scenario.Checker {
  /// `sink of out`
  fileprivate var words: String {
    switch self {
    case .exact: "exact"
    case .front(let service): "front of \(service)"
    case .sink(let service): "sink of \(service)"
    case .state(let service): "state of \(service)"
    case .broker(let service): "broker of \(service)"
    }
  }
}

extension JSONValue {
  /// Itself and all that is in it.
  fileprivate var size: Int {
    switch self {
    case .array(let values): values.reduce(1) { $0 + $1.size }
    case .object(let members): members.values.reduce(1) { $0 + $1.size }
    case .null, .bool, .integer, .number, .string: 1
    }
  }
}
