import Domain
import TestClient
import Testing

@testable import JudgeServer

/// Submissions without an account.
@Suite(.timeLimit(.minutes(1))) struct GuestTests {
  @Test func `guests submit unless the operator denies it, and then with an account only`()
    async throws
  {
    #expect(try await TestServer().submit().status == 201)
    let server = try await TestServer(access: AccessOptions(guests: .deny))
    let refused = try await server.submit()
    refused.expectError(
      401, "guests_refused",
      "This server takes submissions of accounts only: send your token as \"Authorization: Bearer "
        + "TOKEN\"; your teacher has one for you.")
    #expect(refused.fields["www-authenticate"] == "Bearer realm=\"asyncjudge\"")
    #expect(try await server.submit(token: try await server.addAccount("ada")).status == 201)
    #expect(try await server.get("/api/v1/problems/echo").status == 200)
  }

  @Test func `an assignment that is open cannot be answered around it without a token`()
    async throws
  {
    let fixture = try await ClassroomFixture()
    #expect(try await fixture.server.submit().status == 201)
    let path = try await fixture.assign()
    let refused = try await fixture.server.submit()
    #expect(refused.status == 401)
    #expect(refused.json["code"].string == "assigned_to_a_class")
    // Somebody of no classroom has nothing to do with it.
    #expect(try await fixture.server.submit(token: fixture.stranger).status == 201)
    // It closes after two hours for everyone, and a day later for one.
    let extended = try await fixture.send(
      .put, path + "/extensions/ada", by: fixture.teacher,
      #"{"closes_at": "2026-03-03T13:15"}"#)
    #expect(extended.status == 200, "\(extended.text)")
    fixture.clock.advance(by: .seconds(3 * 3600))
    #expect(try await fixture.server.submit().status == 401)
    fixture.clock.advance(by: .seconds(24 * 3600))
    #expect(try await fixture.server.submit().status == 201)
  }

  @Test func `an assignment that is to come, or was taken back, keeps nobody away`() async throws {
    let fixture = try await ClassroomFixture()
    let path = try await fixture.assign()
    #expect(try await fixture.server.submit().status == 401)
    #expect(
      try await fixture.send(
        .patch, path, by: fixture.teacher, #"{"opens_at": "2026-03-02T11:30"}"#
      ).status == 200)
    #expect(try await fixture.server.submit().status == 201)
    fixture.clock.advance(by: .seconds(3600 / 2))
    #expect(try await fixture.server.submit().status == 401)
    #expect(try await fixture.send(.delete, path, by: fixture.teacher).status == 204)
    #expect(try await fixture.server.submit().status == 201)
  }
}
