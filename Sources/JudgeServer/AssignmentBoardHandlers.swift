import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/assignments/{assignment}/leaderboard`: ranked as the assignment says, by points
  /// after the late policy or by problems solved and penalty since it opened.
  func showAssignmentLeaderboard(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["limit", "after", "row", "at"])
    let place = try await assignment(of: request, for: viewer, as: .member)
    let account = try viewer.signedIn
    if request.wantsEvents {
      return try await stream(place.classroom, as: place.role, of: account, request)
    }
    let view = place.role == .staff ? Standings.View.live : .veiled
    let asked = try request.ownRow(account) ?? request.boardPage()
    let at = try request.pastTime(now: now())
    let time = now()
    let known = try await boards.upToDate { state in
      let one = state.classes[place.classroom.number]
      let key = BoardState.AssignmentAnswer(
        view: view, selection: one?.visible(asked, view, account) ?? .own(account.id))
      return (
        one, key, state.stamp(of: place.assignment),
        at == nil ? state.assignmentAnswer(key, of: place.assignment, at: time) : nil
      )
    }
    let (one, key, stamp, kept) = known
    if let kept { return .cached(kept) }
    guard let one else { throw HTTPError.unknownClassroom(place.classroom.id.rawValue) }
    // Again: it may have been changed since it was looked up.
    guard let assignment = try await database.assignment(place.assignment.id) else {
      throw HTTPError.unknownAssignment(place.assignment.id.rawValue)
    }
    let board = AssignmentBoard(
      AssignmentScoring(
        assignment, extensions: try await database.extensions(of: assignment)),
      classroomFrozenAt: one.frozenAt)
    let log =
      if let at {
        try await database.attempts(at: assignment, until: at)
      } else {
        try await database.attempts(at: assignment)
      }
    let document = Self.document(board, one, log, key, at: at, now: time)
    let answer = CachedAnswer.board(document.bytes, isPrivate: true)
    if at == nil {
      let until = board.lapse(after: time)
      _ = boards.current { $0.keep(answer, until: until, as: key, of: assignment, at: stamp) }
    }
    return .cached(answer)
  }

  private static func document(
    _ board: AssignmentBoard, _ one: StandingNews.Class, _ log: [AssignmentAttempt],
    _ key: BoardState.AssignmentAnswer, at: Timestamp?, now: Timestamp
  ) -> BoardDocument {
    let students = one.students.map(\.account)
    func ranking(_ view: Standings.View) -> [RankedStanding] {
      let labels = one.labels(for: view)
      return Leaderboard(
        board.standings(of: students, log, view, at: now), by: board.ranking,
        label: { labels[$0.id] ?? "" }
      ).rows
    }
    let labels = one.labels(for: key.view)
    var document = BoardDocument(
      ranking: board.ranking, problems: board.scoring.assignment.problems.map(\.problem),
      naming: BoardDocument.Naming(
        field: "name", label: { labels[$0.id] ?? "" }, showsAccount: key.view == .live),
      rows: [], total: 0, time: at, frozenAt: board.frozenAt)
    document.select(
      key.selection,
      from: BoardDocument.rows(ranking(key.view), isFrozen: board.frozenAt != nil, key.view) {
        ranking(.veiled)
      })
    return document
  }
}
