import Domain
import HTTP
import Storage

/// The API's client errors: each with a stable code and what to do next.
extension HTTPError {
  static func unknownProblem(_ id: String) -> HTTPError {
    HTTPError(
      404, code: "unknown_problem",
      "There is no problem \"\(id)\" here; GET /api/v1/problems lists those that there are.")
  }

  static func unknownSubmission(_ id: String) -> HTTPError {
    HTTPError(
      404, code: "unknown_submission",
      "There is no submission \"\(id)\"; use the id or the Location that the POST answered.")
  }

  static let unknownTimeline = HTTPError(
    404, code: "unknown_timeline",
    "There is no timeline of such a run; the submission lists those that there are as "
      + "timeline_href.")

  static let changedProblem = HTTPError(
    409, code: "problem_changed",
    "The problem has changed since this run, so that it cannot be replayed. Rejudge the submission, "
      + "and look at the new run.")

  static let hiddenTimeline = HTTPError(
    403, code: "hidden_timeline", "The timelines of hidden cases are not shown; a sample's are.")

  static let hiddenSource = HTTPError(
    403, code: "hidden_source", "A guest's source is not shown; sign in before you submit.")

  static let invalidToken = HTTPError(
    401, code: "invalid_token",
    "This token is not known here; ask your teacher for a new one (asyncjudge account add NAME), "
      + "or leave the Authorization header out to submit as a guest.",
    fields: [("WWW-Authenticate", "Bearer realm=\"asyncjudge\", error=\"invalid_token\"")])

  static let queueFull = HTTPError(
    503, code: "queue_full",
    "The judge has too many submissions waiting; submit again in a few seconds.",
    fields: [("Retry-After", "\(ServerLimits.retryAfter.components.seconds)")])

  static let invalidCursor = HTTPError.invalidQuery(
    "after", "must be the next_after of the page before")

  static func invalidQuery(_ name: String, _ rule: String) -> HTTPError {
    HTTPError(400, code: "invalid_query", "The query parameter \"\(name)\" \(rule).")
  }
}

extension Request {
  /// Refuses query parameters that would otherwise be ignored in silence.
  func allowQuery(_ names: Set<String>) throws(HTTPError) {
    for name in queryNames where !names.contains(name) {
      let known = names.isEmpty ? "takes none" : "takes \(names.sorted().joined(separator: ", "))"
      throw HTTPError(
        400, code: "unknown_query",
        "There is no query parameter \"\(name)\" here; this resource \(known).")
    }
  }

  /// A whole number within `range`; nil when it is not given.
  func query(_ name: String, in range: ClosedRange<Int>) throws(HTTPError) -> Int? {
    guard let text = try query(name) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw .invalidQuery(
        name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// Rows of the page that is asked for with `limit`.
  func pageSize() throws(HTTPError) -> Int {
    try query("limit", in: 1...ServerLimits.largestPage) ?? ServerLimits.defaultPage
  }

  /// nil when it is not given.
  func problemSet() throws(HTTPError) -> ProblemSet? {
    guard let text = try query("set") else { return nil }
    guard let set = ProblemSet(rawValue: text) else {
      throw .invalidQuery("set", "must be easy, medium or hard")
    }
    return set
  }
}
