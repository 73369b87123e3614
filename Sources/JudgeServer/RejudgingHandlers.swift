import Domain
import HTTP
import Storage

extension API {
  /// `POST /api/v1/rejudgings`: queues what is named, changes nothing yet.
  func startRejudging(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let account = try viewer.signedIn
    let document = try JSONDocument(
      request,
      known: ["reason", "classroom", "submissions", "problem", "assignment", "account", "verdict"])
    let filter = RejudgingFilter(
      submissions: try document.strings("submissions", count: 1...ServerLimits.namedSubmissions),
      problem: try document.string("problem"), assignment: try document.string("assignment"),
      account: try document.string("account"),
      verdict: try document.choice("verdict", of: Verdict.self))
    guard !filter.isEmpty else { throw HTTPError.emptyRejudging }
    let reason =
      try document.string("reason", length: 1...ServerLimits.reason) ?? document.missing("reason")
    var classroom: Classroom?
    if let name = try document.string("classroom") {
      classroom = try await staffedClassroom(name, by: account)
    } else if account.role != .admin {
      throw HTTPError.rejudgingNeedsClassroom
    }
    do {
      let rejudging = try await database.startRejudging(
        NewRejudging(
          account: account, classroom: classroom, reason: reason, filter: filter, createdAt: now()))
      worker.wake()
      return .encoding(
        RejudgingView(rejudging), status: 201,
        fields: [("Location", "/api/v1/rejudgings/\(rejudging.id)")])
    } catch {
      throw HTTPError.rejudging(error) ?? error
    }
  }

