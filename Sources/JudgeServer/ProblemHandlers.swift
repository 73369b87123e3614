import Domain
import HTTP
import Packages

extension API {
  /// `GET /`: where to go from here, for a person with curl.
  func welcome(_ request: Request) throws -> Response {
    .text(
      """
      AsyncJudge \(service.version): practice problems in asynchronous Python.

        curl \(request.origin)/api/v1/problems
        curl \(request.origin)/api/v1/problems/ID
        curl --data-binary @solver.py "\(request.origin)/api/v1/problems/ID/submissions?wait=30"
        curl \(request.origin)/api/v1/leaderboard

      """)
  }

  /// `GET /api/v1/problems?set=easy`
  func listProblems(_ request: Request) throws -> Response {
    try request.allowQuery(["set"])
    let set = try request.problemSet()
    let problems = catalog.problems.map(\.problem).filter { set == nil || $0.set == set }
    return .encoding(ProblemListView(problems: problems.map(ProblemSummaryView.init)))
  }

  /// `GET /api/v1/problems/{id}`
  func showProblem(_ request: Request) throws -> Response {
    try request.allowQuery([])
    return .encoding(ProblemView(try package(request).problem))
  }

  /// The package of the problem in the path.
  func package(_ request: Request) throws(HTTPError) -> ProblemPackage {
    let name = request.parameter("id") ?? ""
    guard let id = ProblemID(name), let package = catalog[id] else {
      throw .unknownProblem(name)
    }
    return package
  }
}

extension Request {
  /// `http://localhost:8080`, as the client named it.
  fileprivate var origin: String { "http://\(self[header: "host"] ?? "localhost")" }
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
