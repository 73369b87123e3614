import Domain
import HTTP
import Storage

extension HTTPError {
  /// What the storage refuses of classrooms, as a client's error; nil for every other error.
  init?(_ error: StorageError) {
    guard case .classroom(let fault) = error else { return nil }
    let (status, code): (Status, String) =
      switch fault {
      case .attemptsUsedUp: (409, "attempts_used_up")
      case .tooMany: (409, "too_many")
      case .unknownAccount: (404, "unknown_account")
      case .unknownMember: (404, "unknown_member")
      case .alreadyMember: (409, "already_member")
      case .teachesHere: (409, "teaches_here")
      case .lastTeacher: (409, "last_teacher")
      case .foreignAccount: (403, "foreign_account")
      case .invalidName: (422, "invalid_name")
      case .threadClosed: (409, "thread_closed")
      case .tooManyPosts: (429, "too_many_posts")
      }
    self.init(status, code: code, fault.description)
    if case .tooManyPosts(let wait) = fault {
      fields = [("Retry-After", "\(wait.components.seconds + 1)")]
    }
  }

  static let archived = HTTPError(
    409, code: "classroom_archived",
    "This classroom is archived and does not change any more; its teachers can bring it back with "
      + "PATCH {\"archived\": false}.")

  static let wrongJoinCode = HTTPError(
    404, code: "wrong_join_code",
    "This code opens no classroom; type it again as your teacher shows it, or ask for a new one.")

  static func tooManyCodes(retryAfter seconds: Int64) -> HTTPError {
    HTTPError(
      429, code: "too_many_codes", "Too many wrong join codes; try again in \(seconds) seconds.",
      fields: [("Retry-After", "\(seconds)")])
  }

  static func faultyRoster(_ faults: [Roster.Fault]) -> HTTPError {
    let first = faults.prefix(3).map { "line \($0.line) \($0.description)" }
    return HTTPError(
      422, code: "faulty_roster",
      "Nothing was imported: " + first.joined(separator: "; ")
        + (faults.count > 3 ? "; and \(faults.count - 3) more" : "")
        + ". ?dry_run=true lists every line that is at fault.")
  }

  static func unknownAssignment(_ id: String) -> HTTPError {
    HTTPError(
      404, code: "unknown_assignment",
      "There is no assignment \"\(id)\" for you; GET /api/v1/classrooms/ID/assignments lists them.")
  }

  static let notAssigned = HTTPError(
    404, code: "not_assigned",
    "This problem is not in that assignment; leave ?assignment= out to practice.")

  static func closed(_ assignment: Assignment, at time: String) -> HTTPError {
    HTTPError(
      403, code: "assignment_closed",
      "\"\(assignment.name)\" closed at \(time); ask your teacher for an extension, or leave "
        + "?assignment= out to practice.")
  }

  static let assignedToGuest = HTTPError(
    401, code: "assigned_to_a_class",
    "A class works on this problem in an assignment that is open, so guests cannot submit to it: "
      + "send your token as \"Authorization: Bearer TOKEN\", or come back when that has closed.",
    fields: [("WWW-Authenticate", "Bearer realm=\"asyncjudge\"")])

  static func assigned(_ assignment: Assignment) -> HTTPError {
    HTTPError(
      409, code: "assigned",
      "This problem is in your assignment \"\(assignment.name)\", which is open; submit to it with "
        + "?assignment=\(assignment.id). It is free for practice again when that has closed.")
  }
}

/// Storage refusals within `work` as client errors.
func refusing<Value>(_ work: () async throws -> Value) async throws -> Value {
  do {
    return try await work()
  } catch let error as StorageError {
    throw HTTPError(error) ?? error as any Error
  }
}
