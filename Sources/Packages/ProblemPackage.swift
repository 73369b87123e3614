import Domain

/// A problem with all that judges it: hidden cases, their answers, example submissions.
package struct ProblemPackage: Sendable {
  package var problem: Problem
  package var directory: String
  /// In judging order: `sample` first, then `secret` or its groups.
  package var groups: [TestGroup]
  package var examples: [ExampleSubmission]
  /// Whether parts of the score are given for parts of the tests.
  package var isScoring: Bool
  package var allowsFileWriting: Bool
  /// For an asynchronous problem, whose cases are scenarios.
  package var lab: LabSettings?
  package var solver: ShippedSolver?
  /// Of `variants/<name>/`, by name: the same problem with other statement, data and examples.
  package var variants: [String: ProblemPackage] = [:]

  package init(
    problem: Problem, directory: String, groups: [TestGroup], examples: [ExampleSubmission],
    isScoring: Bool, allowsFileWriting: Bool, lab: LabSettings? = nil,
    solver: ShippedSolver? = nil
  ) {
    self.solver = solver
    self.lab = lab
    self.problem = problem
    self.directory = directory
    self.groups = groups
    self.examples = examples
    self.isScoring = isScoring
    self.allowsFileWriting = allowsFileWriting
  }

  /// The variant that a submission was made for; nil when the package has it no more.
  package func variant(_ name: String?) -> ProblemPackage? {
    name.map { variants[$0] } ?? self
  }

  /// Itself and its variants, each with what to call it: `batch-lookup`, `batch-lookup/reversed`.
  package var all: [(name: String, package: ProblemPackage)] {
    [(problem.id.rawValue, self)]
      + variants.sorted { $0.key < $1.key }.map { ("\(problem.id)/\($0.key)", $0.value) }
  }
}

/// `asyncjudge.lab` of `problem.yaml`.
package struct LabSettings: Sendable, Hashable {
  /// The class or function that a solution defines.
  package var entry: String
  /// Scenarios of growing size (`data/complexity/<size>.in`), for the estimate of complexity.
  package var sizes: [SizedCase] = []

  package struct SizedCase: Sendable, Hashable {
    package var size: Int
    package var testCase: TestCase
  }
}

/// `asyncjudge.solver` of `problem.yaml`: the problem ships the source, students send parameters.
package struct ShippedSolver: Sendable, Hashable {
  package var source: String
  package var parameters: [ParameterRule]
}

/// Test cases that are scored together.
package struct TestGroup: Sendable {
  /// How the cases' results become the group's (`score_aggregation`).
  package enum Aggregation: Sendable, Hashable {
    /// All or nothing.
    case passFail
    /// Each case earns its share.
    case sum
    /// The least that a case earns; with cases that earn all or nothing, the same as `passFail`.
    case min
  }

  /// `sample`, `secret`, or `secret/1-small`.
  package var name: String
  package var isSample: Bool
  package var cases: [TestCase]
  package var maxScore: Double
  package var aggregation: Aggregation
  /// Names of groups that must pass, or this one is not run.
  package var requires: [String]

  package init(
    name: String, isSample: Bool, cases: [TestCase], maxScore: Double, aggregation: Aggregation,
    requires: [String]
  ) {
    self.name = name
    self.isSample = isSample
    self.cases = cases
    self.maxScore = maxScore
    self.aggregation = aggregation
    self.requires = requires
  }
}

/// One input and its answer. The contents are read when they are needed.
package struct TestCase: Sendable, Hashable {
  /// `secret/03-maximal`: the path below `data/`, without its ending.
  package var name: String
  package var inputPath: String
  package var answerPath: String
  package var checker: CheckerOptions

  package init(name: String, inputPath: String, answerPath: String, checker: CheckerOptions) {
    self.name = name
    self.inputPath = inputPath
    self.answerPath = answerPath
    self.checker = checker
  }

  package func input() throws(PackageError) -> [UInt8] {
    try Files.read(inputPath, limit: PackageLimits.testFile)
  }

  package func answer() throws(PackageError) -> [UInt8] {
    try Files.read(answerPath, limit: PackageLimits.testFile)
  }
}

/// A submission that the package brings along to prove its tests.
package struct ExampleSubmission: Sendable, Hashable {
  /// Which verdicts its runs may and must have.
  package struct Expectation: Sendable, Hashable {
    package var permitted: Set<Verdict>
    /// At least one of them, unless it is empty.
    package var required: Set<Verdict>
  }

  /// `wrong_answer/ignores_empty.py`
  package var name: String
  package var path: String
  package var runtime: String
  package var entry: String?
  package var expectation: Expectation

  /// The first accepted submission in Python is the package's reference.
  package var isReference: Bool { name.hasPrefix("accepted/") && name.hasSuffix(".py") }

  /// Whether the file holds parameters (JSON) for the problem's own solver.
  package var isParameters: Bool { path.hasSuffix(".json") }

  package func source() throws(PackageError) -> [UInt8] {
    try Files.read(path, limit: PackageLimits.source)
  }
}
