import Foundation
import TestClient
import Testing

/// Students' tests over the socket.
extension ServerTests {
  private static let tests = "/api/v1/problems/batch-lookup/tests"

  private func document(
    _ name: String = "happy", type: String = "table", answer: String = "[1, 2]",
    more: String = ""
  ) -> String {
    """
    {"name": "\(name)", "answer": \(answer), "scenario": {"input": ["a", "b"],
      "parameters": {"limit": 2}, "services": {"store": {"type": "\(type)",
        "data": {"a": 1, "b": 2}, "latency": {"base_us": 50000},
        "limit": {"max": 2, "policy": "violate"}}}\(more)}}
    """
  }

  /// What no answer may hold: file names and sources of the examples.
  private func secrets() throws -> [String] {
    let directory = ServerProcess.root
      .appendingPathComponent("Problems/easy/batch-lookup/submissions")
    let files = try #require(FileManager.default.enumerator(atPath: directory.path))
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".py") }
    #expect(files.count > 10)
    return files.map { String($0.split(separator: "/").last!.dropLast(3)) }
      + ["def batch_lookup", "accepted/", "wrong_answer/"]
  }

  @Test func `tests are worth what they catch, and nothing hidden is told`() async throws {
    let data = try TemporaryDirectory()
    let mine = ["Authorization": "Bearer \(try addAccount("ada", data: data.url))"]
    let others = ["Authorization": "Bearer \(try addAccount("bob", data: data.url))"]
    let server = try ServerProcess(data: data.url)
    let body =
      "{\"tests\": [\(document()), \(document("wrong", answer: "[2, 1]"))]}"
    let reply = try await server.client.post(Self.tests + "?wait=60", fields: mine, body)
    #expect(reply.status == 201, "\(reply.text)")
    #expect(reply.json["state"].string == "done")
    #expect(reply.json["ending"].string == "judged")
    #expect(reply.json["mistake"].string == "not_testing_thoroughly")
    #expect(reply.json["tests"][0]["valid"] == .bool(true))
    #expect(reply.json["tests"][1]["valid"] == .bool(false))
    #expect(reply.json["tests"][1]["reason"].string == "wrong_answer")
    let (caught, wrong) = (reply.json["caught"].integer, reply.json["wrong"].integer)
    #expect(reply.json["tests"][0]["first_caught"].integer == caught)
    #expect(try #require(caught) * 4 < (try #require(wrong)))

    let location = try #require(reply.fields["location"])
    let shown = try await server.client.get(location, fields: mine)
    #expect(shown.body == reply.body)
    let list = try await server.client.get(Self.tests, fields: mine)
    #expect(list.json["best"]["caught"].integer == caught)
    for secret in try secrets() {
      #expect(!reply.text.contains(secret) && !list.text.contains(secret), "\(secret)")
    }
    #expect(try await server.client.get(location, fields: others).status == 404)
    #expect(try await server.client.get(location).status == 401)
    #expect(
      try await server.client.get(Self.tests, fields: others).json["suites"].elements.isEmpty)
    #expect(server.stop() == 0)
  }

  @Test func `tests outside the problem's world are refused, with the place`() async throws {
    let data = try TemporaryDirectory()
    let mine = ["Authorization": "Bearer \(try addAccount("ada", data: data.url))"]
    let server = try ServerProcess(data: data.url)
    let refused = [
      ("{}", "missing_field", "tests"),
      ("{\"tests\": []}", "wrong_type", "tests"),
      ("{\"tests\": [\(document(type: "kv"))]}", "invalid_scenario", "services.store.type"),
      ("{\"tests\": [\(document(more: ", \"hint\": 1"))]}", "invalid_scenario", "hint"),
      ("{\"tests\": [\(document()), \(document())]}", "duplicate_name", "tests[1].name"),
      ("{\"tests\": [{\"name\": \"a\", \"scenario\": {}}]}", "missing_field", "tests[0].answer"),
      ("{\"tests\": [{\"nmae\": \"a\"}]}", "unknown_field", "tests[0].nmae"),
    ]
    for (body, code, place) in refused {
      let reply = try await server.client.post(Self.tests, fields: mine, body)
      #expect(reply.status == 422)
      #expect(reply.json["code"].string == code, "\(reply.text)")
      #expect(reply.json["detail"].string?.contains(place) == true, "\(reply.text)")
    }
    let guest = try await server.client.post(Self.tests, "{\"tests\": [\(document())]}")
    #expect(guest.status == 401)
    #expect(server.stop() == 0)
  }

  @Test func `tests outlive a server that is killed`() async throws {
    let data = try TemporaryDirectory()
    let mine = ["Authorization": "Bearer \(try addAccount("ada", data: data.url))"]
    let first = try ServerProcess(data: data.url)
    // Long enough to be in the middle: many runs of everything.
    let body =
      "{\"tests\": [\(document(more: ", \"campaign\": {\"schedules\": 20, \"cancels\": 10}"))]}"
    let reply = try await first.client.post(Self.tests, fields: mine, body)
    #expect(reply.json["state"].string == "queued")
    first.signal(SIGKILL)
    _ = first.printed()
    let second = try ServerProcess(data: data.url)
    let location = try #require(reply.fields["location"])
    let shown = try await second.client.get(location + "?wait=60", fields: mine)
    #expect(shown.json["ending"].string == "judged", "\(shown.text)")
    #expect(second.stop() == 0)
  }
}
