import Domain
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct SubmissionRateTests {
  /// Two a minute for an account, three for an address.
  private func server(clock: TestClock) async throws -> TestServer {
    try await TestServer(
      access: AccessOptions(accountSubmissions: 2, addressSubmissions: 3), clock: clock)
  }

  private func submit(
    _ server: TestServer, token: String? = nil, from address: String = "192.0.2.7"
  ) async throws -> Reply {
    try await server.send(
      .post, "/api/v1/problems/echo/submissions",
      token.map { ["Authorization": "Bearer \($0)"] } ?? [:], Array("print(1)".utf8),
      peer: address)
  }

  @Test func `an account waits when it was too fast, wherever it is`() async throws {
    let clock = TestClock()
    let server = try await server(clock: clock)
    let ada = try await server.addAccount("ada")
    let bob = try await server.addAccount("bob")
    for _ in 1...2 { #expect(try await submit(server, token: ada).status == 201) }
    let refused = try await submit(server, token: ada, from: "192.0.2.8")
    refused.expectError(
      429, "too_many_submissions",
      "You submit faster than this server takes it; submit again in 30 seconds.")
    #expect(refused.fields["retry-after"] == "30")
    #expect(try await submit(server, token: bob, from: "192.0.2.8").status == 201)
    clock.advance(by: .seconds(30))
    #expect(try await submit(server, token: ada).status == 201)
  }

  @Test func `guests share what their address may`() async throws {
    let server = try await server(clock: TestClock())
    for _ in 1...3 { #expect(try await submit(server).status == 201) }
    #expect(try await submit(server).status == 429)
    #expect(try await submit(server, from: "192.0.2.8").status == 201)
    let ada = try await server.addAccount("ada")
    #expect(try await submit(server, token: ada).status == 429)
    // What the address refused is not the account's loss.
    for _ in 1...2 {
      #expect(try await submit(server, token: ada, from: "192.0.2.9").status == 201)
    }
  }

  @Test(arguments: [AccountRole.teacher, .admin])
  func `staff has no limit`(role: AccountRole) async throws {
    let server = try await server(clock: TestClock())
    let token = try await server.addAccount("turing", role)
    for _ in 1...5 { #expect(try await submit(server, token: token).status == 201) }
  }

  @Test func `no limit is no limit`() async throws {
    let server = try await TestServer(
      access: AccessOptions(accountSubmissions: 0, addressSubmissions: 0))
    let ada = try await server.addAccount("ada")
    for _ in 1...40 { #expect(try await submit(server, token: ada).status == 201) }
  }
}
