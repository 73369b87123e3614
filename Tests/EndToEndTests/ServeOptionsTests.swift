import Foundation
import TestClient
import Testing

/// What `serve` can be told about its clients.
@Suite(.timeLimit(.minutes(2))) struct ServeOptionsTests {
  @Test func `requests are logged, under the name that the client gave or got`() async throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url, arguments: ["--access-log"])
    let path = "/api/v1/problems/\(Example.easy)"
    let first = try await server.client.get(path, fields: ["X-Request-Id": "lesson-7"])
    #expect(first.status == 200)
    #expect(first.fields["x-request-id"] == "lesson-7")
    let tag = try #require(first.fields["etag"])
    let second = try await server.client.get(path, fields: ["If-None-Match": tag])
    #expect(second.status == 304)
    let name = try #require(second.fields["x-request-id"])
    #expect(server.stop() == 0)
    let log = try String(
      contentsOf: data.url.appendingPathComponent("server.log"), encoding: .utf8)
    let lines = log.split(separator: "\n").filter { $0.contains(" path=\(path) ") }
    try #require(lines.count == 2)
    for part in ["method=GET", "status=200", "peer=127.0.0.1", "request_id=lesson-7"] {
      #expect(lines[0].contains(part))
    }
    #expect(lines[1].contains("status=304") && lines[1].contains("request_id=\(name)"))
  }

  @Test func `guests can be kept from submitting`() async throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url, environment: ["ASYNCJUDGE_GUESTS": "deny"])
    let path = "/api/v1/problems/\(Example.easy)"
    #expect(try await server.client.get(path).status == 200)
    let refused = try await server.client.post(path + "/submissions", type: nil, "print(1)")
    #expect(refused.status == 401)
    #expect(refused.json["code"].string == "guests_refused")
    #expect(refused.fields["www-authenticate"]?.hasPrefix("Bearer") == true)
    #expect(server.stop() == 0)
  }

  @Test func `a second signal ends the server at once`() async throws {
    let data = try TemporaryDirectory()
    let server = try ServerProcess(data: data.url, arguments: ["--shutdown-grace", "60"])
    // A request that never ends holds the server up.
    let client = Process()
    client.executableURL = URL(fileURLWithPath: "/bin/bash")
    client.arguments = [
      "-c",
      """
      exec 3<>/dev/tcp/127.0.0.1/\(server.port)
      printf 'POST /api/v1/problems/\(Example.easy)/submissions HTTP/1.1\\r\\nHost: a\\r\\n' >&3
      printf 'Expect: 100-continue\\r\\nContent-Length: 9\\r\\n\\r\\n' >&3
      read -u 3 line; echo "$line"; read -u 3 line; read -u 3 line
      """,
    ]
    let output = Pipe()
    client.standardOutput = output
    try client.run()
    #expect(
      String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).contains("100"))
    Foundation.kill(server.processIdentifier, SIGTERM)
    // It has understood when it refuses new clients.
    while (try? await server.client.get("/")) != nil {}
    #expect(server.stop() == 128 + SIGTERM)
    client.waitUntilExit()
  }

  @Test(arguments: [
    (["--max-connections", "0"], "--max-connections must be from 1"),
    (["--guests", "some"], "--guests must be allow or deny"),
    (["--trusted-proxy", "10.0.0.0/99"], "--trusted-proxy 10.0.0.0/99 must be"),
    (["--unix-socket-mode", "rw"], "--unix-socket-mode must be octal"),
  ])
  func `what makes no sense is refused`(arguments: [String], message: String) throws {
    let data = try TemporaryDirectory()
    let failure = #expect(throws: ServerProcess.Failure.self) {
      try ServerProcess(data: data.url, arguments: arguments)
    }
    #expect(failure?.description.contains(message) == true)
  }
}
