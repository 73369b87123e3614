import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/me/progress?classroom=ID`: by the clock and the goal of that classroom; without it,
  /// of the one that was joined last as a student; in UTC and with three problems a week for those
  /// who are in none.
  func showProgress(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["classroom"])
    let account = try viewer.signedIn
    let joined = try await database.classrooms(of: account)
    let classroom: Classroom?
    if let name = try request.query("classroom") {
      guard let named = joined.first(where: { $0.classroom.id.rawValue == name }) else {
        throw HTTPError.unknownClassroom(name)
      }
      classroom = named.classroom
    } else {
      classroom =
        joined.filter { $0.membership?.role == .student && $0.classroom.archivedAt == nil }
        .max {
          $0.membership?.joinedAt.microseconds ?? 0 < $1.membership?.joinedAt.microseconds ?? 0
        }?
        .classroom
    }
    let log = try await known(
      to: viewer, of: database.practiceLog(of: account), by: account)
    return .encoding(try await progress(of: account, log: log, in: classroom))
  }

  /// `GET /api/v1/classrooms/{classroom}/progress`: its students, for its staff;
  /// `?account=ada`: one of them in full.
  func listProgress(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["account"])
    let (classroom, _) = try await classroom(of: request, for: viewer, as: .staff)
    let logs = try await database.practiceLog(of: classroom)
    if let name = try request.query("account") {
      let member = try await refusing { try await database.member(name, of: classroom) }
      return .encoding(
        try await progress(
          of: member.account, log: logs[member.account.id] ?? [], in: classroom))
    }
    let goals = try await database.weeklyGoals(of: classroom)
    let track = track
    let time = now()
    let clock = ClassroomClock(classroom)
    let rows = try await database.members(of: classroom).filter { $0.role == .student }
      .map { member in
        let log = logs[member.account.id] ?? []
        return StudentProgressView(
          member,
          PracticeProgress(
            log: log, track: track, goal: goals[member.account.id] ?? classroom.weeklyGoal,
            now: time, offset: clock.offset), log)
      }
    return .encoding(
      ClassroomProgressView(
        time: time.description, classroomId: classroom.id.rawValue,
        week: Week(of: time, offset: clock.offset).description, students: rows))
  }

  /// `PUT /api/v1/me/goal {"weekly": 5}`: in place of the goal of every classroom that one is in.
  func setGoal(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let document = try JSONDocument(request, known: ["weekly"])
    let goal =
      try document.integer("weekly", in: StorageLimits.weeklyGoal) ?? document.missing("weekly")
    try await database.setWeeklyGoal(goal, of: viewer.signedIn)
    return .encoding(GoalView(weekly: goal, isOwn: true))
  }

  /// `DELETE /api/v1/me/goal`: back to the classroom's.
  func removeGoal(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    try await database.setWeeklyGoal(nil, of: viewer.signedIn)
    return Response(204)
  }

  private func progress(
    of account: Account, log: [PracticeAttempt], in classroom: Classroom?
  ) async throws -> ProgressView {
    let own = try await database.weeklyGoal(of: account)
    let order = try await practiceOrder(of: account)
    let clock = classroom.map { ClassroomClock($0) }
    let time = now()
    let progress = PracticeProgress(
      log: log, track: track,
      goal: own ?? classroom?.weeklyGoal ?? ServerLimits.weeklyGoal, order: order, now: time,
      offset: { clock?.offset(at: $0) ?? 0 })
    return ProgressView(
      progress, of: account, in: classroom, hasOwnGoal: own != nil, order: order, at: time)
  }
}
