import Domain
import HTTP
import Packages

/// What is said of the problems. They do not change while the server runs, so each answer is made
/// once.
struct ProblemAnswers: Sendable {
  private let lists: [ProblemSet?: CachedAnswer]
  private let problems: [String: CachedAnswer]

  init(_ catalog: ProblemCatalog) {
    let all = catalog.problems.map(\.problem)
    let sets = [nil] + ProblemSet.allCases.map(Optional.some)
    lists = Dictionary(
      uniqueKeysWithValues: sets.map { set in
        let chosen = all.filter { set == nil || $0.set == set }
        return (set, .encoding(ProblemListView(problems: chosen.map(ProblemSummaryView.init))))
      })
    problems = Dictionary(
      uniqueKeysWithValues: all.map { ($0.id.rawValue, .encoding(ProblemView($0))) })
  }

  /// nil: of all sets.
  subscript(set: ProblemSet?) -> CachedAnswer? { lists[set] }

  subscript(id: String) -> CachedAnswer? { problems[id] }
}

private struct ProblemListView: Encodable {
  var problems: [ProblemSummaryView]
}

private struct ProblemSummaryView: Encodable {
  var id: String
  var name: String
  var set: ProblemSet
  var keywords: [String]
  var maxScore: Double
  var href: String

  init(_ problem: Problem) {
    id = problem.id.rawValue
    name = problem.name
    set = problem.set
    keywords = problem.keywords
    maxScore = problem.maxScore
    href = "/api/v1/problems/\(problem.id)"
  }
}

struct ProblemView: Encodable {
  struct Limits: Encodable {
    var cpuTimeUs: Int64
    var wallTimeUs: Int64
    var memoryBytes: ByteCount
    var outputBytes: ByteCount
    var codeBytes: ByteCount
  }

  struct Parameter: Encodable {
    var name: String
    var requirement: String
    var description: String
  }

  struct Sample: Encodable {
    var name: String
    var input: String
    var answer: String
  }

  var id: String
  var name: String
  var set: ProblemSet
  var keywords: [String]
  var maxScore: Double
  var limits: Limits
  var runtimes: [String]?
  /// Of asynchronous problems: the class or function that a solution defines.
  var entry: String?
  /// Of problems that ship their solver: what to send instead of a source.
  var parameters: [Parameter]?
  var samples: [Sample]
  /// Markdown.
  var statement: String
  /// In an assignment, of a problem that has some: which one this is.
  var variant: String?
  var submissionsHref: String

  init(_ problem: Problem, in assignment: Assignment? = nil, variant: String? = nil) {
    self.variant = variant
    id = problem.id.rawValue
    name = problem.name
    set = problem.set
    keywords = problem.keywords
    maxScore = problem.maxScore
    limits = Limits(
      cpuTimeUs: problem.limits.cpuTime.microseconds,
      wallTimeUs: problem.limits.wallTime.microseconds, memoryBytes: problem.limits.memory,
      outputBytes: problem.limits.output, codeBytes: problem.limits.code)
    runtimes = problem.runtimes
    entry = problem.entry
    parameters = problem.parameters?.map {
      Parameter(name: $0.name, requirement: $0.requirement, description: $0.description)
    }
    samples = problem.samples.map { Sample(name: $0.name, input: $0.input, answer: $0.answer) }
    statement = problem.statement
    submissionsHref =
      "/api/v1/problems/\(problem.id)/submissions"
      + (assignment.map { "?assignment=\($0.id)" } ?? "")
  }
}
