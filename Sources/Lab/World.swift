import Domain

/// The trusted side of one run: the virtual clock, the services, and what they saw. No I/O: messages
/// go in, events come out, and the same messages always give the same events.
///
/// Times never decrease and move only when the program says that it is idle or blocked, so a
/// makespan can be no shorter than the requests it contains. A request counts as in flight from
/// asking to its end as the world saw it; a cancelled one never delivers.
final class World {
  let scenario: Scenario
  let plan: Plan
  private(set) var now = 0
  private(set) var services: [String: Service] = [:]
  private var queue = EventQueue()
  private var live: [Int: LabRequest] = [:]
  /// Replies that carry something (a lease): if the program drops one, it goes back. It can do so
  /// until it waits again: then it has taken what was delivered.
  private var carrying: [Int: Service] = [:]
  private var delivered: [Int] = []
  private var pending: [WorldEvent] = []
  /// What came due while the program was blocked.
  private var overdue: [WorldEvent] = []
  private(set) var record = WorldRecord()
  private var lastID = 0
  private var inFlight = 0
  private(set) var cancelledAt: Int?

  init(_ scenario: Scenario, plan: Plan) {
    self.scenario = scenario
    self.plan = plan
    for signal in scenario.signals {
      at(signal.time) { [unowned self] in
        pending.append(WorldEvent(request: 0, kind: .signal, value: .integer(signal.number)))
      }
    }
    for name in scenario.services.keys.sorted() {
      guard let configuration = scenario.services[name] else { continue }
      services[name] = Service.make(configuration, name: name, world: self)
    }
  }

  // What services use

  func at(_ time: Int, _ action: @escaping () -> Void) { queue.add(at: max(now, time), action) }

  func after(_ time: Int, _ action: @escaping () -> Void) { at(now + max(0, time), action) }

  /// Becomes visible to the program at this instant.
  func emit(_ request: Int, _ kind: WorldEvent.Kind, _ value: JSONValue) {
    pending.append(WorldEvent(request: request, kind: kind, value: value))
  }

  func violate(_ reason: Reason, _ what: String) {
    record.violationCount += 1
    guard record.violations.count < LabLimits.violations else { return }
    record.violations.append(Violation(time: now, reason: reason, what: what))
  }

  func carries(_ request: Int, something service: Service) { carrying[request] = service }

  func liveRequest(_ id: Int) -> LabRequest? { live[id] }

  /// A connection that a scripted client opened.
  func adopt(_ request: LabRequest) {
    live[request.id] = request
    request.service.current += 1
  }

  func finish(_ request: LabRequest, _ kind: WorldEvent.Kind, _ value: JSONValue) {
    guard request.isLive else { return }
    request.isLive = false
    request.end = now
    request.status = request.wasCancelled ? "cancelled" : kind == .result ? "ok" : "error"
    live[request.id] = nil
    if request.index >= 0 {
      count(-1)
      record.add(request)
    }
    request.service.current -= 1
    request.service.released(request)
    if !request.wasCancelled { emit(request.id, kind, value) }
  }

  private func count(_ change: Int) {
    record.area += inFlight * (now - record.areaTime)
    record.areaTime = now
    inFlight += change
    record.peak = max(record.peak, inFlight)
  }

  // What the program says

  func submit(
    id: Int, service name: String, operation: String, argument: JSONValue
  ) throws(WorldStop) {
    guard id > lastID, id < 1 << 40 else {
      throw WorldStop(reason: .malformedWire, detail: "request ids must grow")
    }
    lastID = id
    guard let service = services[name] else {
      throw WorldStop(reason: .exception, detail: "there is no service \"\(name)\"")
    }
    guard record.requests < LabLimits.requests else {
      throw WorldStop(
        reason: .tooManyRequests, detail: "more than \(LabLimits.requests) requests")
    }
    guard inFlight < LabLimits.inFlight else {
      throw WorldStop(
        reason: .concurrencyExceeded, detail: "more than \(LabLimits.inFlight) in flight")
    }
    let request = LabRequest(
      id: id, index: record.requests, service: service, operation: operation, argument: argument,
      start: now)
    record.requests += 1
    live[id] = request
    count(1)
    service.count += 1
    service.current += 1
    service.peak = max(service.peak, service.current)
    if plan.fault == request.index {
      after(service.latency(request)) { [unowned self] in
        finish(request, .error, .object(["code": .integer(503)]))
      }
    } else {
      service.handle(request)
    }
  }

