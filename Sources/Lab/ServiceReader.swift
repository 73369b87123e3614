import Domain

extension ServiceConfiguration {
  private enum TypeName: String, CaseIterable {
    case table, affine, kv, lease, source, sink, probe, clock, front, stamped, net
  }

  init(_ object: ScenarioObject) {
    kind = Self.kind(object)
    if case .network = kind { return }
    if let latency = object.object("latency") {
      self.latency = LatencyRule(latency)
      latency.refuseUnknownKeys()
    }
    if let limit = object.object("limit") {
      self.limit = Limit(
        max: limit.required("max", in: 0...LabLimits.inFlight),
        byHost: limit.bool("by_host") ?? false,
        policy: limit.choice("policy", of: [.violate, .reject, .queue]) ?? .violate)
      limit.refuseUnknownKeys()
    }
    if let rate = object.object("rate") {
      self.rate = RateLimit(
        max: rate.required("max", in: 1...LabLimits.requests),
        period: rate.required("period_us", in: 1...LabLimits.virtualTime),
        policy: rate.choice("policy", of: [.violate, .reject]) ?? .reject)
      rate.refuseUnknownKeys()
    }
    if let failure = object.object("fail") {
      self.failure = Failure(
        code: failure.integer("code", in: 400...599) ?? 503,
        keys: failure.integers("keys") ?? [:],
        millionths: failure.millionths("probability") ?? 0,
        backoff: failure.time("backoff_us"))
      failure.refuseUnknownKeys()
    }
    if let effect = object.millionths("effect") { self.effect = effect / 1000 }
  }

  private static func kind(_ object: ScenarioObject) -> Kind {
    let any = -(1 << 53)...(1 << 53)
    switch object.choice("type", of: TypeName.allCases) {
    case .table:
      return .table(
        data: object.members("data") ?? [:], bulk: object.integer("bulk", in: 1...100_000) ?? 0)
    case .affine:
      return .affine(
        a: object.required("a", in: any), b: object.required("b", in: any),
        modulus: object.required("m", in: 1...(1 << 31)))
    case .kv: return .keyValue(data: object.members("data") ?? [:])
    case .lease: return .lease(count: object.required("count", in: 1...LabLimits.inFlight))
    case .source:
      return .source(
        items: object.array("items") ?? [],
        maxResident: object.integer("max_resident", in: 1...LabLimits.inFlight))
    case .sink: return .sink(source: object.string("source"))
    case .probe: return .probe(first: object.required("first", in: any))
    case .clock: return .clock
    case .front:
      let arrivals = (object.array("arrivals") ?? []).enumerated().map { index, value in
        guard let pair = value.array, pair.count == 2, let time = pair[0].integer, time >= 0 else {
          object.fault("arrivals[\(index)]", "must be [time in microseconds, payload]")
          return Arrival(time: 0, payload: .null)
        }
        return Arrival(time: time, payload: pair[1])
      }
      return .front(arrivals: arrivals, maxAge: object.time("max_age_us"))
    case .stamped: return .stamped
    case .net: return .network(NetworkConfiguration(object))
    case nil:
      if object.value("type") == nil { object.fault("type", "is missing") }
      return .clock
    }
  }
}

extension LatencyRule {
  init(_ object: ScenarioObject) {
    self.init()
    base = object.time("base_us") ?? base
    span = object.time("span_us") ?? 0
    tailMillionths = object.millionths("tail_probability") ?? 0
    tail = object.time("tail_us") ?? 0
    perItem = object.time("per_item_us") ?? 0
    perKey = object.integers("per_key_us") ?? [:]
    low = object.time("low_us")
    high = object.time("high_us")
    if let low, let high, low > high { object.fault("low_us", "is above high_us") }
  }
}

extension NetworkConfiguration {
  init(_ object: ScenarioObject) {
    latency = object.time("latency_us") ?? 5_000
    maxBacklog = object.integer("max_backlog_bytes", in: 1...(1 << 30))
    hosts = [:]
    if let hosts = object.object("hosts") {
      for name in hosts.keys {
        guard let host = hosts.object(name) else { continue }
        self.hosts[name] = Host(
          kind: host.choice("type", of: [.echo, .upper, .blackhole, .refuse]) ?? .echo,
          latency: host.time("latency_us") ?? latency,
          bandwidth: host.integer("bandwidth_bps", in: 1...Int.max / 16_000_000),
          hello: host.string("hello"),
          resetAfter: host.integer("reset_after_bytes", in: 0...(1 << 30)),
          think: host.time("think_us") ?? 0)
        host.refuseUnknownKeys()
      }
    }
    clients = (object.objects("clients") ?? []).map { Client($0) }
  }
}

extension NetworkConfiguration.Client {
  private enum Deed: String, CaseIterable { case eof, reset, stall }

  fileprivate init(_ object: ScenarioObject) {
    name = object.string("name") ?? "client"
    port = object.required("port", in: 1...65_535)
    time = object.required("at_us", in: 0...LabLimits.virtualTime)
    latency = object.time("latency_us") ?? 1_000
    steps = (object.objects("script") ?? []).map { step in
      defer { step.refuseUnknownKeys() }
      let time = step.required("at_us", in: 0...LabLimits.virtualTime)
      if let text = step.string("send") { return Step(time: time, action: .send(text)) }
      let action: Action =
        switch step.choice("do", of: Deed.allCases) {
        case .reset: .reset
        case .stall: .stall
        case .eof, nil: .eof
        }
      return Step(time: time, action: action)
    }
    object.refuseUnknownKeys()
  }
}
