import Domain
import HTTP
import Packages
import Storage

/// An assignment, and who asks for it.
struct AssignmentPlace: Sendable {
  var assignment: Assignment
  var classroom: Classroom
  var role: ClassroomRole
}

extension API {
  /// The assignment `{assignment}` of the path, for those who may. To strangers, and to students
  /// before it opens, it does not exist; to a member who asks for what is its staff's, 403.
  func assignment(
    of request: Request, for viewer: Viewer, as needed: ClassroomRole
  ) async throws -> AssignmentPlace {
    let name = request.parameter("assignment") ?? ""
    let place = try await assignment(named: name, for: viewer)
    guard place.role >= needed else { throw HTTPError.staffOnly }
    return place
  }

  func assignment(named name: String, for viewer: Viewer) async throws -> AssignmentPlace {
    let account = try viewer.signedIn
    guard let id = AssignmentID(name), let assignment = try await database.assignment(id),
      let (classroom, membership) = try await database.classroom(
        number: assignment.classroom, for: account),
      let role = ClassroomRole(account, membership),
      role == .staff || assignment.times.opens <= now()
    else { throw HTTPError.unknownAssignment(name) }
    return AssignmentPlace(assignment: assignment, classroom: classroom, role: role)
  }

  /// The assignment that a submission to `problem` names, when it may be made. Staff try things out
  /// whenever they like, and are not counted.
  func entry(
    named name: String?, for problem: ProblemID, by viewer: Viewer
  ) async throws -> AssignmentEntry? {
    guard let name else {
      try await refusePracticing(problem, viewer)
      try await refuseLocked(problem, viewer)
      return nil
    }
    let place = try await assignment(named: name, for: viewer)
    guard let assigned = place.assignment[problem] else { throw HTTPError.notAssigned }
    guard place.classroom.archivedAt == nil else { throw HTTPError.archived }
    guard place.role == .member else { return AssignmentEntry(place.assignment, attemptLimit: nil) }
    let extended = try await database.extensions(of: place.assignment)[viewer.signedIn.id]
    let times = place.assignment.times.extended(by: extended)
    guard now() <= times.closes else {
      throw HTTPError.closed(
        place.assignment, at: ClassroomClock(place.classroom).local(times.closes))
    }
    return AssignmentEntry(
      place.assignment,
      attemptLimit: assigned.attemptLimit.map { $0 + (extended?.moreAttempts ?? 0) })
  }

  /// While an assignment with the problem is open to a student, what it limits and hides would
  /// mean nothing beside submissions that neither count nor hide anything.
  private func refusePracticing(_ problem: ProblemID, _ viewer: Viewer) async throws {
    guard let account = viewer.account else {
      // The student may have left the token out.
      guard try await !database.isAssigned(problem, at: now()) else {
        throw HTTPError.assignedToGuest
      }
      return
    }
    if let open = try await database.openAssignment(of: problem, for: account, at: now()) {
      throw HTTPError.assigned(open)
    }
  }

  /// The variant of a problem that the account is given in assignments; nil: the problem as it is.
  func variant(of package: ProblemPackage, for account: Account) async throws -> String? {
    try await database.variant(
      of: package.problem.id, among: package.variants.keys, for: account)
  }

  /// How much of a submission's judgement is shown to who asks.
  func detail(of submission: Submission, for viewer: Viewer) async throws -> FeedbackDetail {
    guard let id = submission.assignment else { return .all }
    var policies: [AssignmentID: AssignmentFeedback] = [:]
    return try await detail(of: submission, in: id, for: viewer, &policies)
  }

  /// The same for a page of them, each assignment read once.
  func details(of submissions: [Submission], for viewer: Viewer) async throws -> [FeedbackDetail] {
    var policies: [AssignmentID: AssignmentFeedback] = [:]
    var details: [FeedbackDetail] = []
    for submission in submissions {
      if let id = submission.assignment {
        details.append(try await detail(of: submission, in: id, for: viewer, &policies))
      } else {
        details.append(.all)
      }
    }
    return details
  }

  private func detail(
    of submission: Submission, in id: AssignmentID, for viewer: Viewer,
    _ policies: inout [AssignmentID: AssignmentFeedback]
  ) async throws -> FeedbackDetail {
    if policies[id] == nil { policies[id] = try await feedback(of: id, for: viewer) }
    return policies[id]?.detail(for: submission.account, at: now()) ?? .all
  }

  func feedback(
    of id: AssignmentID, for viewer: Viewer
  ) async throws -> AssignmentFeedback {
    // A removed assignment hides nothing any more.
    guard let assignment = try await database.assignment(id) else {
      return AssignmentFeedback(assignment: nil, extensions: [:])
    }
    if let account = viewer.account,
      let (_, membership) = try await database.classroom(
        number: assignment.classroom, for: account),
      ClassroomRole(account, membership) == .staff
    {
      return AssignmentFeedback(assignment: nil, extensions: [:])
    }
    return AssignmentFeedback(
      assignment: assignment, extensions: try await database.extensions(of: assignment))
  }
}

/// What is shown of an assignment's submissions to somebody.
struct AssignmentFeedback {
  /// nil: everything.
  var assignment: Assignment?
  var extensions: [Int64: Extension]

  func detail(for account: Account?, at now: Timestamp) -> FeedbackDetail {
    guard let assignment else { return .all }
    let extended = account.flatMap { extensions[$0.id] }
    return assignment.feedback.detail(at: now, times: assignment.times.extended(by: extended))
  }
}
