import Domain
import Foundation
import Packages
import TestClient
import Testing

/// Every example submission of every problem, posted to the server as a student would, gets the
/// verdict that it is filed under.
@Suite(.timeLimit(.minutes(30))) struct ExamplesTests {
  @Test func `all example submissions are told apart over HTTP`() async throws {
    let catalog = ProblemCatalog.load(
      directory: ServerProcess.root.appendingPathComponent("Problems").path)
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url)
    let jobs = catalog.problems.flatMap { package in
      package.examples.map { (package.problem.id, $0) }
    }
    let complaints = try await withThrowingTaskGroup(of: String?.self) { tasks in
      var waiting = jobs.makeIterator()
      func startNext() {
        guard let (problem, example) = waiting.next() else { return }
        tasks.addTask { try await Self.complaint(about: example, of: problem, server.client) }
      }
      // Enough for the server never to wait for this program.
      for _ in 0..<4 { startNext() }
      var complaints: [String] = []
      while let complaint = try await tasks.next() {
        if let complaint { complaints.append(complaint) }
        startNext()
      }
      return complaints
    }
    print("\(jobs.count) example submissions over HTTP, \(complaints.count) with another verdict")
    #expect(complaints == [])
    #expect(jobs.count > 100)
    #expect(server.stop() == 0)
  }

  /// Nil when it got what it should.
  private static func complaint(
    about example: ExampleSubmission, of problem: ProblemID, _ client: HTTPClient
  ) async throws -> String? {
    let text = JSONValue.string(String(decoding: try example.source(), as: UTF8.self))
    var solver = [
      "runtime": JSONValue.string(example.runtime), "source": text,
    ]
    if let entry = example.entry { solver["entry"] = .string(entry) }
    if example.isParameters {
      solver = ["parameters": try JSONParser.parse(example.source())]
    }
    let body = JSONValue.object(["solver": .object(solver)])
    let posted = try await client.post(
      "/api/v1/problems/\(problem.rawValue)/submissions",
      String(decoding: body.jsonBytes, as: UTF8.self))
    guard posted.status == 201, let place = posted.fields["location"] else {
      return "\(problem.rawValue)/\(example.name): \(posted.status) \(posted.text)"
    }
    var judged = posted.json
    for _ in 0..<10 where judged["verdict"].string == nil {
      judged = try await client.get(place + "?wait=60").json
    }
    let runs = judged["judgement"]["runs"].elements
    let seen = Set((runs + [judged]).compactMap { $0["verdict"].string })
    let permitted = Set(example.expectation.permitted.map(\.rawValue)).union(["AC"])
    let required = Set(example.expectation.required.map(\.rawValue))
    let isRight =
      seen.isSubset(of: permitted) && (required.isEmpty || !required.isDisjoint(with: seen))
    return isRight ? nil : "\(problem.rawValue)/\(example.name): \(seen.sorted())"
  }
}
