import Synchronization
import Testing

@testable import HTTP

@Suite struct StreamEventTests {
  @Test(arguments: [
    (StreamEvent(data: "a"), "data: a\n\n"),
    (StreamEvent(data: ""), "data: \n\n"),
    (
      StreamEvent(id: "7", name: "run", data: "{\"a\": 1}"),
      "id: 7\nevent: run\ndata: {\"a\": 1}\n\n"
    ),
    (StreamEvent(data: "a\nb\r\nc\rd\n"), "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"),
    (StreamEvent(id: "1\nevent: x", name: "a\0", data: "b"), "data: b\n\n"),
    (StreamEvent.resync, "event: resync\ndata: {}\n\n"),
  ])
  func `an event is written as HTML has it`(event: StreamEvent, expected: String) {
    #expect(String(decoding: event.bytes, as: UTF8.self) == expected)
  }
}

@Suite(.timeLimit(.minutes(1))) struct EventSubscriptionTests {
  private func events(_ range: Range<Int>) -> [StreamEvent] {
    range.map { StreamEvent(id: "\($0)", data: "x") }
  }

  @Test func `what comes while nobody reads comes at once, in order`() async {
    let subscription = EventSubscription()
    for event in events(0..<9) { #expect(subscription.send(event)) }
    #expect(await subscription.next() == events(0..<9))
    subscription.send(events(9..<10)[0])
    #expect(await subscription.next() == events(9..<10))
  }

  @Test func `what does not fit becomes one resync, and what comes after follows it`() async {
    let size = events(0..<1)[0].bytes.count
    let subscription = EventSubscription(limit: size * 4)
    for event in events(0..<9) { #expect(subscription.send(event)) }
    let batch = await subscription.next()
    #expect(batch?.first == .resync)
    #expect(batch?.filter { $0 == .resync }.count == 1)
    #expect(batch?.last == events(8..<9)[0])
    for event in events(0..<4) { subscription.send(event) }
    #expect(await subscription.next() == events(0..<4))
  }

  @Test func `who reads first waits`() async {
    let subscription = EventSubscription()
    async let batch = subscription.next()
    await Task.yield()
    subscription.send(.resync)
    #expect(await batch == [.resync])
  }

  @Test func `a finished stream gives what waits, and takes nothing more`() async {
    let ended = Log()
    let subscription = EventSubscription()
    subscription.onEnd { ended.add("end") }
    subscription.send(.resync)
    subscription.finish()
    #expect(!subscription.send(.resync))
    #expect(await subscription.next() == [.resync])
    #expect(await subscription.next() == nil)
    subscription.abandon()
    #expect(ended.lines == ["end"])
    subscription.onEnd { ended.add("late") }
    #expect(ended.lines == ["end", "late"])
  }

  @Test func `an abandoned reader is let go, and gets nothing more`() async {
    let subscription = EventSubscription()
    async let batch = subscription.next()
    await Task.yield()
    subscription.abandon()
    #expect(await batch == nil)
    #expect(!subscription.send(.resync))
  }
}

/// Server-sent events through a server.
@Suite(.timeLimit(.minutes(1))) struct EventStreamTests {
  /// Hands out a subscription for each request to `/events`.
  private final class Hub: Sendable {
    private let (stream, opened) = AsyncStream<EventSubscription>.makeStream()
    let log = Log()

    var router: Router {
      var router = Router.example
      router.on(.get, "/events") { [self] request in
        let subscription = EventSubscription(limit: 100_000)
        subscription.onEnd { [log] in log.add("end") }
        log.add("from \(request[header: "last-event-id"] ?? "the start")")
        opened.yield(subscription)
        return .events(subscription)
      }
      return router
    }

    /// Call from one task.
    func next() async throws -> EventSubscription {
      for await subscription in stream { return subscription }
      throw CancellationError()
    }
  }

  private func waitForEnd(_ hub: Hub, count: Int = 1) async {
    while hub.log.lines.count(where: { $0 == "end" }) < count { await Task.yield() }
  }

  @Test func `a client gets events as they happen, and says where it was`() async throws {
    let hub = Hub()
    try await TestServer.run(hub.router) { server in
      let client = try server.client()
      try await client.get("/events", "Last-Event-ID: 41\r\n")
      let head = try await client.reply(toHead: true)
      #expect(
        head.fields == [
          "content-type": "text/event-stream", "transfer-encoding": "chunked",
          "cache-control": "no-store", "x-accel-buffering": "no",
        ])
      let subscription = try await hub.next()
      for number in 42..<45 {
        subscription.send(StreamEvent(id: "\(number)", data: "x"))
        #expect(try await client.line() == "10")
        #expect(try await client.line() == "id: \(number)\ndata: x\n\n")
      }
      subscription.finish()
      #expect(try await client.line() == "0")
      #expect(try await client.line() == "")
      try await client.get("/")
      #expect(try await client.reply() == .text("root"))
    }
    #expect(hub.log.lines == ["from 41", "end"])
  }

  @Test func `a silent stream is kept alive by comments`() async throws {
    let hub = Hub()
    var limits = HTTPLimits()
    limits.heartbeatSeconds = 1
    limits.idleSeconds = 1
    try await TestServer.run(hub.router, limits: limits) { server in
      let client = try server.client()
      try await client.get("/events")
      _ = try await client.reply(toHead: true)
      let subscription = try await hub.next()
      for _ in 0..<2 {
        #expect(try await client.line() == "3")
        #expect(try await client.line() == ":\n\n")
      }
      #expect(subscription.send(.resync))
      #expect(try await client.line() == "18")
    }
  }

  @Test func `a client that goes is forgotten at once`() async throws {
    let hub = Hub()
    try await TestServer.run(hub.router) { server in
      do {
        let client = try server.client()
        try await client.get("/events")
        _ = try await client.reply(toHead: true)
      }
      await waitForEnd(hub)
      #expect(try await !hub.next().send(.resync))
    }
  }

  @Test func `HEAD and HTTP 1.0 listen too`() async throws {
    let hub = Hub()
    try await TestServer.run(hub.router) { server in
      let client = try server.client()
      try await client.send("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.reply(toHead: true).status == 200)
      await waitForEnd(hub)
      _ = try await hub.next()
      try await client.send("GET /events HTTP/1.0\r\n\r\n")
      _ = try await client.reply(toHead: true)
      let subscription = try await hub.next()
      subscription.send(.resync)
      subscription.finish()
      #expect(try await client.rest() == "event: resync\ndata: {}\n\n")
    }
  }

  @Test func `a slow client does not hold up who publishes, and is told what it missed`()
    async throws
  {
    let hub = Hub()
    try await TestServer.run(hub.router) { server in
      let client = try server.client(receiveBuffer: 4096)
      try await client.get("/events")
      _ = try await client.reply(toHead: true)
      let subscription = try await hub.next()
      let data = String(repeating: "x", count: 10_000)
      // More than all the buffers between here and there.
      for number in 0..<2000 {
        #expect(subscription.send(StreamEvent(id: "\(number)", data: data)))
      }
      subscription.finish()
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      let text = try await client.rest()
      // Each gap is told where it is; the last event may be in one.
      var next = 0
      var isTold = false
      for line in text.split(whereSeparator: \.isNewline) {
        if line == "event: resync" { isTold = true }
        guard line.hasPrefix("id: "), let number = Int(line.dropFirst(4)) else { continue }
        #expect(number == next || isTold && number > next)
        next = number + 1
        isTold = false
      }
      #expect(text.contains("id: 0\n") && text.contains("event: resync\n"))
      #expect(next == 2000 || isTold)
      #expect(text.hasSuffix("\r\n\r\nroot"))
    }
  }

  @Test func `a stream ends whole when the server stops`() async throws {
    let hub = Hub()
    try await TestServer.run(hub.router) { server in
      let client = try server.client()
      try await client.get("/events")
      _ = try await client.reply(toHead: true)
      let subscription = try await hub.next()
      let stopping = Task { await server.server.stop(grace: .seconds(30)) }
      #expect(try await client.rest() == "0\r\n\r\n")
      await client.finishSending()
      await stopping.value
      #expect(!subscription.send(.resync))
    }
  }

  @Test func `three hundred clients hear the same event`() async throws {
    let hub = Hub()
    try await TestServer.run(hub.router) { server in
      var clients: [(WireClient, EventSubscription)] = []
      for _ in 0..<300 {
        let client = try server.client()
        try await client.get("/events")
        _ = try await client.reply(toHead: true)
        clients.append((client, try await hub.next()))
      }
      let event = StreamEvent(name: "verdict", data: "AC")
      for (_, subscription) in clients { subscription.send(event) }
      for (client, _) in clients {
        #expect(try await client.line() == "19")
        #expect(try await client.line() == "event: verdict\ndata: AC\n\n")
      }
    }
  }
}
