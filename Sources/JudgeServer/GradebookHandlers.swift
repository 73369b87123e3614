import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/classrooms/{classroom}/gradebook`: students by assignments; as CSV with
  /// `Accept: text/csv` or `?format=csv`.
  func showGradebook(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["format"])
    let (classroom, _) = try await classroom(of: request, for: viewer, as: .staff)
    let gradebook = try await database.gradebook(of: classroom)
    if try request.asksForCSV { return .csv(gradebook.csv, named: "gradebook.csv") }
    return .encoding(GradebookView(gradebook, at: now()))
  }

  /// `GET /api/v1/assignments/{assignment}/gradebook`: students by problems.
  func showAssignmentGradebook(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["format"])
    let place = try await assignment(of: request, for: viewer, as: .staff)
    let gradebook = try await database.gradebook(of: place.assignment, in: place.classroom)
    if try request.asksForCSV { return .csv(gradebook.csv, named: "gradebook.csv") }
    return .encoding(GradebookView(gradebook, at: now()))
  }
}

extension Request {
  fileprivate var asksForCSV: Bool {
    get throws(HTTPError) {
      switch try query("format") {
      case nil: wantsCSV
      case "csv": true
      case "json": false
      default: throw .invalidQuery("format", "must be json or csv")
      }
    }
  }
}

extension Database {
  /// Folded from the log as it is now.
  package func gradebook(of classroom: Classroom) async throws(StorageError) -> Gradebook {
    var assignments: [(assignment: Assignment, scores: [Int64: AssignmentScore])] = []
    for assignment in try await self.assignments(of: classroom) {
      assignments.append((assignment, try await scores(of: assignment)))
    }
    return Gradebook(assignments, members: try await members(of: classroom))
  }

  package func gradebook(
    of assignment: Assignment, in classroom: Classroom
  ) async throws(StorageError) -> Gradebook {
    Gradebook(
      assignment, scores: try await scores(of: assignment),
      members: try await members(of: classroom))
  }

  /// By account id.
  package func scores(
    of assignment: Assignment
  ) async throws(StorageError) -> [Int64: AssignmentScore] {
    AssignmentScoring(assignment, extensions: try await extensions(of: assignment))
      .scores(try await attempts(at: assignment))
  }
}

private struct GradebookView: Encodable {
  struct Column: Encodable {
    /// Of an assignment or a problem.
    var id: String
    var name: String
    var maxPoints: Double
  }

  struct Row: Encodable {
    var account: String
    var name: String
    /// One for each column.
    var points: [Double]
    var total: Double
    /// In the gradebook of an assignment.
    var problems: [Problem]?
  }

  struct Problem: Encodable {
    var problemId: String
    var points: Double
    var attempts: Int
    var pending: Int
    var solvedAt: String?
    /// The counted submission.
    var verdict: Verdict?
    var lateFactor: Double?
    var submittedAt: String?
    var submissionHref: String?

    init(_ score: ProblemScore) {
      problemId = score.problem.rawValue
      points = score.points
      attempts = score.attempts
      pending = score.pending
      solvedAt = score.solvedAt?.description
      verdict = score.counted?.verdict
      lateFactor = score.counted?.lateFactor
      submittedAt = score.counted?.submittedAt.description
      submissionHref = score.counted.map { "/api/v1/submissions/\($0.submission)" }
    }
  }

  var time: String
  var columns: [Column]
  var maxTotal: Double
  var rows: [Row]

  init(_ gradebook: Gradebook, at time: Timestamp) {
    self.time = time.description
    columns = gradebook.columns.map { Column(id: $0.id, name: $0.name, maxPoints: $0.points) }
    maxTotal = gradebook.columns.reduce(0) { $0 + $1.points }
    rows = gradebook.rows.map { row in
      Row(
        account: row.member.account.name, name: row.member.name, points: row.points,
        total: row.total,
        problems: row.problems.isEmpty ? nil : row.problems.map(Problem.init))
    }
  }
}
