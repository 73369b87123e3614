import Domain
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct AuthenticationTests {
  @Test func `a token makes a submission its account's`() async throws {
    let server = try await TestServer()
    let token = try await server.addAccount("ada")
    let reply = try await server.submit(token: token)
    #expect(reply.status == 201)
    #expect(reply.json["account"].string == "ada")
    let id = try #require(reply.json["id"].string.flatMap(SubmissionID.init))
    #expect(try await server.database.submission(id)?.account == Account(id: 1, name: "ada"))
  }

  @Test func `without a token a submission is a guest's`() async throws {
    let server = try await TestServer()
    let reply = try await server.submit()
    #expect(reply.status == 201)
    #expect(reply.json["account"] == .null)
    let id = try #require(reply.json["id"].string.flatMap(SubmissionID.init))
    let submission = try #require(try await server.database.submission(id))
    #expect(submission.account == nil)
  }

  @Test func `the scheme may be written in any case`() async throws {
    let server = try await TestServer()
    let token = try await server.addAccount("ada")
    for scheme in ["bearer", "BEARER", "Bearer "] {
      let reply = try await server.submit(
        json: #"{"solver": {"source": "x"}}"#, fields: ["authorization": scheme + " " + token])
      #expect(reply.json["account"].string == "ada")
    }
  }

  @Test(arguments: [
    "", "Bearer", "Bearer aj_wrong", "Basic TOKEN", "TOKEN", "Bearer TOKEN x", "Bearer TOKENA",
  ])
  func `a wrong token is an error and not a guest`(header: String) async throws {
    let server = try await TestServer()
    let token = try await server.addAccount("ada")
    let reply = try await server.submit(
      json: #"{"solver": {"source": "x"}}"#,
      fields: ["Authorization": header.replacing("TOKEN", with: token)])
    reply.expectError(
      401, "invalid_token",
      "This token is not known here; ask your teacher for a new one (asyncjudge account add NAME), "
        + "or leave the Authorization header out to submit as a guest.")
    #expect(
      reply.fields["www-authenticate"] == "Bearer realm=\"asyncjudge\", error=\"invalid_token\"")
    #expect(!reply.text.contains(token))
    let counts = try await server.database.queueCounts()
    #expect(counts.queued == 0)
  }
}
