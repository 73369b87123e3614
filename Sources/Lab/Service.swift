import Domain

/// A simulated service: latency, limits and failures, the same for all; subclasses say what an
/// operation does.
class Service {
  let name: String
  let configuration: ServiceConfiguration
  unowned let world: World
  /// Requests in all, now, and most at a time.
  var count = 0
  var current = 0
  var peak = 0
  /// By operation and key: how often it was served.
  private var attempts: [String: Int] = [:]
  /// By operation and key: when it failed last, and how often.
  private var failures: [String: (time: Int, count: Int)] = [:]
  private var running: [String: Int] = [:]
  private var waiting: [LabRequest] = []
  private var recent: [Int] = []

  init(_ configuration: ServiceConfiguration, name: String, world: World) {
    self.configuration = configuration
    self.name = name
    self.world = world
  }

  /// What does not count as left behind when the answer is given.
  var isBackground: Bool { false }
  /// Things acquired and not released.
  var leaks: Int { 0 }

  /// The operation itself, at the moment it takes effect.
  func apply(_ request: LabRequest) throws(ServiceFailure) -> JSONValue { throw .code(405) }
  /// Data on an open channel; false when it means nothing.
  func push(_ request: LabRequest, _ data: JSONValue) -> Bool { false }
  func cancelled(_ request: LabRequest) {}
  /// The program dropped the reply to this request, which carried something.
  func dropped(_ request: Int) {}

  final func attempt(_ request: LabRequest) -> Int { attempts[place(request)] ?? 0 }

  private func place(_ request: LabRequest) -> String {
    request.operation + "\u{1F}" + request.key
  }

  func latency(_ request: LabRequest) -> Int {
    let rule = configuration.latency
    var base = rule.base
    if let fixed = rule.perKey[request.key] {
      base = fixed
    } else {
      func mix(_ what: String) -> Mix {
        var mix = Mix(world.scenario.seed)
        for part in [what, name, request.operation, request.key] { mix.add(part) }
        mix.add(attempt(request))
        return mix
      }
      if rule.span > 0 { base += mix("span").below(rule.span + 1) }
      if rule.tailMillionths > 0, mix("tail").happens(rule.tailMillionths) { base = rule.tail }
    }
    if rule.perItem > 0, let items = request.argument.array { base += rule.perItem * items.count }
    let low = max(1, rule.low ?? base / 10)
    let high = max(low, rule.high ?? base * 10)
    request.latency = max(
      1, world.plan.schedule.latency(of: request.index, base: base, low: low, high: high))
    return request.latency
  }

  func handle(_ request: LabRequest) {
    let place = place(request)
    if let backoff = configuration.failure?.backoff, let failed = failures[place] {
      let wait = backoff << min(20, failed.count - 1)
      if world.now < failed.time + wait {
        world.violate(
          .retriedTooEarly,
          "\(name).\(request.operation)(\(request.key)) again after "
            + "\(seconds(world.now - failed.time)), not \(seconds(wait))")
      }
    }
    if let rate = configuration.rate {
      recent.removeAll { $0 <= world.now - rate.period }
      if recent.count >= rate.max {
        let wait = recent[0] + rate.period - world.now
        if rate.policy == .violate {
          world.violate(.rateExceeded, "more than \(rate.max) in \(seconds(rate.period))")
        }
        return turnAway(request, retryAfter: wait)
      }
      recent.append(world.now)
    }
    if let limit = configuration.limit {
      let group = group(of: request, limit)
      request.group = group
      let count = running[group] ?? 0
      if count >= limit.max {
        switch limit.policy {
        case .queue: return waiting.append(request)
        case .violate:
          world.violate(
            .concurrencyExceeded,
            "\(count + 1) requests to \(name)\(limit.byHost ? " (\(group))" : "") at the same "
              + "time; \(limit.max) are allowed")
        case .reject:
          request.group = nil
          return turnAway(request, retryAfter: nil)
        }
      }
      running[group] = count + 1
    }
    serve(request, place)
    attempts[place, default: 0] += 1
  }

  private func group(of request: LabRequest, _ limit: ServiceConfiguration.Limit) -> String {
    limit.byHost ? String(request.key.prefix { $0 != "/" }) : "*"
  }

  private func turnAway(_ request: LabRequest, retryAfter wait: Int?) {
    var error: [String: JSONValue] = ["code": .integer(429)]
    if let wait { error["retry_after_us"] = .integer(wait) }
    world.after(1000) { [self] in world.finish(request, .error, .object(error)) }
  }

  private func serve(_ request: LabRequest, _ place: String) {
    let latency = latency(request)
    if let code = failureCode(request, place) {
      world.after(latency) { [self] in
        // A failure that nobody heard of is none: the request may have been withdrawn.
        guard request.isLive else { return }
        failures[place] = (world.now, (failures[place]?.count ?? 0) + 1)
        world.finish(request, .error, .object(["code": .integer(code)]))
      }
      return
    }
    let end = world.now + latency
    world.after(latency * configuration.effect / 1000) { [self] in
      guard request.isLive else { return }
      let kind: WorldEvent.Kind
      let value: JSONValue
      do throws(ServiceFailure) {
        value = try apply(request)
        kind = .result
      } catch {
        value = error.value
        kind = .error
      }
      world.at(end) { [self] in world.finish(request, kind, value) }
    }
  }

  private func failureCode(_ request: LabRequest, _ place: String) -> Int? {
    guard let failure = configuration.failure else { return nil }
    let attempt = attempts[place] ?? 0
    if let times = failure.keys[request.key], attempt < times { return failure.code }
    if failure.millionths > 0 {
      var mix = Mix(world.scenario.seed)
      for part in ["fail", name, request.operation, request.key] { mix.add(part) }
      mix.add(attempt)
      if mix.happens(failure.millionths) { return failure.code }
    }
    return nil
  }

  /// A request has ended, one way or another: its place is free.
  final func released(_ request: LabRequest) {
    guard let limit = configuration.limit, let group = request.group else { return }
    if let index = waiting.firstIndex(where: { $0 === request }) {
      waiting.remove(at: index)
      return
    }
    running[group, default: 0] -= 1
    guard
      let index = waiting.firstIndex(where: { running[$0.group ?? "", default: 0] < limit.max })
    else { return }
    let next = waiting.remove(at: index)
    running[next.group ?? "", default: 0] += 1
    let place = place(next)
    serve(next, place)
    attempts[place, default: 0] += 1
  }
}

/// A service's answer to what cannot be done.
enum ServiceFailure: Error {
  case code(Int)
  case tooLarge(max: Int)

  var value: JSONValue {
    switch self {
    case .code(let code): .object(["code": .integer(code)])
    case .tooLarge(let max): .object(["code": .integer(413), "max": .integer(max)])
    }
  }
}

extension Service {
  static func make(
    _ configuration: ServiceConfiguration, name: String, world: World
  ) -> Service {
    switch configuration.kind {
    case .table, .affine, .probe, .clock, .stamped:
      LookupService(configuration, name: name, world: world)
    case .keyValue(let data):
      KeyValueService(data, configuration, name: name, world: world)
    case .lease(let count): LeaseService(count, configuration, name: name, world: world)
    case .source(let items, let maxResident):
      SourceService(items, maxResident, configuration, name: name, world: world)
    case .sink(let source): SinkService(source, configuration, name: name, world: world)
    case .front(let arrivals, let maxAge):
      FrontService(arrivals, maxAge, configuration, name: name, world: world)
    case .network(let network): NetworkService(network, configuration, name: name, world: world)
    }
  }
}
