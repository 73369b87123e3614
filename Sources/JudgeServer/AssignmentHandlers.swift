import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/classrooms/{classroom}/assignments`; students see those that have opened.
  func listAssignments(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (classroom, role) = try await classroom(of: request, for: viewer, as: .member)
    let time = now()
    let account = try viewer.signedIn
    var views: [AssignmentView] = []
    for assignment in try await database.assignments(of: classroom)
    where role == .staff || assignment.times.opens <= time {
      let extended =
        role == .staff ? nil : try await database.extensions(of: assignment)[account.id]
      views.append(AssignmentView(assignment, in: classroom, extended: extended, now: time))
    }
    return .encoding(AssignmentListView(assignments: views))
  }

  /// `POST /api/v1/classrooms/{classroom}/assignments`
  func createAssignment(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let classroom = try await runningClassroom(of: request, for: viewer)
    let content = try AssignmentDocument(request, for: classroom).content(catalog)
    return try await refusing {
      let assignment = try await database.addAssignment(
        content, to: classroom, by: viewer.account, now: now())
      events.publish(.membersChanged(classroom.id))
      return .encoding(
        AssignmentView(assignment, in: classroom, extended: nil, now: now()), status: 201,
        fields: [("Location", "/api/v1/assignments/\(assignment.id)")])
    }
  }

  /// `GET /api/v1/assignments/{assignment}`: with a student's own times, attempts and scores.
  func showAssignment(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let place = try await assignment(of: request, for: viewer, as: .member)
    let extensions = try await database.extensions(of: place.assignment)
    if place.role == .staff { return try await staffView(of: place, extensions) }
    let account = try viewer.signedIn
    let extended = extensions[account.id]
    let time = now()
    let scoring = AssignmentScoring(place.assignment, extensions: extensions)
    let log = try await database.attempts(at: place.assignment, by: account)
    var view = AssignmentView(
      place.assignment, in: place.classroom, extended: extended, now: time)
    view.show(
      scoring.scores(log)[account.id] ?? scoring.nothing,
      place.assignment.feedback.detail(
        at: time, times: place.assignment.times.extended(by: extended)))
    return .encoding(view)
  }

  private func staffView(
    of place: AssignmentPlace, _ extensions: [Int64: Extension]
  ) async throws -> Response {
    var view = AssignmentView(place.assignment, in: place.classroom, extended: nil, now: now())
    let members = try await database.members(of: place.classroom)
    let clock = ClassroomClock(place.classroom)
    view.extensions = members.compactMap { member in
      extensions[member.account.id].map {
        AssignmentView.ExtensionView($0, account: member.account.name, clock)
      }
    }
    return .encoding(view)
  }

  /// `GET /api/v1/assignments/{assignment}/problems/{id}`: the problem as the viewer was given it,
  /// or, for staff with `?account=ada`, as a member was.
  func showAssignedProblem(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["account"])
    let place = try await assignment(of: request, for: viewer, as: .member)
    let package = try package(request)
    guard place.assignment[package.problem.id] != nil else { throw HTTPError.notAssigned }
    var account = try viewer.signedIn
    if let name = try request.query("account"), name != account.name {
      guard place.role == .staff else { throw HTTPError.staffOnly }
      account = try await refusing {
        try await database.member(name, of: place.classroom).account
      }
    }
    let variant = try await variant(of: package, for: account)
    guard let given = package.variant(variant) else {
      throw HTTPError.unknownProblem(package.problem.id.rawValue)
    }
    return .encoding(ProblemView(given.problem, in: place.assignment, variant: variant))
  }

  /// `PATCH /api/v1/assignments/{assignment}`: what the body does not name stays as it is.
  func changeAssignment(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let place = try await runningAssignment(of: request, for: viewer)
    let content = try AssignmentDocument(request, for: place.classroom)
      .changing(AssignmentContent(place.assignment), catalog)
    return try await refusing {
      guard
        let assignment = try await database.replace(
          place.assignment, with: content, in: place.classroom, by: viewer.account, now: now())
      else { throw HTTPError.unknownAssignment(place.assignment.id.rawValue) }
      return .encoding(
        AssignmentView(assignment, in: place.classroom, extended: nil, now: now()))
    }
  }

  /// `DELETE /api/v1/assignments/{assignment}`: what was submitted to it stays in the log.
  func removeAssignment(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let place = try await runningAssignment(of: request, for: viewer)
    guard
      try await database.remove(
        place.assignment, from: place.classroom, by: viewer.account, now: now())
    else { throw HTTPError.unknownAssignment(place.assignment.id.rawValue) }
    return Response(204)
  }

  /// `PUT /api/v1/assignments/{assignment}/extensions/{account}
  /// {"due_at": "2026-09-10T08:00", "more_attempts": 2, "reason": "ill"}`
  func grantExtension(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let place = try await runningAssignment(of: request, for: viewer)
    let clock = ClassroomClock(place.classroom)
    let document = try JSONDocument(
      request, known: ["due_at", "closes_at", "more_attempts", "reason"])
    let extended = Extension(
      due: try document.time("due_at", on: clock),
      closes: try document.time("closes_at", on: clock),
      moreAttempts: try document.integer("more_attempts", in: 0...ServerLimits.attemptLimit) ?? 0,
      reason: try document.string("reason", length: 0...ServerLimits.extensionReason))
    guard place.assignment.times.extended(by: extended).isOrdered else {
      throw HTTPError(
        422, code: "wrong_times",
        "An assignment opens before it is due, and closes when it is due or later.")
    }
    return try await refusing {
      let member = try await database.member(
        request.parameter("account") ?? "", of: place.classroom)
      _ = try await database.setExtension(
        extended, of: member.account, for: place.assignment, in: place.classroom,
        by: viewer.account, now: now())
      return .encoding(
        AssignmentView.ExtensionView(extended, account: member.account.name, clock))
    }
  }

  /// `DELETE /api/v1/assignments/{assignment}/extensions/{account}`
  func removeExtension(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let place = try await runningAssignment(of: request, for: viewer)
    return try await refusing {
      let member = try await database.member(
        request.parameter("account") ?? "", of: place.classroom)
      let removed = try await database.setExtension(
        nil, of: member.account, for: place.assignment, in: place.classroom,
        by: viewer.account, now: now())
      guard removed else {
        throw HTTPError(
          404, code: "no_extension", "This student has no extension; PUT one here to grant it.")
      }
      return Response(204)
    }
  }

  /// The assignment of the path for its staff, when it can be changed.
  private func runningAssignment(
    of request: Request, for viewer: Viewer
  ) async throws -> AssignmentPlace {
    let place = try await assignment(of: request, for: viewer, as: .staff)
    guard place.classroom.archivedAt == nil else { throw HTTPError.archived }
    return place
  }
}
