import Domain
import Packages

extension ProblemPackage {
  /// A package without files, for what only looks at its shape.
  static func example(groups: [TestGroup], isScoring: Bool = false) -> ProblemPackage {
    let scored = groups.filter { !$0.isSample }.map(\.maxScore).reduce(0, +)
    return ProblemPackage(
      problem: Problem(
        id: ProblemID("example")!, set: .easy, name: "Example", statement: "",
        limits: ProblemLimits(
          cpuTime: .seconds(1), memory: .mebibytes(256), output: .mebibytes(1),
          code: .kibibytes(64)),
        samples: [], runtimes: nil, keywords: [], maxScore: isScoring ? scored : 1),
      directory: "", groups: groups, examples: [], isScoring: isScoring, allowsFileWriting: false)
  }
}

extension TestGroup {
  static func example(
    _ name: String, cases: Int, isSample: Bool = false, maxScore: Double = 1,
    aggregation: Aggregation = .passFail, requires: [String] = []
  ) -> TestGroup {
    TestGroup(
      name: name, isSample: isSample,
      cases: (1...cases).map {
        TestCase(name: "\(name)/\($0)", inputPath: "", answerPath: "", checker: CheckerOptions())
      }, maxScore: maxScore, aggregation: aggregation, requires: requires)
  }
}
