import Domain
import TestClient
import Testing

@testable import JudgeServer

/// Every route as everybody: the tables of Access.md are true.
@Suite(.timeLimit(.minutes(5))) struct RouteWalkTests {
  @Test func `the tables have every route once, and nothing else`() async throws {
    #expect(AccessTable.committed.faults == [])
    let routes = try await TestServer().api.routes.map { "\($0.method.rawValue) \($0.pattern)" }
    #expect(AccessTable.committed.rows.map(\.route).sorted() == routes.sorted())
  }

  @Test func `a table that cannot be read is noticed`() {
    let table = AccessTable(
      """
      | Route | guest | stranger | member | staff | other teacher | admin |
      |---|---|---|---|---|---|---|
      | `GET /` | 200 | 201 | 202 | 203 | 204 | 205 |
      | `GET /a` | 200 | yes | 202 | 203 | 204 | 205 |
      """)
    #expect(table.rows.map(\.route) == ["GET /"])
    #expect(table.rows.first?.statuses[.otherTeacher] == 204)
    #expect(table.faults.count == 1)
  }

  @Test func `the tables agree with what the routes ask for`() async throws {
    let access = Dictionary(
      uniqueKeysWithValues: try await TestServer().api.routes.map {
        ("\($0.method.rawValue) \($0.pattern)", $0.access)
      })
    for row in AccessTable.committed.rows {
      let isForTeachers = access[row.route] == .teacher || access[row.route] == .admin
      #expect(access[row.route] == .everyone || row.statuses[.guest] == 401, "\(row.route)")
      #expect(!isForTeachers || row.statuses[.stranger] == 403, "\(row.route)")
      #expect(access[row.route] != .admin || row.statuses[.staff] == 403, "\(row.route)")
    }
  }

  @Test(arguments: AccessTable.committed.rows)
  func `everybody gets what the table says, and nothing that is others'`(
    row: AccessTable.Row
  ) async throws {
    for role in AccessTable.Role.allCases {
      // A server for each: what one of them changes is nothing to the next.
      let school = try await WalkSchool()
      let reply = try await school.walk(row, as: role)
      #expect(reply.status == row.statuses[role], "\(role.rawValue): \(reply.text)")
      for secret in school.secrets(from: role) {
        #expect(!reply.text.contains(secret), "\(role.rawValue) reads \(secret)")
      }
    }
  }

  @Test func `lists hold nothing of others`() async throws {
    let school = try await WalkSchool()
    _ = try await school.server.submit()
    let expected: [AccessTable.Role: Int] = [
      .guest: 1, .stranger: 0, .member: 1, .staff: 1, .otherTeacher: 0, .admin: 2,
    ]
    for (role, count) in expected {
      let reply = try await school.server.send(
        .get, "/api/v1/submissions", token: school.tokens[role], json: "")
      #expect(reply.json["submissions"].elements.count == count, "\(role.rawValue)")
      let filtered = try await school.server.send(
        .get, "/api/v1/submissions?account=member", token: school.tokens[role], json: "")
      let sees = [.member, .staff, .admin].contains(role)
      #expect(filtered.json["submissions"].elements.count == (sees ? 1 : 0), "\(role.rawValue)")
    }
  }
}
