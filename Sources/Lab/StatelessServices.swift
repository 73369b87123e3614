import Domain

/// Services whose answer depends on the question alone (and, for `stamped`, on the time).
final class LookupService: Service {
  override func latency(_ request: LabRequest) -> Int {
    guard case .clock = configuration.kind else { return super.latency(request) }
    // A job longer than all time never ends.
    request.latency = min(max(1, request.argument.integer ?? 1), LabLimits.virtualTime + 1)
    return request.latency
  }

  override func apply(_ request: LabRequest) throws(ServiceFailure) -> JSONValue {
    switch (configuration.kind, request.operation) {
    case (.table(let data, _), "get"):
      guard let value = data[request.key] else { throw .code(404) }
      return value
    case (.table(let data, let bulk), "get_many"):
      guard let keys = request.argument.array else { throw .code(400) }
      guard keys.count <= bulk else { throw .tooLarge(max: bulk) }
      return .object(
        Dictionary(
          keys.map { key in
            let name = key.string ?? key.json
            return (name, data[name] ?? .null)
          }, uniquingKeysWith: { first, _ in first }))
    case (.affine(let a, let b, let modulus), "get"):
      guard let x = request.argument.integer else { throw .code(400) }
      // Factors below 2^31 first: no overflow for any 64-bit x.
      func reduced(_ n: Int) -> Int { (n % modulus + modulus) % modulus }
      return .integer((reduced(a) * reduced(x) + reduced(b)) % modulus)
    case (.probe(let first), "test"):
      guard let build = request.argument.integer else { throw .code(400) }
      return .bool(build >= first)
    case (.clock, "sleep"): return .null
    case (.stamped, "get"):
      return .array([
        request.argument, .integer(world.now),
        .integer(Self.nonce(request.key, at: world.now, seed: world.scenario.seed)),
      ])
    default: throw .code(405)
    }
  }

  /// Proves that a value was read at that time: nobody else knows the seed.
  static func nonce(_ key: String, at time: Int, seed: UInt64) -> Int {
    var mix = Mix(seed)
    mix.add("nonce")
    mix.add(key)
    mix.add(time)
    return mix.below(1 << 40)
  }
}

/// A store whose operations each take effect at one instant within their latency.
final class KeyValueService: Service {
  private(set) var state: [String: JSONValue]

  init(
    _ data: [String: JSONValue], _ configuration: ServiceConfiguration, name: String, world: World
  ) {
    state = data
    super.init(configuration, name: name, world: world)
  }

  override func apply(_ request: LabRequest) throws(ServiceFailure) -> JSONValue {
    let arguments = request.argument.array ?? [request.argument]
    guard let key = arguments.first?.string else { throw .code(400) }
    switch (request.operation, arguments.count) {
    case ("get", 1): return state[key] ?? .null
    case ("put", 2):
      state[key] = arguments[1]
      return .null
    case ("incr", 2):
      guard let step = arguments[1].integer, let old = (state[key] ?? .integer(0)).integer else {
        throw .code(400)
      }
      state[key] = .integer(old &+ step)
      return .integer(old &+ step)
    case ("cas", 3):
      guard (state[key] ?? .null).isSame(as: arguments[1]) else { return .bool(false) }
      state[key] = arguments[2]
      return .bool(true)
    case ("del", 1):
      state[key] = nil
      return .null
    default: throw .code(405)
    }
  }
}
