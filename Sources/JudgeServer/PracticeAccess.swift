import Domain
import HTTP
import Storage

/// Practice, what somebody may know of it, and which problems are open for it.
extension API {
  /// Each account's progress and goal, and, for the staff of a classroom, its students'.
  var practiceRoutes: [Route] {
    let me = "/api/v1/me"
    return [
      Route(.get, me + "/progress", .account, showProgress),
      Route(.put, me + "/goal", .account, bodyLimit: ServerLimits.classroomBody, setGoal),
      Route(.delete, me + "/goal", .account, removeGoal),
      Route(.get, "/api/v1/classrooms/{classroom}/progress", .account, listProgress),
    ]
  }

  /// Problems that can be solved on this machine.
  var track: PracticeTrack {
    PracticeTrack(
      catalog.problems.map(\.problem).filter { problem in
        service.runtimes.contains { problem.runtimes?.contains($0.id) ?? true }
      })
  }

  /// In which order the sets open to the account. Who is in several classrooms has the freest of
  /// them, and who teaches anywhere is free.
  func practiceOrder(of account: Account) async throws -> PracticeOrder {
    guard account.role == .student else { return .free }
    let running = try await database.classrooms(of: account)
      .filter { $0.classroom.archivedAt == nil }
    let isOrdered =
      !running.isEmpty
      && running.allSatisfy {
        $0.membership?.role == .student && $0.classroom.practice == .ordered
      }
    return isOrdered ? .ordered : .free
  }

  /// Refuses practice at a problem whose set is not open yet to the account. Guests have no way
  /// through the track that could be followed.
  func refuseLocked(_ problem: ProblemID, _ viewer: Viewer) async throws {
    guard let account = viewer.account, catalog[problem]?.problem.set != ProblemSet.allCases.first,
      try await practiceOrder(of: account) == .ordered
    else { return }
    let log = try await known(
      to: viewer, of: database.practiceLog(of: account, withRuns: false), by: account)
    let obstacles = TrackProgress(log: log, track: track, order: .ordered).obstacles(to: problem)
    guard obstacles.isEmpty else { throw HTTPError.locked(behind: obstacles) }
  }

  /// The log of an account as `viewer` may know it: no verdict that an assignment's feedback policy
  /// holds back, and no hidden case that it does not show.
  func known(
    to viewer: Viewer, of log: [PracticeAttempt], by account: Account
  ) async throws -> [PracticeAttempt] {
    var policies: [AssignmentID: AssignmentFeedback] = [:]
    for case let id? in Set(log.map(\.assignment)) {
      policies[id] = try await feedback(of: id, for: viewer)
    }
    let time = now()
    return log.map { attempt in
      guard let policy = attempt.assignment.flatMap({ policies[$0] }) else { return attempt }
      return attempt.limited(to: policy.detail(for: account, at: time))
    }
  }

  /// Whether the account has solved the problem, as far as it may know.
  func hasSolved(_ problem: ProblemID, _ account: Account) async throws -> Bool {
    let viewer = Viewer(account: account, address: "")
    let log = try await database.practiceLog(of: account, at: problem, withRuns: false)
    return try await known(to: viewer, of: log.filter(\.isAccepted), by: account)
      .contains(where: \.isAccepted)
  }
}

extension HTTPError {
  static func locked(behind problems: [Problem]) -> HTTPError {
    let names = problems.prefix(5).map(\.id.rawValue).joined(separator: ", ")
    let more = problems.count > 5 ? " and \(problems.count - 5) more" : ""
    return HTTPError(
      403, code: "problem_locked",
      "Your classroom practices one set after the other: first solve \(names)\(more). "
        + "GET /api/v1/me/progress shows the way.")
  }
}
