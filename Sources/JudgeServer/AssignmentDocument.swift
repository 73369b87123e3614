import Domain
import HTTP
import Packages
import Storage

/// An assignment as a teacher writes it. Times are RFC 3339 or local to the classroom.
///
/// ```
/// {"name": "Week 1", "opens_at": "2026-09-01T08:00", "due_at": "2026-09-08T08:00",
///  "problems": [{"problem_id": "async-solver", "points": 10, "attempt_limit": 5}],
///  "closes_at": "2026-09-10T08:00", "late_policy": {"per_day": 0.1}, "feedback": "samples"}
/// ```
package struct AssignmentDocument {
  private let document: JSONDocument
  private let clock: ClassroomClock

  private static let keys = [
    "name", "opens_at", "due_at", "closes_at", "late_policy", "feedback", "ranking", "problems",
  ]

  init(_ request: Request, for classroom: Classroom) throws(HTTPError) {
    document = try JSONDocument(request, known: Self.keys)
    clock = ClassroomClock(classroom)
  }

  /// For the command line.
  package init(_ bytes: [UInt8], of what: String, for classroom: Classroom) throws(HTTPError) {
    document = try JSONDocument(bytes: bytes, of: what, known: Self.keys)
    clock = ClassroomClock(classroom)
  }

  /// A new one. It closes when it is due unless it says otherwise.
  package func content(_ catalog: ProblemCatalog) throws(HTTPError) -> AssignmentContent {
    guard let name = try document.string("name") else { return try document.missing("name") }
    guard let opens = try document.time("opens_at", on: clock) else {
      return try document.missing("opens_at")
    }
    guard let due = try document.time("due_at", on: clock) else {
      return try document.missing("due_at")
    }
    guard let problems = try problems(catalog) else { return try document.missing("problems") }
    return try changing(
      AssignmentContent(
        name: name, times: AssignmentTimes(opens: opens, due: due, closes: due),
        latePolicy: .none, feedback: .firstFailure, ranking: .score, problems: problems),
      catalog)
  }

  /// `content` with what the document names in place of what it has.
  func changing(
    _ content: AssignmentContent, _ catalog: ProblemCatalog
  ) throws(HTTPError) -> AssignmentContent {
    var content = content
    if let name = try document.string("name") { content.name = name }
    if let time = try document.time("opens_at", on: clock) { content.times.opens = time }
    if let time = try document.time("due_at", on: clock) {
      // One that closes when it is due goes on doing so.
      if content.times.closes == content.times.due { content.times.closes = time }
      content.times.due = time
    }
    if let time = try document.time("closes_at", on: clock) { content.times.closes = time }
    guard content.times.isOrdered else {
      throw HTTPError(
        422, code: "wrong_times",
        "An assignment opens before it is due, and closes when it is due or later.")
    }
    if let policy = document.value("late_policy") {
      do throws(LatePolicy.Fault) {
        content.latePolicy = try LatePolicy(policy)
      } catch {
        throw HTTPError(422, code: "wrong_value", "late_policy \(error.description).")
      }
    }
    if let feedback = try document.choice("feedback", of: FeedbackPolicy.self) {
      content.feedback = feedback
    }
    if let ranking = try document.choice("ranking", of: AssignmentRanking.self) {
      content.ranking = ranking
    }
    if let problems = try problems(catalog) { content.problems = problems }
    return content
  }

  private func problems(_ catalog: ProblemCatalog) throws(HTTPError) -> [AssignedProblem]? {
    guard
      let entries = try document.objects(
        "problems", count: 1...ServerLimits.assignmentProblems,
        known: ["problem_id", "points", "attempt_limit"])
    else { return nil }
    var problems: [AssignedProblem] = []
    for entry in entries {
      guard let name = try entry.string("problem_id") else {
        return try entry.missing("problem_id")
      }
      guard let id = ProblemID(name), let package = catalog[id] else {
        throw HTTPError(
          422, code: "unknown_problem",
          "There is no problem \"\(name)\" here; GET /api/v1/problems lists those that there are.")
      }
      guard !problems.contains(where: { $0.problem == id }) else {
        throw entry.wrong("problem_id", "another problem than those before it")
      }
      problems.append(
        AssignedProblem(
          problem: id,
          points: try entry.number("points", in: 0...ServerLimits.points)
            ?? package.problem.maxScore,
          attemptLimit: try entry.integer("attempt_limit", in: 1...ServerLimits.attemptLimit)))
    }
    return problems
  }
}

extension JSONDocument {
  /// RFC 3339 with an offset, or a local time of the clock.
  func time(_ key: String, on clock: ClassroomClock) throws(HTTPError) -> Timestamp? {
    guard let text = try string(key) else { return nil }
    guard let time = clock.time(text) else {
      throw wrong(
        key,
        "a time as 2026-09-01T08:00 on the classroom's clock, or 2026-09-01T08:00:00+02:00")
    }
    return time
  }
}
