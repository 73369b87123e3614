import Domain

/// What is wrong with a scenario, all of it.
package struct InvalidScenario: Error, CustomStringConvertible {
  package var faults: [ScenarioFault]
  package var description: String { faults.map(\.description).joined(separator: "; ") }
}

extension Scenario {
  /// Reads the JSON of a test case.
  package init(json: [UInt8]) throws(InvalidScenario) {
    let value: JSONValue
    do {
      value = try JSONParser.parse(json)
    } catch {
      throw InvalidScenario(faults: [ScenarioFault(path: "", problem: "is no JSON: \(error)")])
    }
    try self.init(value)
  }

  package init(_ value: JSONValue) throws(InvalidScenario) {
    let faults = ScenarioFaults()
    let root = ScenarioObject(value, path: "", faults: faults)
    self.init(root)
    root.refuseUnknownKeys()
    check(faults)
    if !faults.faults.isEmpty { throw InvalidScenario(faults: faults.faults) }
  }

  private init(_ root: ScenarioObject) {
    self.init()
    seed = UInt64(root.integer("seed", in: 0...Int.max) ?? 0)
    entry = root.string("entry")
    input = root.value("input") ?? .null
    parameters = root.members("parameters") ?? [:]
    if let services = root.object("services") {
      for name in services.keys {
        guard let object = services.object(name) else { continue }
        self.services[name] = ServiceConfiguration(object)
        object.refuseUnknownKeys()
      }
    }
    signals = (root.objects("signals") ?? []).map { object in
      defer { object.refuseUnknownKeys() }
      return Signal(
        time: object.required("at_us", in: 0...LabLimits.virtualTime),
        number: object.integer("signal", in: 1...64) ?? 15)
    }
    if let object = root.object("budgets") {
      budgets = Budgets(object)
      object.refuseUnknownKeys()
    }
    if let object = root.object("checker") {
      checker = Checker(object)
      object.refuseUnknownKeys()
    }
    if let object = root.object("campaign") {
      campaign.schedules = object.integer("schedules", in: 0...LabLimits.schedules) ?? 0
      campaign.faults = object.choice("faults", of: CampaignWidth.Faults.allCases)
      campaign.cancels = object.integer("cancels", in: 0...LabLimits.cancels) ?? 0
      object.refuseUnknownKeys()
    }
    virtualTimeLimit = root.time("virtual_time_limit_us") ?? LabLimits.virtualTime
  }

  /// What only shows when all is read.
  private func check(_ faults: ScenarioFaults) {
    func isThere(_ name: String, _ path: String) {
      if services[name] == nil { faults.add(path, "names \(name), which is no service here") }
    }
    switch checker {
    case .exact: break
    case .front(let name), .sink(let name), .state(let name), .broker(let name):
      isThere(name, "checker.service")
    }
    for name in budgets.requestsPerService.keys { isThere(name, "budgets.requests_per_service") }
    for name in budgets.peak.keys { isThere(name, "budgets.peak") }
    for (name, service) in services {
      if case .sink(let source?) = service.kind { isThere(source, "services.\(name).source") }
    }
  }
}

extension Scenario.Budgets {
  fileprivate init(_ object: ScenarioObject) {
    self.init()
    makespan = object.time("makespan_us")
    reference = object.time("reference_makespan_us")
    factor = object.number("factor")
    if (reference == nil) != (factor == nil) {
      object.fault("factor", "and reference_makespan_us belong together")
    }
    requests = object.integer("requests", in: 0...LabLimits.requests)
    requestsPerService = object.integers("requests_per_service") ?? [:]
    peak = object.integers("peak") ?? [:]
    block = object.time("block_us")
    slowestReply = object.time("slowest_reply_us")
    reply99 = object.time("reply_99_us")
    cancelGrace = object.time("cancel_grace_us") ?? 0
  }
}

extension Scenario.Checker {
  private enum Name: String, CaseIterable { case exact, front, sink, state, broker }

  fileprivate init(_ object: ScenarioObject) {
    let name = object.choice("name", of: Name.allCases)
    let service = object.string("service")
    self =
      switch name {
      case .front: .front(service: service ?? "front")
      case .sink: .sink(service: service ?? "sink")
      case .state: .state(service: service ?? "kv")
      case .broker: .broker(service: service ?? "net")
      case .exact, nil: .exact
      }
  }
}
