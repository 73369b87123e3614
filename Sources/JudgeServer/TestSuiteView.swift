import Domain

/// A suite of tests as JSON. Holds nothing of what it was judged on but how much of it there is.
struct TestSuiteView: Encodable {
  struct Test: Encodable {
    var name: String
    /// Absent in a list, as is the answer.
    var scenario: JSONValue?
    var answer: JSONValue?
    /// Absent until it is judged, as are the others below.
    var valid: Bool?
    var reason: Reason?
    var message: String?
    var firstCaught: Int?
  }

  var id: String
  var href: String
  var problemId: String
  var account: String
  var state: TestSuite.State
  var submittedAt: String
  var judgedAt: String?
  var ending: TestSuiteJudgement.Ending?
  /// Wrong solutions caught, of how many, and as a share.
  var caught: Int?
  var wrong: Int?
  var score: Double?
  var mistake: Mistake?
  /// What to do next.
  var advice: String?
  var tests: [Test]

  init(_ suite: TestSuite, showsTests: Bool) {
    id = suite.id.rawValue
    href = "/api/v1/tests/\(suite.id)"
    problemId = suite.problem.rawValue
    account = suite.account.name
    state = suite.state
    submittedAt = suite.submittedAt.description
    judgedAt = suite.judgedAt?.description
    let judgement = suite.judgement
    ending = judgement?.ending
    score = judgement?.score
    if score != nil {
      caught = judgement?.caught
      wrong = judgement?.wrong
    }
    if judgement?.isThin == true {
      mistake = .thinTesting
      advice = Mistake.thinTesting.advice
    } else if judgement?.ending == .tooLong {
      advice = "These tests take too long all together; send fewer, with narrower campaigns."
    } else if judgement?.ending == .judgeError {
      advice = "The judge failed on these tests. That is not your fault; send them again later."
    }
    tests = suite.tests.enumerated().map { index, test in
      let result =
        judgement?.results.indices.contains(index) == true
        ? judgement?.results[index] : nil
      return Test(
        name: test.name, scenario: showsTests ? test.scenario : nil,
        answer: showsTests ? test.answer : nil, valid: result?.isValid, reason: result?.reason,
        message: result?.message, firstCaught: result?.firstCaught)
    }
  }
}

struct TestSuiteListView: Encodable {
  /// The one that caught most; absent when none was judged.
  var best: TestSuiteView?
  var suites: [TestSuiteView]
}
