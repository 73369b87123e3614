import Domain
import HTTP
import Judging
import Storage

extension API {
  /// `POST /api/v1/problems/{id}/submissions?wait=30&assignment=ID`. Answers only after the commit.
  func submit(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["wait", "runtime", "entry", "assignment"])
    try gate.admitGuest(viewer)
    let wait = try waitingTime(request)
    let package = try package(request)
    let configuration = try SubmissionDocument(request).configuration(
      for: package, runtimes: service.runtimes)
    try gate.admitSubmission(of: viewer, now: now())
    let entry = try await entry(
      named: try request.query("assignment"), for: package.problem.id, by: viewer)
    let waiting = try await database.queueCounts()
    guard waiting.queued + waiting.judging < ServerLimits.queueLength else {
      throw HTTPError.queueFull
    }
    let variant =
      entry == nil ? nil : try await variant(of: package, for: viewer.signedIn)
    let submission = try await refusing {
      try await database.submit(
        NewSubmission(
          problem: package.problem.id, account: viewer.account, configuration: configuration,
          submittedAt: now(), assignment: entry, variant: variant))
    }
    events.publish(.submissionQueued(submission.id), about: EventSubject(submission))
    worker.wake()
    let shown =
      wait == nil ? submission : try await judged(submission.id, within: wait) ?? submission
    return .encoding(
      SubmissionView(shown, for: .owner, detail: try await detail(of: shown, for: viewer)),
      status: 201,
      fields: [("Location", "/api/v1/submissions/\(submission.id)")])
  }

  /// `GET /api/v1/submissions/{id}?wait=30`
  func showSubmission(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["wait"])
    let wait = try waitingTime(request)
    let (submission, access) = try await submission(of: request, for: viewer)
    if request.wantsEvents {
      return try await stream(submission.id, seenAs: access, by: viewer, request)
    }
    let shown =
      wait == nil ? submission : try await judged(submission.id, within: wait) ?? submission
    return .encoding(
      SubmissionView(shown, for: access, detail: try await detail(of: shown, for: viewer)))
  }

  /// `GET /api/v1/submissions/{id}/source`: for its owner and their teachers.
  func showSource(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (submission, access) = try await submission(of: request, for: viewer)
    guard access.showsSource else { throw HTTPError.hiddenSource }
    return .text(submission.configuration.source)
  }

  /// `GET /api/v1/submissions?problem=&account=&after=&limit=`: newest first.
  func listSubmissions(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["problem", "account", "after", "limit"])
    var problem: ProblemID?
    if let name = try request.query("problem") {
      guard let id = ProblemID(name), catalog[id] != nil else {
        throw HTTPError.unknownProblem(name)
      }
      problem = id
    }
    let filter = SubmissionFilter(
      problem: problem, account: try request.query("account"), after: try request.query("after"),
      limit: try request.pageSize(), for: viewer.audience)
    do {
      let page = try await database.submissions(filter)
      return .encoding(
        SubmissionPageView(page, details: try await details(of: page.submissions, for: viewer)))
    } catch {
      guard case StorageError.invalidCursor = error else { throw error }
      throw HTTPError.invalidCursor
    }
  }

  func waitingTime(_ request: Request) throws(HTTPError) -> Duration? {
    let longest = Int(ServerLimits.wait.components.seconds)
    return try request.query("wait", in: 0...longest).map { .seconds($0) }
  }

  /// The submission as it stands when it is judged, or when the time is over; nil when there is
  /// none. Sleeps until the judgement's event.
  private func judged(_ id: SubmissionID, within wait: Duration?) async throws -> Submission? {
    // Listen before looking, or a verdict in between would be missed.
    let news = events.events(of: id)
    let submission = try await database.submission(id)
    guard let wait, let submission, submission.state != .done else { return submission }
    await withTaskGroup { tasks in
      tasks.addTask {
        for await event in news {
          if case .judgementFinished = event { return }
        }
      }
      tasks.addTask { try? await Task.sleep(for: wait) }
      await tasks.next()
      tasks.cancelAll()
    }
    return try await database.submission(id)
  }
}
