import Domain
import Foundation
import TestClient
import Testing

/// How the server ends when it is told to.
@Suite(.timeLimit(.minutes(3))) struct StoppingTests {
  private let path = "/api/v1/problems/\(Example.easy)/submissions"

  /// A server with one worker that is at a program which sleeps until its wall time is over, and
  /// five submissions behind it; where they are.
  private func busy(_ data: URL) async throws -> (ServerProcess, [String]) {
    let server = try ServerProcess(data: data, arguments: ["--workers", "1", "--slots", "1"])
    var locations: [String] = []
    for source in ["import time\ntime.sleep(3600)"] + Array(repeating: "print(1)", count: 5) {
      let reply = try await server.client.post(path, type: nil, source)
      locations.append(try #require(reply.fields["location"]))
    }
    while try await server.client.get(locations[0]).json["state"].string == "queued" {
      await Task.yield()
    }
    return (server, locations)
  }

  /// The size of the write-ahead log.
  private func logBytes(_ data: URL) throws -> Int {
    let log = data.appendingPathComponent("asyncjudge.sqlite-wal").path
    return try #require(
      try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal finishes what runs, gives back the rest, and closes the database`(
    number: Int32
  ) async throws {
    let data = try TemporaryDirectory()
    let (server, locations) = try await busy(data.url)
    #expect(try logBytes(data.url) > 0)
    server.signal(number)
    #expect(server.printed().contains("Stopped."))
    #expect(server.wait() == 0)
    // A database that is closed has everything in its one file.
    #expect(try logBytes(data.url) == 0)

    let next = try ServerProcess(data: data.url)
    for (number, location) in locations.enumerated() {
      let reply = try await next.client.get(location + "?wait=60")
      #expect(reply.json["verdict"].string == (number == 0 ? "ILE" : "WA"))
    }
    #expect(next.stop() == 0)
  }

  @Test func `a second signal ends it at once, and nothing is lost`() async throws {
    let data = try TemporaryDirectory()
    let (server, locations) = try await busy(data.url)
    server.signal(SIGTERM)
    #expect(server.printed(until: "Stopping").contains("Stopping: no new requests"))
    let start = ContinuousClock.now
    server.signal(SIGINT)
    #expect(server.wait() == 128 + SIGINT)
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(!server.printed().contains("Stopped."))
    #expect(try logBytes(data.url) > 0)

    let next = try ServerProcess(data: data.url)
    for (number, location) in locations.enumerated() {
      let reply = try await next.client.get(location + "?wait=60")
      #expect(reply.json["verdict"].string == (number == 0 ? "ILE" : "WA"))
    }
    #expect(next.stop() == 0)
  }
}
