import Domain
import HTTP
import Packages

extension API {
  /// `GET /`: where to go from here, for a person with curl.
  func welcome(_ request: Request) throws -> Response {
    try request.allowQuery([])
    return .text(
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
    guard let answer = problemAnswers[set] else { preconditionFailure("every set has a list") }
    return .cached(answer)
  }

  /// `GET /api/v1/problems/{id}`
  func showProblem(_ request: Request) throws -> Response {
    try request.allowQuery([])
    let id = request.parameter("id") ?? ""
    guard let answer = problemAnswers[id] else { throw HTTPError.unknownProblem(id) }
    return .cached(answer)
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
