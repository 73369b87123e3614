import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/classrooms/{classroom}/leaderboard?set=easy&by=solved|score`: its students, by
  /// their names in it. `?row=own` is the asker's row alone; where names are hidden, students see
  /// nothing else in any case.
  func showClassroomLeaderboard(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["set", "by", "limit", "after", "row", "at"])
    let (classroom, role) = try await classroom(of: request, for: viewer, as: .member)
    let account = try viewer.signedIn
    if request.wantsEvents {
      return try await stream(classroom, as: role, of: account, request)
    }
    let board = BoardState.ClassBoard(
      set: try request.problemSet(), ranking: try request.ranking(of: [.solved, .score]),
      view: role == .staff ? .live : .veiled)
    let selection = try request.ownRow(account) ?? request.boardPage()
    if let at = try request.pastTime(now: now()) {
      return .cached(
        try await pastClassBoard(board, selection, of: classroom, for: account, at: at))
    }
    let answer = try await boards.upToDate { (state) -> CachedAnswer? in
      guard let one = state.classes[classroom.number] else { return nil }
      let visible = one.visible(selection, board.view, account)
      let key = BoardState.ClassAnswer(board: board, selection: visible)
      return state.classAnswer(key, of: classroom.number) { state in
        var document = BoardDocument(board, one, state)
        document.select(
          visible,
          from: BoardDocument.rows(
            state.ranking(board, of: one), isFrozen: one.frozenAt != nil, board.view
          ) {
            state.ranking(board.veiled, of: one)
          })
        return CachedAnswer.board(document.bytes, isPrivate: true)
      }
    }
    guard let answer else { throw HTTPError.unknownClassroom(classroom.id.rawValue) }
    return .cached(answer)
  }

  private func pastClassBoard(
    _ board: BoardState.ClassBoard, _ selection: BoardState.Selection, of classroom: Classroom,
    for account: Account, at: Timestamp
  ) async throws -> CachedAnswer {
    let known = try await boards.upToDate { state in
      state.classes[classroom.number].map { ($0, BoardDocument(board, $0, state)) }
    }
    guard case (let one, var document)? = known else {
      throw HTTPError.unknownClassroom(classroom.id.rawValue)
    }
    let question = HistoryQuestion(
      problems: document.problems, accounts: one.students.map(\.account.id), at: at)
    guard let past = try await boards.past(question) else { throw HTTPError.historyBusy }
    let byAccount = Dictionary(grouping: past.cells, by: \.key.account)
    func ranking(_ view: Standings.View) -> [RankedStanding] {
      let labels = one.labels(for: view)
      return Leaderboard(
        one.students.compactMap { student in
          byAccount[student.account.id].flatMap { cells in
            Standing(of: student.account, cells.map { $0.value.standing(view) })
          }
        }, by: board.ranking, label: { labels[$0.id] ?? "" }
      ).rows
    }
    document.time = at
    document.select(
      one.visible(selection, board.view, account),
      from: BoardDocument.rows(
        ranking(board.view), isFrozen: one.frozenAt != nil, board.view
      ) { ranking(.veiled) })
    return CachedAnswer.board(document.bytes, isPrivate: true)
  }
}

extension BoardState.ClassBoard {
  /// As students see it.
  var veiled: BoardState.ClassBoard {
    BoardState.ClassBoard(set: set, ranking: ranking, view: .veiled)
  }
}

extension StandingNews.Class {
  /// What of `selection` the asker may see.
  func visible(
    _ selection: BoardState.Selection, _ view: Standings.View, _ account: Account
  ) -> BoardState.Selection {
    view == .veiled && names == .hidden ? .own(account.id) : selection
  }
}

extension BoardDocument {
  /// Without rows.
  init(_ board: BoardState.ClassBoard, _ one: StandingNews.Class, _ state: BoardState) {
    let labels = one.labels(for: board.view)
    self.init(
      ranking: board.ranking, problems: state.problems(of: board.set),
      naming: Naming(
        field: "name", label: { labels[$0.id] ?? "" }, showsAccount: board.view == .live),
      rows: [], total: 0, set: board.set, frozenAt: one.frozenAt)
  }

  /// Staff see beside each live row what the others see while it is frozen.
  static func rows(
    _ ranking: [RankedStanding], isFrozen: Bool, _ view: Standings.View,
    veiled: () -> [RankedStanding]
  ) -> [Row] {
    guard isFrozen, view == .live else { return ranking.map { Row(ranked: $0) } }
    let frozen = Dictionary(
      veiled().map { ($0.standing.account.id, $0) }, uniquingKeysWith: { first, _ in first })
    return ranking.map { Row(ranked: $0, frozen: frozen[$0.standing.account.id]) }
  }
}

extension Request {
  /// `?row=own`
  func ownRow(_ account: Account) throws(HTTPError) -> BoardState.Selection? {
    guard let row = try query("row") else { return nil }
    guard row == "own" else { throw .invalidQuery("row", "must be own") }
    try refuseQuery(["limit", "after"], beside: "row")
    return .own(account.id)
  }
}
