import Domain

extension ProblemID {
  static let one = ProblemID("one")!
  static let two = ProblemID("two")!
  static let three = ProblemID("three")!
}

extension Problem {
  static func practice(
    _ id: String, _ set: ProblemSet, keywords: [String] = []
  ) -> Problem {
    Problem(
      id: ProblemID(id)!, set: set, name: id, statement: "",
      limits: ProblemLimits(
        cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(1), code: .kibibytes(64)),
      samples: [], runtimes: nil, keywords: keywords, maxScore: 100)
  }
}

extension PracticeAttempt {
  /// `at` is RFC 3339; without a verdict it is pending.
  static func made(
    _ problem: ProblemID, at time: String = "2026-03-02T10:00:00Z", _ verdict: Verdict? = nil,
    score: Double = 0, variant: String? = nil, runs: [PracticeRun] = []
  ) -> PracticeAttempt {
    PracticeAttempt(
      sequence: 1, problem: problem, submittedAt: Timestamp(rfc3339: time)!, variant: variant,
      result: verdict.map {
        AssignmentAttempt.Result(
          verdict: $0, score: $0 == .accepted ? 100 : score, maxScore: 100)
      }, runs: runs)
  }
}

extension PracticeRun {
  static func plain(_ testCase: String, _ verdict: Verdict) -> PracticeRun {
    PracticeRun(
      testCase: testCase, isSample: testCase.hasPrefix("sample"), verdict: verdict)
  }

  static func lab(_ testCase: String, _ mistake: Mistake?) -> PracticeRun {
    PracticeRun(
      testCase: testCase, isSample: testCase.hasPrefix("sample"), verdict: .wrongAnswer,
      isLab: true, mistake: mistake)
  }
}
