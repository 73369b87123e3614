import Foundation
import TestClient
import Testing

/// How the first admin gets in, and what `asyncjudge account` does beside a running server.
@Suite(.timeLimit(.minutes(5))) struct AccountTests {
  @Test func `the first start lets an admin in, once`() async throws {
    let data = try TemporaryDirectory()
    let first = try ServerProcess(data: data.url)
    let token = try #require(oneTimeToken(in: first.greeting))
    // As the greeting says it.
    #expect(
      first.greeting.contains(
        "curl --json '{\"token\": \"\(token)\"}' http://127.0.0.1:\(first.port)/api/v1/tokens"))
    let body = #"{"token": "\#(token)"}"#
    let reply = try await first.client.post("/api/v1/tokens", body)
    #expect(reply.status == 201)
    let bearer = ["Authorization": "Bearer \(try #require(reply.json["token"].string))"]
    let me = try await first.client.get("/api/v1/me", fields: bearer)
    #expect(me.json["name"].string == "admin")
    #expect(me.json["role"].string == "admin")
    #expect(try await first.client.post("/api/v1/tokens", body).status == 401)
    #expect(first.stop() == 0)

    let second = try ServerProcess(data: data.url)
    #expect(oneTimeToken(in: second.greeting) == nil)
    #expect(try await second.client.get("/api/v1/me", fields: bearer).status == 200)
    // The other one was lost: the shell makes a new one, beside the server.
    let printed = try account(["token", "admin"], data: data.url)
    let again = try #require(oneTimeToken(in: printed.output))
    let session = try await second.client.post("/api/v1/session", #"{"token": "\#(again)"}"#)
    #expect(session.status == 201)
    #expect(session.fields["set-cookie"]?.contains("HttpOnly") == true)
    #expect(second.stop() == 0)
    let log = try String(
      contentsOf: data.url.appendingPathComponent("server.log"), encoding: .utf8)
    #expect(!log.contains("aj_"))
  }

  @Test func `the shell adds, lists and changes accounts`() throws {
    let data = try TemporaryDirectory()
    _ = try account(["add", "root", "--role", "admin"], data: data.url)
    _ = try account(["add", "ada"], data: data.url)
    #expect(try account(["role", "ada", "teacher"], data: data.url).status == 0)
    #expect(try account(["disable", "ada"], data: data.url).status == 0)
    let list = try account(["list"], data: data.url).output
    #expect(list.contains("teacher ada (disabled)"))
    #expect(list.contains("admin root"))
    #expect(try account(["token", "ada"], data: data.url).status != 0)
    #expect(try account(["enable", "ada"], data: data.url).status == 0)
    #expect(try account(["disable", "root"], data: data.url).status != 0)
    #expect(try account(["role", "nobody", "admin"], data: data.url).status != 0)
    #expect(try account(["list"], data: data.url).output == "teacher ada\nadmin root\n")
  }

  private func oneTimeToken(in text: String) -> String? {
    text.firstMatch(of: /aj_once_[A-Za-z0-9_-]{43}/).map { String($0.output) }
  }

  private func account(
    _ arguments: [String], data: URL
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = ServerProcess.executable
    process.currentDirectoryURL = ServerProcess.root
    process.arguments = ["account"] + arguments + ["--data", data.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
