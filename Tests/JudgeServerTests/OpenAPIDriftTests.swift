import Domain
import HTTP
import Storage
import TestClient
import Testing

@testable import JudgeServer

/// Parameters, keys, words and limits of the description are those of the code.
@Suite(.timeLimit(.minutes(3))) struct OpenAPIDriftTests {
  private let contract = APIContract.served

  private func operation(_ row: AccessTable.Row) -> JSONValue {
    contract.document["paths"][row.pattern][row.method.lowercased()]
  }

  @Test func `the parameters of queries are those that the handlers take`() async throws {
    let school = try await WalkSchool()
    for row in AccessTable.committed.rows {
      let reply = try await school.send(row, query: "?zzz=1", "{}")
      let taken = reply.json["detail"].string?.firstMatch(of: /resource takes (.*)\.$/)?.output.1
      let described = operation(row)["parameters"].elements.map(contract.resolved)
        .filter { $0["in"] == "query" }.compactMap { $0["name"].string }
      #expect(
        taken.map(String.init)
          == (described.isEmpty ? "none" : described.sorted().joined(separator: ", ")),
        "\(row.route): \(reply.text)")
    }
  }

  /// Not asked: those of tests (`echo` takes none) and of a post that is somebody else's.
  @Test func `the keys of documents are those that the handlers take`() async throws {
    let unknown = ["POST /api/v1/problems/{id}/tests", "PATCH /api/v1/posts/{post}"]
    let school = try await WalkSchool()
    var count = 0
    for row in AccessTable.committed.rows where !unknown.contains(row.route) {
      let schema = operation(row)["requestBody"]["content"]["application/json"]["schema"]
      guard schema != .null else { continue }
      let reply = try await school.send(row, query: "", #"{"zzz": 1}"#)
      let keys = reply.json["detail"].string?.firstMatch(of: /the keys are (.*)\.$/)?.output.1
      let described = contract.resolved(schema)["properties"].object ?? [:]
      #expect(
        Set((keys ?? "").split(separator: ", ").map(String.init)) == Set(described.keys),
        "\(row.route): \(reply.text)")
      count += 1
    }
    #expect(count > 20)
  }

  @Test(arguments: [
    ("Verdict", Verdict.allCases.map(\.rawValue)),
    ("Reason", Reason.allCases.map(\.rawValue)),
    ("Mistake", Mistake.allCases.map(\.rawValue)),
    ("ProblemSet", ProblemSet.allCases.map(\.rawValue)),
    ("Isolation", IsolationTier.allCases.map(\.rawValue)),
    ("AccountRole", AccountRole.allCases.map(\.rawValue)),
    ("ClassroomRole", Membership.Role.allCases.map(\.rawValue)),
    ("NamePolicy", NamePolicy.allCases.map(\.rawValue)),
    ("PracticeOrder", PracticeOrder.allCases.map(\.rawValue)),
    ("FeedbackPolicy", FeedbackPolicy.allCases.map(\.rawValue)),
    ("AssignmentRanking", AssignmentRanking.allCases.map(\.rawValue)),
    ("RejudgingState", Rejudging.State.allCases.map(\.rawValue)),
  ])
  func `words are those of the code`(schema: String, words: [String]) {
    let described = contract.document["components"]["schemas"][schema]["enum"].elements
    #expect(described.compactMap(\.string).sorted() == words.sorted())
  }

  @Test(arguments: [
    ("parameters/limit/schema/maximum", ServerLimits.largestPage),
    ("parameters/limit/schema/default", ServerLimits.defaultPage),
    ("parameters/boardLimit/schema/maximum", ServerLimits.largestBoardPage),
    ("parameters/boardLimit/schema/default", ServerLimits.defaultBoardPage),
    ("parameters/boardAfter/schema/maximum", ServerLimits.boardOffset),
    ("parameters/wait/schema/maximum", Int(ServerLimits.wait.components.seconds)),
    ("schemas/Name/maxLength", StorageLimits.name.upperBound),
    ("schemas/AccountName/maxLength", StorageLimits.accountName.upperBound),
    ("schemas/TokenName/maxLength", StorageLimits.tokenName.upperBound),
    ("schemas/TokenDays/maximum", ServerLimits.tokenDays.upperBound),
    ("schemas/Password/minLength", ServerLimits.password.lowerBound),
    ("schemas/Password/maxLength", ServerLimits.password.upperBound),
    ("schemas/Markdown/maxLength", ServerLimits.postLength.upperBound),
    ("schemas/EntryPoint/maxLength", ServerLimits.entryLength),
    ("schemas/GoalDocument/properties/weekly/minimum", StorageLimits.weeklyGoal.lowerBound),
    ("schemas/GoalDocument/properties/weekly/maximum", StorageLimits.weeklyGoal.upperBound),
    ("schemas/RejudgingDocument/properties/reason/maxLength", ServerLimits.reason),
    ("schemas/TestSuiteDocument/properties/tests/maxItems", ServerLimits.tests.upperBound),
    ("schemas/AssignedProblems/maxItems", ServerLimits.assignmentProblems),
    ("schemas/AssignedProblems/items/properties/points/anyOf/0/maximum", Int(ServerLimits.points)),
    (
      "schemas/AssignedProblems/items/properties/attempt_limit/anyOf/0/maximum",
      ServerLimits.attemptLimit
    ),
    (
      "schemas/ExtensionDocument/properties/more_attempts/anyOf/0/maximum",
      ServerLimits.attemptLimit
    ),
    (
      "schemas/ExtensionDocument/properties/reason/anyOf/0/maxLength", ServerLimits.extensionReason
    ),
    ("schemas/Progress/properties/weeks/maxItems", ServerLimits.progressWeeks),
    ("schemas/BenchmarkResult/properties/iterations/maximum", BenchmarkResult.largestIterations),
  ])
  func `limits are those of the code`(place: String, limit: Int) {
    let value = place.split(separator: "/").reduce(contract.document["components"]) { value, key in
      Int(key).map { value[$0] } ?? value[String(key)]
    }
    #expect(value.integer == limit)
  }
}
