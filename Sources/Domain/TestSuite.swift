/// Tests that a student wrote for a problem and sent together: they are worth as much as they catch.
package struct TestSuite: Sendable, Hashable {
  package enum State: String, Sendable, Hashable, Codable, CaseIterable {
    case queued, done
  }

  package var id: TestSuiteID
  /// Its row in the database.
  package var number: Int64
  package var account: Account
  package var problem: ProblemID
  package var tests: [StudentTest]
  package var submittedAt: Timestamp
  /// nil: not judged yet.
  package var judgement: TestSuiteJudgement?
  package var judgedAt: Timestamp?

  package init(
    id: TestSuiteID, number: Int64, account: Account, problem: ProblemID, tests: [StudentTest],
    submittedAt: Timestamp, judgement: TestSuiteJudgement?, judgedAt: Timestamp?
  ) {
    self.id = id
    self.number = number
    self.account = account
    self.problem = problem
    self.tests = tests
    self.submittedAt = submittedAt
    self.judgement = judgement
    self.judgedAt = judgedAt
  }

  package var state: State { judgement == nil ? .queued : .done }
}

package typealias TestSuiteID = PublicID<TestSuite>

/// One scenario, and what a right solution answers.
package struct StudentTest: Sendable, Hashable, Codable {
  package var name: String
  package var scenario: JSONValue
  package var answer: JSONValue

  package init(name: String, scenario: JSONValue, answer: JSONValue) {
    self.name = name
    self.scenario = scenario
    self.answer = answer
  }
}

/// What came of a suite. Says nothing of which wrong solutions there are.
package struct TestSuiteJudgement: Sendable, Hashable, Codable {
  package enum Ending: String, Sendable, Hashable, Codable {
    case judged
    /// It took longer than a suite may: there is no score.
    case tooLong = "too_long"
    /// Our own fault.
    case judgeError = "judge_error"
  }

  /// Of a test, in the order of the suite.
  package struct Result: Sendable, Hashable, Codable {
    /// What the reference breaks; nil when the test is valid, or has not been tried.
    package var reason: Reason?
    /// In words, when it is not valid.
    package var message: String?
    /// Wrong solutions that it was the first of the suite to catch.
    package var firstCaught: Int

    package init(reason: Reason? = nil, message: String? = nil, firstCaught: Int = 0) {
      self.reason = reason
      self.message = message
      self.firstCaught = firstCaught
    }

    package var isValid: Bool { message == nil }
  }

  package var ending: Ending
  package var results: [Result]
  /// Wrong solutions that some valid test refuses, of how many.
  package var caught: Int
  package var wrong: Int

  package init(ending: Ending, results: [Result] = [], caught: Int = 0, wrong: Int = 0) {
    self.ending = ending
    self.results = results
    self.caught = caught
    self.wrong = wrong
  }

  /// The share that is caught, 0 to 1; nil when it has not come to that.
  package var score: Double? {
    ending == .judged && wrong > 0 ? Double(caught) / Double(wrong) : nil
  }

  /// Half of what can go wrong slips through.
  package var isThin: Bool { score.map { $0 < 0.5 } ?? false }
}