  func cancel(_ id: Int) {
    guard let request = live[id] else {
      // The reply crossed the cancellation, and the program dropped it.
      carrying.removeValue(forKey: id)?.dropped(id)
      return
    }
    record.cancelled += 1
    request.wasCancelled = true
    request.service.cancelled(request)
    finish(request, .error, .null)
  }

  func push(_ id: Int, _ data: JSONValue) throws(WorldStop) {
    guard let request = live[id] else { return }
    guard request.service.push(request, data) else {
      throw WorldStop(reason: .malformedWire, detail: "a push that means nothing")
    }
  }

  /// The program is idle until something happens, or until a timer of its own.
  func wait(until timer: Int?) throws(WorldStop) -> [WorldEvent] {
    record.wakes += 1
    for id in delivered { carrying[id] = nil }
    delivered = []
    let cancel = plan.cancel?.wake == record.wakes ? plan.cancel?.order : nil
    let cancellation = WorldEvent(request: 0, kind: .cancel, value: .null)
    if cancel != nil { cancelledAt = now }
    if cancel == .alone { return [cancellation] }
    var events = overdue
    overdue = []
    if events.isEmpty {
      let isAlive = try run(until: timer.map { max($0, now) })
      events = pending
      pending = []
      if !isAlive, events.isEmpty, cancel == nil {
        throw WorldStop(
          reason: .deadlock,
          detail: "nothing is in flight and no timer is set: the program would wait for ever")
      }
    }
    delivered = carrying.isEmpty ? [] : events.map(\.request)
    events = plan.schedule.ordered(events) { $0.request }
    if cancel != nil { cancelledAt = now }
    switch cancel {
    case .before: return [cancellation] + events
    case .after: return events + [cancellation]
    case .alone, nil: return events
    }
  }

  /// Lets time pass until something is to be told. False when nothing ever will be.
  private func run(until timer: Int?) throws(WorldStop) -> Bool {
    while pending.isEmpty {
      guard let next = queue.next, next <= timer ?? Int.max else {
        guard let timer else { return false }
        try advance(to: timer)
        return true
      }
      try advance(to: next)
      while let due = queue.next, due <= now { queue.removeFirst()() }
    }
    return true
  }

  private func advance(to time: Int) throws(WorldStop) {
    now = max(now, time)
    guard now <= scenario.virtualTimeLimit else {
      throw WorldStop(
        reason: .virtualTimeExceeded,
        detail: "virtual time passed \(seconds(scenario.virtualTimeLimit))")
    }
  }

  /// The program does something else than waiting; nothing is delivered meanwhile.
  func block(_ duration: Int, at place: String?) throws(WorldStop) {
    let start = now
    let end = now + max(0, duration)
    while let due = queue.next, due <= end {
      try advance(to: due)
      queue.removeFirst()()
    }
    try advance(to: end)
    overdue += pending
    pending = []
    record.block(start, now - start, place)
  }

  /// A blocking request on the loop's thread: only its own reply is delivered.
  func call(
    id: Int, service: String, operation: String, argument: JSONValue, at place: String?
  ) throws(WorldStop) -> [WorldEvent] {
    let start = now
    try submit(id: id, service: service, operation: operation, argument: argument)
    while true {
      guard try run(until: nil) else {
        throw WorldStop(reason: .deadlock, detail: "a blocking call that never completes")
      }
      let own = pending.filter { $0.request == id }
      overdue += pending.filter { $0.request != id }
      pending = []
      if let reply = own.first {
        record.block(start, now - start, place)
        delivered.append(id)
        return [reply]
      }
    }
  }

  /// The answer is given: what is still running now was left behind.
  func end() {
    count(0)
    record.makespan = now
    let left = live.values.filter { !$0.service.isBackground }.sorted { $0.id < $1.id }
    record.orphans = left.count
    record.leaks = services.values.reduce(0) { $0 + $1.leaks }
    for request in live.values.sorted(by: { $0.id < $1.id }) where request.index >= 0 {
      record.add(request)
    }
  }
}

/// `1.5 s`, from microseconds.
func seconds(_ microseconds: Int) -> String {
  if microseconds % 1_000_000 == 0 { return "\(microseconds / 1_000_000) s" }
  if microseconds % 1000 == 0 { return "\(Double(microseconds) / 1_000_000) s" }
  return "\(microseconds) us"
}
