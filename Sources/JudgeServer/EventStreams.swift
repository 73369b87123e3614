import Domain
import HTTP
import Judging
import Storage

/// Server-sent events: what happens, for those who may know it. Ids only grow; a client that comes
/// back with `Last-Event-ID` gets what it missed, or a `resync` when that is no longer known, or was
/// too much: it then reads the resource itself again.
extension API {
  /// `GET /api/v1/events?classroom=`: of one's own submissions; an admin's, of all; a classroom's
  /// staff's, of those of its students.
  func followEvents(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["classroom"])
    let account = try viewer.signedIn
    guard let name = try request.query("classroom") else {
      return try stream(request) { event in
        guard let subject = event.subject,
          account.role == .admin || subject.account?.id == account.id
        else { return nil }
        return EventView(event, subject, isStaff: account.role == .admin).map(Telling.tell)
      }
    }
    guard let id = ClassroomID(name),
      let (classroom, membership) = try await database.classroom(id, for: account),
      let role = ClassroomRole(account, membership)
    else { throw HTTPError.unknownClassroom(name) }
    return try await stream(classroom, as: role, of: account, request)
  }

  /// The events of a classroom, as `GET /api/v1/classrooms/{classroom}` streams them too: staff hear
  /// of every student, students of themselves, and that the leaderboard changed.
  func stream(
    _ classroom: Classroom, as role: ClassroomRole, of account: Account, _ request: Request
  ) async throws -> Response {
    // Who joins from here on is in the events.
    let mark = events.lastID
    let students = try await database.memberAccounts(of: classroom.id)
    // What they submit to another classroom is not for this one.
    let assignments = Set(try await database.assignments(of: classroom).map(\.id))
    return try stream(request, since: mark) { event in
      // Who may hear what is to be asked again: the client connects anew.
      if event.event == .membersChanged(classroom.id) {
        return .last(EventView(event, named: "members"))
      }
      guard let subject = event.subject, let owner = subject.account?.id,
        subject.assignment.map(assignments.contains) ?? true
      else { return nil }
      if role == .staff {
        guard students.contains(owner) else { return nil }
        return EventView(event, subject, isStaff: true).map(Telling.tell)
      }
      if owner == account.id {
        return EventView(event, subject, isStaff: false).map(Telling.tell)
      }
      guard students.contains(owner), event.changesStandings else { return nil }
      return .tell(EventView(event, named: "leaderboard"))
    }
  }

  /// That a board over `problems` changed: time to read it again.
  func streamBoard(_ request: Request, over problems: Set<ProblemID>) throws -> Response {
    try stream(request) { event in
      guard let subject = event.subject, subject.account != nil, event.changesStandings,
        problems.contains(subject.problem)
      else { return nil }
      return .tell(EventView(event, named: "leaderboard"))
    }
  }

  /// A submission from now until its verdict; first the submission as it is.
  func stream(
    _ id: SubmissionID, seenAs access: SubmissionAccess, by viewer: Viewer, _ request: Request
  ) async throws -> Response {
    let subscription = EventSubscription()
    follow(request, into: subscription) { event in
      guard event.event.submission == id, let subject = event.subject,
        let view = EventView(event, subject, isStaff: access == .staff)
      else { return nil }
      if case .judgementFinished = event.event { return .last(view) }
      return .tell(view)
    }
    // Read after the hub was asked: a verdict in between is not missed.
    guard let submission = try await database.submission(id) else {
      subscription.finish()
      throw HTTPError.unknownSubmission(id.rawValue)
    }
    let view = SubmissionView(
      submission, for: access, detail: try await detail(of: submission, for: viewer))
    if case .bytes(let bytes) = Response.encoding(view).body {
      subscription.send(
        StreamEvent(name: "submission", data: String(decoding: bytes, as: UTF8.self)))
    }
    if submission.state == .done { subscription.finish() }
    return .events(subscription)
  }

  // MARK: streams

  /// What a stream does with an event; nil: nothing.
  private enum Telling: Sendable {
    case tell(EventView)
    case last(EventView)
  }

  private func stream(
    _ request: Request, since mark: Int64? = nil,
    _ choose: @escaping @Sendable (NumberedEvent) -> Telling?
  ) throws -> Response {
    let subscription = EventSubscription()
    follow(request, since: mark, into: subscription, choose)
    return .events(subscription)
  }

  private func follow(
    _ request: Request, since mark: Int64? = nil, into subscription: EventSubscription,
    _ choose: @escaping @Sendable (NumberedEvent) -> Telling?
  ) {
    let last = request[header: "last-event-id"].flatMap(Int64.init)
    let following = events.follow(
      after: last ?? mark,
      hear: { event in
        switch choose(event) {
        case nil: break
        case .tell(let view): subscription.send(view.streamed)
        case .last(let view):
          subscription.send(view.streamed)
          subscription.finish()
        }
      }, end: { subscription.finish() })
    guard let following else { return subscription.finish() }
    if following.isBehind { subscription.send(.resync) }
    // Not from within the hub: `finish` may be called by an event.
    subscription.onEnd { [events] in Task { events.leave(following) } }
  }
}

extension NumberedEvent {
  fileprivate var changesStandings: Bool {
    switch event {
    case .submissionQueued, .judgementFinished: true
    case .runFinished, .membersChanged: false
    }
  }
}

extension Request {
  /// Whether the client asks for events: `Accept: text/event-stream`.
  var wantsEvents: Bool {
    self[header: "accept"].map { value in
      value.split(separator: ",").contains { part in
        part.prefix { $0 != ";" }.trimmingSpaces.lowercased() == "text/event-stream"
      }
    } ?? false
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
