import Domain
import Testing

@Suite struct LatePolicyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var policy: String
    var late: Duration
    var factor: Double

    var testDescription: String { "\(policy) late by \(late)" }
  }

  private static let steps =
    #"{"steps": [{"after_hours": 0, "factor": 0.8}, {"after_hours": 48, "factor": 0.25}]}"#
  private static let grace = #"{"steps": [{"after_hours": 1.5, "factor": 0.5}]}"#
  private static let daily = #"{"per_day": 0.25, "floor": 0.4}"#

  @Test(arguments: [
    Case(policy: "{}", late: .seconds(1_000_000), factor: 1),
    Case(policy: steps, late: .seconds(-60), factor: 1),
    Case(policy: steps, late: .zero, factor: 1),
    Case(policy: steps, late: .microseconds(1), factor: 0.8),
    Case(policy: steps, late: .seconds(48 * 3600), factor: 0.8),
    Case(policy: steps, late: .seconds(48 * 3600 + 1), factor: 0.25),
    Case(policy: grace, late: .seconds(5400), factor: 1),
    Case(policy: grace, late: .seconds(5401), factor: 0.5),
    Case(policy: daily, late: .zero, factor: 1),
    Case(policy: daily, late: .microseconds(1), factor: 0.75),
    Case(policy: daily, late: .seconds(86_400), factor: 0.75),
    Case(policy: daily, late: .seconds(86_401), factor: 0.5),
    Case(policy: daily, late: .seconds(5 * 86_400), factor: 0.4),
    Case(policy: #"{"per_day": 0.5}"#, late: .seconds(9 * 86_400), factor: 0),
  ])
  func `a late submission is worth what the policy says`(given: Case) throws {
    let policy = try LatePolicy(try JSONParser.parse(Array(given.policy.utf8)))
    #expect(policy.factor(lateBy: given.late) == given.factor)
  }

  @Test(arguments: ["{}", steps, grace, daily])
  func `a policy is read from what it writes`(text: String) throws {
    let policy = try LatePolicy(try JSONParser.parse(Array(text.utf8)))
    #expect(try LatePolicy(policy.document) == policy)
    #expect(try LatePolicy(try JSONParser.parse(policy.document.jsonBytes)) == policy)
  }

  @Test(arguments: [
    "[]", "1", #"{"step": []}"#, #"{"steps": [], "per_day": 0}"#, #"{"steps": 1}"#,
    #"{"steps": [{"after_hours": 0}]}"#, #"{"steps": [{"after_hours": -1, "factor": 1}]}"#,
    #"{"steps": [{"after_hours": 0, "factor": 1.1}]}"#,
    #"{"steps": [{"after_hours": 0, "factor": 1, "x": 1}]}"#,
    #"{"steps": [{"after_hours": 2, "factor": 1}, {"after_hours": 2, "factor": 0.5}]}"#,
    #"{"steps": [{"after_hours": 1, "factor": 0.5}, {"after_hours": 2, "factor": 0.6}]}"#,
    #"{"per_day": 2}"#, #"{"per_day": 0.1, "floor": -1}"#, #"{"per_day": "0.1"}"#,
    #"{"floor": 0.5}"#,
  ])
  func `what is no policy is refused`(text: String) throws {
    let document = try JSONParser.parse(Array(text.utf8))
    #expect(throws: LatePolicy.Fault.self) { try LatePolicy(document) }
  }
}
