import Domain
import HTTP

/// An event as a client reads it: a name, an id, and JSON. Of a submission to an assignment neither
/// runs nor verdict are told: what of them its owner may know yet, the submission itself says.
struct EventView: Sendable {
  private var id: Int64
  private var name: String
  private var members: [String: JSONValue] = [:]

  /// `isStaff`: with whose submission it is. nil: it is not told, as which hidden cases are run, and
  /// when each ends, says what became of those before.
  init?(_ event: NumberedEvent, _ subject: EventSubject, isStaff: Bool) {
    id = event.id
    let tellsVerdict = isStaff || subject.assignment == nil
    switch event.event {
    case .submissionQueued: name = "queued"
    case .runFinished(_, let ordinal, let verdict):
      guard tellsVerdict else { return nil }
      name = "run"
      members["ordinal"] = .integer(ordinal)
      members["verdict"] = .string(verdict.rawValue)
    case .judgementFinished(_, _, let verdict):
      name = "judgement"
      if tellsVerdict { members["verdict"] = .string(verdict.rawValue) }
    case .membersChanged: name = "members"
    }
    members["problem_id"] = .string(subject.problem.rawValue)
    if let submission = event.event.submission {
      members["submission_id"] = .string(submission.rawValue)
      members["href"] = .string("/api/v1/submissions/\(submission)")
    }
    if let assignment = subject.assignment {
      members["assignment_id"] = .string(assignment.rawValue)
    }
    if isStaff, let account = subject.account { members["account"] = .string(account.name) }
  }

  /// Only that something happened: a leaderboard is not what it was.
  init(_ event: NumberedEvent, named name: String) {
    id = event.id
    self.name = name
  }

  var streamed: StreamEvent {
    StreamEvent(id: String(id), name: name, data: JSONValue.object(members).json)
  }
}
