import Dispatch
import Domain
import Synchronization
import TestClient
import Testing

@testable import HTTP
@testable import JudgeServer

/// `?wait=`: an answer that waits for the verdict.
@Suite(.timeLimit(.minutes(2))) struct WaitingTests {
  @Test(arguments: ["", "-1", "61", "1.5", "soon", "1s", "%2061", "0x1"])
  func `a time that cannot be waited for is refused`(time: String) async throws {
    let server = try await TestServer()
    let detail = "The query parameter \"wait\" must be a whole number from 0 to 60."
    try await server.submit(query: "?wait=" + time).expectError(400, "invalid_query", detail)
    let id = try #require(try await server.submit().json["id"].string)
    try await server.get("/api/v1/submissions/\(id)?wait=" + time).expectError(
      400, "invalid_query", detail)
  }

  @Test func `a submission is answered as soon as it is judged`() async throws {
    let server = try await TestServer()
    let news = server.events.events()
    async let reply = server.submit(query: "?wait=60")
    for await event in news {
      guard case .submissionQueued(let id) = event else { continue }
      // A run is not the verdict, and another's verdict is not this one's.
      server.events.publish(.runFinished(id, ordinal: 1, verdict: .accepted))
      let other = try #require(SubmissionID("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
      server.events.publish(.judgementFinished(other, problem: .echo, verdict: .accepted))
      break
    }
    let start = ContinuousClock.now
    try await server.judge(.example(.wrongAnswer))
    #expect(try await reply.status == 201)
    #expect(ContinuousClock.now - start < .seconds(30))
    #expect(try await reply.json["state"].string == "done")
    #expect(try await reply.json["verdict"].string == "WA")
  }

  @Test func `who asks later is answered as soon, too`() async throws {
    let server = try await TestServer()
    let location = try #require(try await server.submit().fields["location"])
    async let replies = [
      server.get(location + "?wait=60"), server.get(location + "?wait=60"),
    ]
    let start = ContinuousClock.now
    try await server.judge(.example(.accepted))
    for reply in try await replies {
      #expect(reply.status == 200)
      #expect(reply.json["verdict"].string == "AC")
    }
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func `what is judged is answered at once`() async throws {
    let server = try await TestServer()
    let location = try #require(try await server.submit().fields["location"])
    try await server.judge(.example(.accepted))
    #expect(try await server.get(location + "?wait=60").json["verdict"].string == "AC")
  }

  @Test(arguments: [0, 1])
  func `when the time is over the answer says how far it is`(seconds: Int) async throws {
    let server = try await TestServer()
    let start = ContinuousClock.now
    let reply = try await server.submit(query: "?wait=\(seconds)")
    #expect(ContinuousClock.now - start >= .seconds(seconds))
    #expect(reply.status == 201)
    #expect(reply.json["state"].string == "queued")
    #expect(reply.json["verdict"] == .null)
  }

  @Test func `a server that stops answers those who wait`() async throws {
    let server = try await TestServer()
    let location = try #require(try await server.submit().fields["location"])
    async let reply = server.get(location + "?wait=60")
    let start = ContinuousClock.now
    server.events.close()
    #expect(try await reply.json["state"].string == "queued")
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  /// A worker that was busy can take the next submission right after its commit, and judge it
  /// before the event loop gets round to the handler that stored it.
  @Test func `a verdict that is there before anyone listens is not missed`() async throws {
    let loop = Loop()
    let gate = DispatchSemaphore(value: 0)
    // The handler looks at the clock when it counts the guest's submissions, and again right before
    // it stores; from then on its loop is busy.
    let looks = Atomic(0)
    let server = try await TestServer(onNow: {
      if looks.add(1, ordering: .relaxed).newValue == 2 { loop.block(until: gate) }
    })
    async let reply = loop.submit(to: server, query: "?wait=30")
    while try await server.database.queueCounts().queued == 0 { await Task.yield() }
    try await server.judge(.example(.accepted))
    gate.signal()
    let start = ContinuousClock.now
    #expect(try await reply.json["verdict"].string == "AC")
    #expect(ContinuousClock.now - start < .seconds(15))
  }
}

/// Handles requests on a queue of its own, as an event loop does.
private actor Loop {
  nonisolated private let executor = QueueExecutor(label: "loop")
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  func submit(to server: TestServer, query: String) async throws -> Reply {
    try await server.submit(query: query)
  }

  /// Not for ever: a test that waits in vain has to end.
  nonisolated func block(until gate: DispatchSemaphore) {
    executor.queue.async { _ = gate.wait(timeout: .now() + 20) }
  }
}
