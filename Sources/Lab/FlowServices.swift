import Domain

/// A pool of tokens. Who acquires one and does not release it has a leak.
final class LeaseService: Service {
  private var free: Int
  private var held: Set<Int> = []
  /// Token by request, for replies that the program drops.
  private var given: [Int: Int] = [:]
  private var waiting: [(request: LabRequest, from: Int)] = []
  private var next = 1

  init(_ count: Int, _ configuration: ServiceConfiguration, name: String, world: World) {
    free = count
    super.init(configuration, name: name, world: world)
  }

  override var leaks: Int { held.count }

  override func handle(_ request: LabRequest) {
    let latency = latency(request)
    switch request.operation {
    case "acquire":
      waiting.append((request, world.now + latency))
      world.after(latency) { [self] in serveWaiting() }
    case "release":
      world.after(latency) { [self] in release(request) }
    default: world.finish(request, .error, ServiceFailure.code(405).value)
    }
  }

  private func release(_ request: LabRequest) {
    guard let token = request.argument.integer, held.remove(token) != nil else {
      world.violate(.misuse, "\(name).release(\(request.key)), which is not held")
      world.finish(request, .error, ServiceFailure.code(409).value)
      return
    }
    free += 1
    world.finish(request, .result, .null)
    serveWaiting()
  }

  private func serveWaiting() {
    while free > 0, let index = waiting.firstIndex(where: { $0.from <= world.now }) {
      let request = waiting.remove(at: index).request
      guard request.isLive else { continue }
      free -= 1
      held.insert(next)
      given[request.id] = next
      world.carries(request.id, something: self)
      world.finish(request, .result, .integer(next))
      next += 1
    }
  }

  override func cancelled(_ request: LabRequest) {
    waiting.removeAll { $0.request === request }
  }

  override func dropped(_ request: Int) {
    guard let token = given.removeValue(forKey: request), held.remove(token) != nil else { return }
    free += 1
    serveWaiting()
  }
}

/// Hands out items in order; they are resident until a sink has taken one for each.
final class SourceService: Service {
  private let items: [JSONValue]
  private let maxResident: Int?
  private var next = 0
  fileprivate var resident = 0

  init(
    _ items: [JSONValue], _ maxResident: Int?, _ configuration: ServiceConfiguration,
    name: String, world: World
  ) {
    self.items = items
    self.maxResident = maxResident
    super.init(configuration, name: name, world: world)
  }

  override func apply(_ request: LabRequest) throws(ServiceFailure) -> JSONValue {
    guard request.operation == "next" else { throw .code(405) }
    guard next < items.count else { return .null }
    defer { next += 1 }
    resident += 1
    if let maxResident, resident > maxResident {
      world.violate(
        .memoryExceeded, "\(resident) items are resident at the same time; \(maxResident) may be")
    }
    return .array([.integer(next), items[next]])
  }
}

final class SinkService: Service {
  private let source: String?
  private(set) var taken: [JSONValue] = []

  init(
    _ source: String?, _ configuration: ServiceConfiguration, name: String, world: World
  ) {
    self.source = source
    super.init(configuration, name: name, world: world)
  }

  override func apply(_ request: LabRequest) throws(ServiceFailure) -> JSONValue {
    guard request.operation == "put" else { throw .code(405) }
    if let source = source.flatMap({ world.services[$0] }) as? SourceService {
      source.resident -= 1
    }
    taken.append(request.argument)
    return .null
  }
}

/// People who arrive from outside and wait for an answer.
final class FrontService: Service {
  let arrivals: [ServiceConfiguration.Arrival]
  private let maxAge: Int?
  private var next = 0
  /// By arrival: the answer, and how long it took.
  private(set) var replies: [Int: (value: JSONValue, time: Int)] = [:]

  init(
    _ arrivals: [ServiceConfiguration.Arrival], _ maxAge: Int?,
    _ configuration: ServiceConfiguration, name: String, world: World
  ) {
    self.arrivals = arrivals
    self.maxAge = maxAge
    super.init(configuration, name: name, world: world)
  }

  override func handle(_ request: LabRequest) {
    switch request.operation {
    case "next":
      guard next < arrivals.count else {
        world.after(1) { [self] in world.finish(request, .result, .null) }
        return
      }
      let index = next
      next += 1
      world.at(arrivals[index].time) { [self] in
        world.finish(request, .result, .array([.integer(index), arrivals[index].payload]))
      }
    case "reply":
      take(request)
      world.after(1) { [self] in world.finish(request, .result, .null) }
    default: world.finish(request, .error, ServiceFailure.code(405).value)
    }
  }

  private func take(_ request: LabRequest) {
    guard let parts = request.argument.array, parts.count == 2, let index = parts[0].integer,
      (0..<next).contains(index), replies[index] == nil
    else { return world.violate(.misuse, "a reply to nobody, or a second one") }
    replies[index] = (parts[1], world.now - arrivals[index].time)
    if let maxAge, let stamp = parts[1].array, stamp.count == 3 {
      guard let time = stamp[1].integer, (max(0, world.now - maxAge)...world.now).contains(time)
      else {
        return world.violate(.staleAnswer, "a reply older than \(seconds(maxAge))")
      }
    }
  }

  /// The time within which this share of the replies came, in thousandths.
  func replyTime(share: Int) -> Int {
    let times = replies.values.map(\.time).sorted()
    guard !times.isEmpty else { return 0 }
    return times[min(times.count - 1, times.count * share / 1000)]
  }
}
