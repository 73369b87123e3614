import Foundation
import TestClient
import Testing

/// Solver configurations whose runtime does not fit: told at once, with a code that stays.
@Suite(.timeLimit(.minutes(2))) struct RuntimeRefusalTests {
  @Test func `health lists the runtimes, a refusal says which to use`() async throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url)
    let health = try await server.client.get("/api/v1/health").json
    let runtimes = health["runtimes"].elements.compactMap(\.string)
    #expect(runtimes.first == "python3")

    func refusal(_ problem: String, _ query: String, _ parameters: String = "{}") async throws
      -> (Int, String?, String)
    {
      let reply = try await server.client.post(
        "/api/v1/problems/\(problem)/submissions?" + query,
        #"{"solver": {"source": "int main() {}", "parameters": \#(parameters)}}"#)
      return (reply.status, reply.json["code"].string, reply.text)
    }
    let unknown = try await refusal("trace-the-loop", "runtime=cobol")
    #expect(unknown.0 == 422)
    #expect(unknown.1 == "unknown_runtime")
    #expect(unknown.2.contains("python3"))
    guard runtimes.contains("c") else {
      let missing = try await refusal("trace-the-loop", "runtime=c")
      #expect(missing.1 == "unavailable_runtime")
      return
    }
    let forbidden = try await refusal("gather-in-order", "runtime=c")
    #expect(forbidden.0 == 422)
    #expect(forbidden.1 == "runtime_not_allowed")
    let entry = try await refusal("trace-the-loop", "runtime=c&entry=main")
    #expect(entry.0 == 422)
    #expect(entry.1 == "entry_not_supported")
    let parameters = try await refusal("trace-the-loop", "runtime=c", #"{"n": 8}"#)
    #expect(parameters.0 == 422)
    #expect(parameters.1 == "parameters_not_supported")
    #expect(server.stop() == 0)
  }

  @Test func `a program in C is judged like any other`() async throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url)
    let health = try await server.client.get("/api/v1/health").json
    try #require(
      health["runtimes"].elements.contains { $0.string == "c" },
      "there is no C compiler; `asyncjudge doctor` says why")
    let source = try String(
      contentsOf: ServerProcess.root.appendingPathComponent(
        "Problems/medium/trace-the-loop/submissions/accepted/state_machines.c"), encoding: .utf8)
    let reply = try await server.client.post(
      "/api/v1/problems/trace-the-loop/submissions?wait=60&runtime=c", type: "text/plain", source)
    #expect(reply.status == 201)
    #expect(reply.json["verdict"].string == "AC", "\(reply.text)")
    #expect(server.stop() == 0)
  }
}
