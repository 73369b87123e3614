import Domain
import HTTP
import Packages
import Storage

extension API {
  /// `GET /api/v1/leaderboard?set=easy&by=solved|score`; without a set, over all problems.
  func showLeaderboard(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let board = try board(request)
    if request.wantsEvents {
      let set = try request.problemSet()
      let problems = catalog.problems.map(\.problem).filter { set == nil || $0.set == set }
      return try streamBoard(request, over: Set(problems.map(\.id)))
    }
    return try await publicBoard(board, request)
  }

  /// The same, when it is there already.
  func readyLeaderboard(_ request: Request) throws -> Response? {
    try ready(request) { try board(request) }
  }

  private func board(_ request: Request) throws(HTTPError) -> Standings.Board {
    try request.allowQuery(Self.boardQuery.union(["set"]))
    let set = try request.problemSet()
    return Standings.Board(
      set.map(Standings.Scope.set) ?? .all, by: try request.ranking(of: [.solved, .score]))
  }

  /// `GET /api/v1/problems/{id}/leaderboard?by=makespan|cpu_time`: the best accepted submission of
  /// each account.
  func showProblemLeaderboard(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let (problem, board) = try problemBoard(request)
    if request.wantsEvents { return try streamBoard(request, over: [problem]) }
    return try await publicBoard(board, request)
  }

  /// The same, when it is there already.
  func readyProblemLeaderboard(_ request: Request) throws -> Response? {
    try ready(request) { try problemBoard(request).board }
  }

  private func problemBoard(
    _ request: Request
  ) throws(HTTPError) -> (problem: ProblemID, board: Standings.Board) {
    try request.allowQuery(Self.boardQuery)
    let problem = try package(request).problem.id
    return (
      problem,
      Standings.Board(.problem(problem), by: try request.ranking(of: [.makespan, .cpuTime]))
    )
  }

  private static let boardQuery: Set<String> = ["by", "limit", "after", "account", "at"]

  /// Whoever says who it is has that checked first; the rest is not made in advance.
  private func ready(
    _ request: Request, _ board: () throws -> Standings.Board
  ) throws -> Response? {
    guard request[header: "authorization"] == nil, request[header: "cookie"] == nil,
      !request.wantsEvents
    else { return nil }
    let names = request.queryNames
    if names.contains("account") || names.contains("at") { return nil }
    return boards.ready(try board(), try request.boardPage()).map { .cached($0) }
  }

  private func publicBoard(
    _ board: Standings.Board, _ request: Request
  ) async throws -> Response {
    var selection = try request.boardPage()
    if let name = try request.query("account") {
      try request.refuseQuery(["limit", "after"], beside: "account")
      do {
        selection = .own(try await database.account(named: name).account.id)
      } catch StorageError.unknownAccount {
        // Nobody has the number 0: the answer is the same as for an account that does not rank.
        selection = .own(0)
      }
    }
    if let at = try request.pastTime(now: now()) {
      return .cached(try await pastBoard(board, selection, at: at))
    }
    return .cached(try await boards.answer(board, selection))
  }

  /// A public board as it was. Listed are those who are listed now.
  private func pastBoard(
    _ board: Standings.Board, _ selection: BoardState.Selection, at: Timestamp
  ) async throws -> CachedAnswer {
    var document = try await boards.upToDate { BoardDocument(board, $0) }
    let question = HistoryQuestion(problems: document.problems, at: at)
    guard let past = try await boards.past(question) else { throw HTTPError.historyBusy }
    let hidden = try await boards.upToDate { $0.privateAccounts }
    var standings = Standings(sets: catalog.problemSets)
    _ = standings.apply(
      accounts: past.accounts.map { ($0, !hidden.contains($0.id)) }, cells: past.cells)
    let rows = standings.rows(on: board, from: 0, count: .max)
    document.time = at
    document.select(selection, from: rows.map { BoardDocument.Row(ranked: $0) })
    return CachedAnswer.board(document.bytes, isPrivate: false)
  }
}

extension BoardDocument {
  /// Without rows.
  init(_ board: Standings.Board, _ state: BoardState) {
    var set: ProblemSet?
    let problems: [ProblemID]
    switch board.scope {
    case .all: problems = state.problems(of: nil)
    case .set(let one):
      set = one
      problems = state.problems(of: one)
    case .problem(let problem): problems = [problem]
    }
    self.init(
      ranking: board.ranking, problems: problems,
      naming: Naming(field: "account", label: \.name), rows: [], total: 0, set: set)
  }

  /// With the rows that were asked for, as they are now.
  init(_ board: Standings.Board, _ selection: BoardSelection, _ state: BoardState) {
    self.init(board, state)
    total = state.standings.count(on: board)
    switch selection {
    case .page(let after, let limit):
      rows = state.standings.rows(on: board, from: after, count: limit).map { Row(ranked: $0) }
      if after + limit < total { nextAfter = after + limit }
    case .own(let account):
      rows = state.standings.row(on: board, ofAccount: account).map { [Row(ranked: $0)] } ?? []
    }
  }

  /// Takes the rows that were asked for out of a whole ranking.
  mutating func select(_ selection: BoardState.Selection, from all: [Row]) {
    total = all.count
    switch selection {
    case .page(let after, let limit):
      rows = Array(all.dropFirst(after).prefix(limit))
      nextAfter = after + limit < total ? after + limit : nil
    case .own(let account):
      rows = all.filter { $0.ranked.standing.account.id == account }
      nextAfter = nil
    }
  }
}

extension Request {
  /// The first of `known` when none is named.
  func ranking(of known: [Ranking]) throws(HTTPError) -> Ranking {
    guard let text = try query("by") else { return known[0] }
    guard let ranking = Ranking(rawValue: text), known.contains(ranking) else {
      throw .invalidQuery(
        "by", "must be \(known.map(\.rawValue).joined(separator: " or "))")
    }
    return ranking
  }

  func boardPage() throws(HTTPError) -> BoardState.Selection {
    .page(
      after: try query("after", in: 0...ServerLimits.boardOffset) ?? 0,
      limit: try query("limit", in: 1...ServerLimits.largestBoardPage)
        ?? ServerLimits.defaultBoardPage)
  }

  /// `?at=`; nil when it is not given.
  func pastTime(now: Timestamp) throws(HTTPError) -> Timestamp? {
    guard let text = try query("at") else { return nil }
    guard let time = Timestamp(rfc3339: text) else {
      throw .invalidQuery(
        "at", "must be a time as 2026-03-02T10:15:00Z (a + in it is written %2B)")
    }
    guard time <= now else { throw .invalidQuery("at", "must not be in the future") }
    return time
  }

  /// Refuses parameters that another one makes meaningless.
  func refuseQuery(_ names: [String], beside other: String) throws(HTTPError) {
    for name in names where try query(name) != nil {
      throw .invalidQuery(name, "means nothing beside \"\(other)\"; leave one of them out")
    }
  }
}

extension HTTPError {
  static let historyBusy = HTTPError(
    503, code: "history_busy",
    "Another board of the past is being made; ask again in a few seconds.",
    fields: [("Retry-After", "\(ServerLimits.retryAfter.components.seconds)")])
}

extension ProblemCatalog {
  var problemSets: [ProblemID: ProblemSet] {
    Dictionary(uniqueKeysWithValues: problems.map { ($0.problem.id, $0.problem.set) })
  }
}
