/// The rankings of a server, kept up to date cell by cell: what one account did at one problem is
/// folded again when something about it changes, and only the account's own places move.
package struct Standings: Sendable {
  /// Which problems a board is about.
  package enum Scope: Sendable, Hashable {
    case all
    case set(ProblemSet)
    case problem(ProblemID)
  }

  /// One public ranking.
  package struct Board: Sendable, Hashable {
    package var scope: Scope
    package var ranking: Ranking

    package init(_ scope: Scope, by ranking: Ranking) {
      self.scope = scope
      self.ranking = ranking
    }
  }

  /// An account at a problem.
  package struct Place: Sendable, Hashable {
    package var account: Int64
    package var problem: ProblemID

    package init(account: Int64, problem: ProblemID) {
      self.account = account
      self.problem = problem
    }
  }

  /// What is known of a place.
  package struct Cell: Sendable, Hashable {
    package var live: ProblemStanding
    /// As others see it while something is frozen; nil when that makes no difference.
    package var veiled: ProblemStanding?

    package init(live: ProblemStanding, veiled: ProblemStanding? = nil) {
      self.live = live
      self.veiled = veiled == live ? nil : veiled
    }

    package func standing(_ view: View) -> ProblemStanding {
      view == .live ? live : veiled ?? live
    }
  }

  package enum View: Sendable, Hashable {
    /// For staff.
    case live
    /// Without what is frozen.
    case veiled
  }

  private struct Participant: Sendable {
    var account: Account
    var isListed: Bool
    var cells: [ProblemID: Cell] = [:]
    var entries: [Board: RankedList.Entry] = [:]
  }

  private let sets: [ProblemID: ProblemSet]
  private var participants: [Int64: Participant] = [:]
  private var lists: [Board: RankedList] = [:]

  /// `sets`: the problems that there are.
  package init(sets: [ProblemID: ProblemSet]) { self.sets = sets }

  /// Takes over what has changed; returns the boards that may look different now. `accounts` holds
  /// everyone in `cells` who is new, and all whose name or listing changed; who is not listed stands
  /// on no public board.
  package mutating func apply(
    accounts: [(account: Account, isListed: Bool)], cells: [Place: Cell]
  ) -> Set<Board> {
    var dirty: [Int64: Set<Board>] = [:]
    for (account, isListed) in accounts {
      let known = participants[account.id]
      if let known, known.account == account, known.isListed == isListed { continue }
      participants[account.id, default: Participant(account: account, isListed: isListed)]
        .account = account
      participants[account.id]?.isListed = isListed
      dirty[account.id] = known.map { Set($0.entries.keys).union(boards(of: $0)) } ?? []
    }
    for (place, cell) in cells {
      participants[place.account]?.cells[place.problem] = cell
      dirty[place.account, default: []].formUnion(boards(of: place.problem))
    }
    for (account, boards) in dirty {
      for board in boards { move(account, on: board) }
    }
    return dirty.values.reduce(into: []) { $0.formUnion($1) }
  }

  private mutating func move(_ id: Int64, on board: Board) {
    guard let participant = participants[id] else { return }
    let key =
      participant.isListed
      ? standing(of: participant, at: board.scope, .veiled)?.key(by: board.ranking) : nil
    let entry = key.map {
      RankedList.Entry(key: $0, label: participant.account.name, account: id)
    }
    let old = participant.entries[board]
    guard entry != old else { return }
    if let old { lists[board]?.remove(old) }
    if let entry { lists[board, default: RankedList()].insert(entry) }
    participants[id]?.entries[board] = entry
  }

  /// Those that a change at `problem` can move.
  private func boards(of problem: ProblemID) -> [Board] {
    guard let set = sets[problem] else { return [] }
    return [
      Board(.all, by: .solved), Board(.all, by: .score), Board(.set(set), by: .solved),
      Board(.set(set), by: .score), Board(.problem(problem), by: .makespan),
      Board(.problem(problem), by: .cpuTime),
    ]
  }

  private func boards(of participant: Participant) -> Set<Board> {
    participant.cells.keys.reduce(into: []) { $0.formUnion(boards(of: $1)) }
  }

  // MARK: reading

  /// How many rank on a public board.
  package func count(on board: Board) -> Int { lists[board]?.entries.count ?? 0 }

  /// A part of a public board; shorter at its end.
  package func rows(on board: Board, from start: Int, count: Int) -> [RankedStanding] {
    guard let list = lists[board], start < list.entries.count else { return [] }
    return (start..<start + min(list.entries.count - start, count))
      .compactMap { row(list, $0, board) }
  }

  /// nil when the account does not rank there.
  package func row(on board: Board, ofAccount id: Int64) -> RankedStanding? {
    guard let list = lists[board], let entry = participants[id]?.entries[board],
      let index = list.index(of: entry)
    else { return nil }
    return row(list, index, board)
  }

  private func row(_ list: RankedList, _ index: Int, _ board: Board) -> RankedStanding? {
    standing(of: list.entries[index].account, at: board.scope, .veiled).map {
      RankedStanding(rank: list.rank(at: index), standing: $0)
    }
  }

  package func account(_ id: Int64) -> Account? { participants[id]?.account }

  package func cell(at place: Place) -> Cell? {
    participants[place.account]?.cells[place.problem]
  }

  /// What the account has reached; nil when it has attempted nothing there.
  package func standing(of account: Int64, at scope: Scope, _ view: View) -> Standing? {
    participants[account].flatMap { standing(of: $0, at: scope, view) }
  }

  private func standing(of participant: Participant, at scope: Scope, _ view: View) -> Standing? {
    if case .problem(let problem) = scope {
      guard sets[problem] != nil, let cell = participant.cells[problem] else { return nil }
      return Standing(of: participant.account, CollectionOfOne(cell.standing(view)))
    }
    return Standing(
      of: participant.account,
      participant.cells.compactMap { problem, cell in
        let isIn =
          switch scope {
          case .all: sets[problem] != nil
          case .set(let set): sets[problem] == set
          case .problem: false
          }
        return isIn ? cell.standing(view) : nil
      })
  }
}
