import Domain

/// Simulated TCP. A channel carries bytes as text, one character a byte (Latin-1), in order, with
/// latency and bandwidth; bytes count as sent, and are acknowledged, when they have left.
final class NetworkService: Service {
  /// What one client or the server's other end saw, in order.
  struct LogEntry {
    enum What {
      case received(String)
      case closedByServer
    }
    var time: Int
    var what: What
  }

  private final class Channel {
    enum End {
      case host(NetworkConfiguration.Host)
      case client(NetworkConfiguration.Client)
    }
    let request: LabRequest
    let end: End
    let latency: Int
    let bandwidth: Int?
    /// After the handshake; nothing can be sent before.
    var isOpen = false
    var sendingUntil = 0
    var receivingUntil = 0
    var backlog = 0
    var received = 0
    var line = ""
    var isStalled = false
    var log: [LogEntry] = []

    init(_ request: LabRequest, _ end: End, latency: Int, bandwidth: Int?) {
      self.bandwidth = bandwidth
      self.end = end
      self.latency = latency
      self.request = request
    }
  }

  private let network: NetworkConfiguration
  private var channels: [Int: Channel] = [:]
  private var listeners: [Int: LabRequest] = [:]
  private var nextConnection = 1 << 40
  private(set) var connected: Set<String> = []
  /// Each client comes once, however often the program listens.
  private var arrived: Set<String> = []
  private var finished: [String: [LogEntry]] = [:]

  init(
    _ network: NetworkConfiguration, _ configuration: ServiceConfiguration, name: String,
    world: World
  ) {
    self.network = network
    super.init(configuration, name: name, world: world)
  }

  override var isBackground: Bool { true }
  override var leaks: Int { channels.count + listeners.count }

  /// By client: what it saw.
  var logs: [String: [LogEntry]] {
    var logs = finished
    for channel in channels.values {
      if case .client(let client) = channel.end { logs[client.name] = channel.log }
    }
    return logs
  }

  override func handle(_ request: LabRequest) {
    switch request.operation {
    case "open": open(request)
    case "listen": listen(request)
    case "close":
      if let port = request.argument.integer, let listener = listeners.removeValue(forKey: port) {
        world.finish(listener, .result, .null)
      }
      world.finish(request, .result, .null)
    default: world.finish(request, .error, ServiceFailure.code(405).value)
    }
  }

  private func open(_ request: LabRequest) {
    let parts = request.argument.array ?? []
    let address = parts.map { $0.string ?? $0.json }.joined(separator: ":")
    guard let host = network.hosts[address], host.kind != .refuse else {
      world.after(2 * network.latency) { [self] in
        world.finish(request, .error, .object(["code": .integer(111)]))
      }
      return
    }
    guard host.kind != .blackhole else { return }
    let channel = Channel(
      request, .host(host), latency: host.latency, bandwidth: host.bandwidth)
    channels[request.id] = channel
    world.after(2 * host.latency) { [self] in
      guard request.isLive else { return }
      channel.isOpen = true
      world.emit(request.id, .part, .array([.string("open")]))
      if let hello = host.hello { deliver(hello, on: channel) }
    }
  }

  private func listen(_ request: LabRequest) {
    guard let port = request.argument.integer, listeners[port] == nil else {
      return world.finish(request, .error, .object(["code": .integer(98)]))
    }
    listeners[port] = request
    world.after(1) { [self] in
      if request.isLive { world.emit(request.id, .part, .array([.string("listening")])) }
    }
    for client in network.clients where client.port == port {
      world.at(max(world.now + 2, client.time)) { [self] in connect(client) }
    }
  }

  private func connect(_ client: NetworkConfiguration.Client) {
    guard arrived.insert(client.name).inserted else { return }
    guard let listener = listeners[client.port] else { return }
    connected.insert(client.name)
    let request = LabRequest(
      id: nextConnection, index: -1, service: self, operation: "connection",
      argument: .string(client.name), start: world.now)
    nextConnection += 1
    world.adopt(request)
    let channel = Channel(request, .client(client), latency: client.latency, bandwidth: nil)
    channel.isOpen = true
    channels[request.id] = channel
    world.emit(
      listener.id, .part,
      .array([.string("accept"), .integer(request.id), .string(client.name)]))
    for step in client.steps {
      world.at(max(world.now + 1, step.time)) { [self] in act(step.action, on: channel) }
    }
  }