  /// `GET /api/v1/rejudgings?classroom=`: newest first.
  func listRejudgings(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["classroom"])
    let account = try viewer.signedIn
    var classroom: ClassroomID?
    if let name = try request.query("classroom") {
      classroom = try await staffedClassroom(name, by: account).id
    } else if account.role != .admin {
      throw HTTPError.rejudgingNeedsClassroom
    }
    let rejudgings = try await database.rejudgings(of: classroom)
    return .encoding(RejudgingListView(rejudgings: rejudgings.map { RejudgingView($0) }))
  }

  /// `GET /api/v1/rejudgings/{rejudging}`: what would change, in verdicts and in ranks.
  func showRejudging(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let rejudging = try await rejudging(of: request, for: viewer)
    let submissions = try await database.submissions(of: rejudging)
    var view = RejudgingView(rejudging)
    view.changes = submissions.filter(\.isChange).map(RejudgingView.Change.init)
    view.failures = submissions.count { $0.after?.verdict == .judgeError }
    if rejudging.state == .ready { view.ranks = try await ranks(after: rejudging, submissions) }
    return .encoding(view)
  }

  /// `POST /api/v1/rejudgings/{rejudging}/apply`
  func applyRejudging(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let staff = try viewer.signedIn
    let rejudging = try await rejudging(of: request, for: viewer)
    do {
      let changes = try await database.apply(
        rejudging, by: staff, now: now())
      for change in changes {
        guard let verdict = change.after?.verdict else { continue }
        events.publish(
          .judgementFinished(change.submission, problem: change.problem, verdict: verdict),
          about: EventSubject(
            problem: change.problem, account: change.account, assignment: change.assignment))
      }
    } catch {
      throw HTTPError.rejudging(error) ?? error
    }
    return .encoding(RejudgingView(try await self.rejudging(of: request, for: viewer)))
  }

  /// `POST /api/v1/rejudgings/{rejudging}/discard`
  func discardRejudging(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let staff = try viewer.signedIn
    let rejudging = try await rejudging(of: request, for: viewer)
    do {
      try await database.discard(rejudging, by: staff, now: now())
    } catch {
      throw HTTPError.rejudging(error) ?? error
    }
    return .encoding(RejudgingView(try await self.rejudging(of: request, for: viewer)))
  }

  /// `GET /api/v1/submissions/{id}/judgements`: every one that it has had, the first one first.
  func listJudgements(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (submission, access) = try await submission(of: request, for: viewer)
    let judgements = try await database.judgements(of: submission).filter(\.hasCounted)
    let detail = try await detail(of: submission, for: viewer)
    return .encoding(
      JudgementListView(
        judgements: judgements.map { kept in
          JudgementListView.Kept(
            current: kept.isCurrent, rejudging: kept.rejudging?.rawValue,
            judgement: JudgementView(kept.judgement, of: submission.id, for: access, detail: detail)
          )
        }))
  }

  /// The rejudging of the path, for admins and for the staff of its classroom.
  private func rejudging(
    of request: Request, for viewer: Viewer
  ) async throws -> Rejudging {
    let name = request.parameter("rejudging") ?? ""
    let account = try viewer.signedIn
    guard let id = RejudgingID(name), let rejudging = try await database.rejudging(id) else {
      throw HTTPError.unknownRejudging(name)
    }
    guard account.role != .admin else { return rejudging }
    guard let classroom = rejudging.classroom,
      try await database.classroom(classroom, for: account)?.membership?.role == .teacher
    else { throw HTTPError.unknownRejudging(name) }
    return rejudging
  }

  private func staffedClassroom(
    _ name: String, by account: Account
  ) async throws -> Classroom {
    guard let id = ClassroomID(name),
      let (classroom, membership) = try await database.classroom(id, for: account),
      account.role == .admin || membership != nil
    else { throw HTTPError.unknownClassroom(name) }
    guard account.role == .admin || membership?.role == .teacher else { throw HTTPError.staffOnly }
    return classroom
  }

  /// Whose rank changes on the boards of the sets that have its problems.
  private func ranks(
    after rejudging: Rejudging, _ submissions: [RejudgedSubmission]
  ) async throws -> [RejudgingView.RankChange] {
    let problems = Set(submissions.map(\.problem))
    // A classroom's teachers learn nothing of who else is on this server.
    var members: Set<Int64>?
    if let classroom = rejudging.classroom {
      members = try await database.memberAccounts(of: classroom)
    }
    func board(_ log: [LoggedAttempt]) -> [Account: Int] {
      Leaderboard(log: log.filter { members?.contains($0.account.id) ?? true }).ranks
    }
    var changes: [RejudgingView.RankChange] = []
    for set in ProblemSet.allCases {
      let ids = catalog.problems.map(\.problem).filter { $0.set == set }.map(\.id)
      guard !problems.isDisjoint(with: ids) else { continue }
      let before = board(try await database.attempts(at: ids))
      let after = board(try await database.attempts(at: ids, ifApplied: rejudging))
      for (account, rank) in before.sorted(by: { $0.value < $1.value })
      where after[account] != rank {
        changes.append(
          RejudgingView.RankChange(
            set: set, account: account.name, before: rank, after: after[account] ?? rank))
      }
    }
    return changes
  }
}

extension Leaderboard {
  fileprivate var ranks: [Account: Int] {
    Dictionary(uniqueKeysWithValues: rows.map { ($0.standing.account, $0.rank) })
  }
}

extension HTTPError {
  static let emptyRejudging = HTTPError(
    422, code: "empty_filter",
    "Name what to judge again: submissions, problem, assignment, account or verdict.")

  static let rejudgingNeedsClassroom = HTTPError(
    403, code: "classroom_needed",
    "Only an admin judges again over all classrooms; name one of yours as \"classroom\".")

  static func unknownRejudging(_ id: String) -> HTTPError {
    HTTPError(
      404, code: "unknown_rejudging",
      "There is no rejudging \"\(id)\" of yours; GET /api/v1/rejudgings lists those that there are."
    )
  }

  /// What the caller can do something about; nil for the rest.
  fileprivate static func rejudging(_ error: StorageError) -> HTTPError? {
    switch error {
    case .nothingToRejudge: HTTPError(422, code: "nothing_to_rejudge", error.description)
    case .tooManyToRejudge: HTTPError(422, code: "too_many_to_rejudge", error.description)
    case .alreadyRejudging: HTTPError(409, code: "already_rejudging", error.description)
    case .rejudgingNotReady: HTTPError(409, code: "rejudging_not_ready", error.description)
    default: nil
    }
  }
}