  private func act(_ action: NetworkConfiguration.Client.Action, on channel: Channel) {
    guard channel.request.isLive else { return }
    switch action {
    case .send(let text): deliver(text, on: channel)
    case .eof: emitEnd(on: channel)
    case .reset: end(channel, .error, .object(["code": .integer(104)]))
    case .stall: channel.isStalled = true
    }
  }

  /// From the other end to the program.
  private func deliver(_ text: String, on channel: Channel) {
    channel.receivingUntil =
      max(world.now, channel.receivingUntil) + duration(of: text, on: channel)
    world.at(channel.receivingUntil + channel.latency) { [self] in
      guard channel.request.isLive else { return }
      world.emit(channel.request.id, .part, .array([.string("data"), .string(text)]))
    }
  }

  private func emitEnd(on channel: Channel) {
    world.at(max(world.now, channel.receivingUntil) + channel.latency) { [self] in
      guard channel.request.isLive else { return }
      world.emit(channel.request.id, .part, .array([.string("eof")]))
    }
  }

  private func duration(of text: String, on channel: Channel) -> Int {
    channel.bandwidth.map { text.utf16.count * 8_000_000 / $0 } ?? 0
  }

  override func push(_ request: LabRequest, _ data: JSONValue) -> Bool {
    guard let channel = channels[request.id], channel.isOpen, let parts = data.array,
      let kind = parts.first?.string
    else { return listeners.values.contains { $0 === request } }
    switch (kind, parts.count) {
    case ("data", 2):
      guard let text = parts[1].string else { return false }
      send(text, on: channel)
    case ("eof", 1):
      if case .host = channel.end {
        world.after(2 * channel.latency) { [self] in
          if request.isLive { world.emit(request.id, .part, .array([.string("eof")])) }
        }
      }
    case ("close", 1):
      channel.log.append(LogEntry(time: world.now, what: .closedByServer))
      end(channel, .result, .null)
    default: return false
    }
    return true
  }

  /// From the program to the other end.
  private func send(_ text: String, on channel: Channel) {
    let count = text.utf16.count
    channel.backlog += count
    if let limit = network.maxBacklog, channel.backlog > limit {
      world.violate(
        .sendBacklog, "\(channel.backlog) bytes wait for a reader that is slow; \(limit) may")
    }
    guard !channel.isStalled else { return }
    channel.sendingUntil = max(world.now, channel.sendingUntil) + duration(of: text, on: channel)
    world.at(channel.sendingUntil) { [self] in
      channel.backlog -= count
      if channel.request.isLive {
        world.emit(channel.request.id, .acknowledged, .integer(count))
      }
    }
    world.at(channel.sendingUntil + channel.latency) { [self] in arrive(text, on: channel) }
  }

  private func arrive(_ text: String, on channel: Channel) {
    guard case .host(let host) = channel.end else {
      channel.log.append(LogEntry(time: world.now, what: .received(text)))
      return keep(channel)
    }
    guard channel.request.isLive else { return }
    channel.received += text.utf16.count
    if let limit = host.resetAfter, channel.received > limit {
      world.after(channel.latency) { [self] in
        end(channel, .error, .object(["code": .integer(104)]))
      }
    } else if host.kind == .upper {
      channel.line += text
      while let newline = channel.line.unicodeScalars.firstIndex(of: "\n") {
        let line = String(channel.line.unicodeScalars[...newline]).uppercased()
        channel.line.unicodeScalars.removeSubrange(...newline)
        world.after(host.think) { [self] in deliver(line, on: channel) }
      }
    } else {
      deliver(text, on: channel)
    }
  }

  private func end(_ channel: Channel, _ kind: WorldEvent.Kind, _ value: JSONValue) {
    guard channel.request.isLive else { return }
    channels[channel.request.id] = nil
    keep(channel)
    world.finish(channel.request, kind, value)
  }

  /// A closed connection's log stays, and what was on the way still arrives there.
  private func keep(_ channel: Channel) {
    guard channels[channel.request.id] == nil, case .client(let client) = channel.end else {
      return
    }
    finished[client.name] = channel.log
  }

  override func cancelled(_ request: LabRequest) {
    channels[request.id] = nil
    listeners = listeners.filter { $0.value !== request }
  }
}
