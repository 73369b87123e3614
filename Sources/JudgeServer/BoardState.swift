import Domain
import HTTP
import Storage

/// A part of a ranking.
package enum BoardSelection: Sendable, Hashable {
  case page(after: Int, limit: Int)
  /// The row of an account.
  case own(Int64)
}

/// What the leaderboards are made of, as of one change of the database, and the answers made of it.
struct BoardState: Sendable {
  typealias Selection = BoardSelection

  /// A ranking of a classroom.
  struct ClassBoard: Sendable, Hashable {
    var set: ProblemSet?
    var ranking: Ranking
    var view: Standings.View
  }

  /// What an assignment's board depends on.
  struct AssignmentStamp: Sendable, Hashable {
    fileprivate var assignment: Int
    fileprivate var classroom: Int
  }

  struct AssignmentAnswer: Sendable, Hashable {
    var view: Standings.View
    var selection: Selection
  }

  private struct AssignmentAnswers: Sendable {
    var stamp: AssignmentStamp
    var answers: [AssignmentAnswer: (answer: CachedAnswer, until: Timestamp?)] = [:]
  }

  struct ClassAnswer: Sendable, Hashable {
    var board: ClassBoard
    var selection: Selection
  }

  /// The database's revision that this is at least as new as; nil before the first reading.
  private(set) var revision: Int?
  private(set) var mark: Int64 = 0
  /// Grows with every change.
  private(set) var version = 0
  private(set) var standings: Standings
  private(set) var classes: [Int64: StandingNews.Class] = [:]
  private var lapses: [Standings.Place: Timestamp] = [:]
  private var nextLapse: Timestamp?
  private var publicAnswers: [Standings.Board: [Selection: CachedAnswer]] = [:]
  private var rankings: [Int64: [ClassBoard: [RankedStanding]]] = [:]
  private var classAnswers: [Int64: [ClassAnswer: CachedAnswer]] = [:]
  /// When they changed last, as `version`.
  private var assignmentChanges: [Int64: Int] = [:]
  private var classChanges: [Int64: Int] = [:]
  private var assignmentAnswers: [Int64: AssignmentAnswers] = [:]
  private var unsaved: Set<Standings.Place> = []
  private var isUnsavedWhole = false
  private let sets: [ProblemID: ProblemSet]
  /// In the catalog's order.
  private let problems: [ProblemID]

  init(_ problems: [Problem]) {
    self.problems = problems.map(\.id)
    sets = Dictionary(uniqueKeysWithValues: problems.map { ($0.id, $0.set) })
    standings = Standings(sets: sets)
  }

  func problems(of set: ProblemSet?) -> [ProblemID] {
    set == nil ? problems : problems.filter { sets[$0] == set }
  }

  // MARK: changes

  func isCurrent(_ wanted: Int, at now: Timestamp) -> Bool {
    guard let revision, revision >= wanted else { return false }
    return nextLapse.map { now <= $0 } ?? true
  }

  /// The places that are to be read again because time has passed.
  func due(at now: Timestamp) -> Set<Standings.Place> {
    guard let nextLapse, now > nextLapse else { return [] }
    return Set(lapses.filter { now > $0.value }.keys)
  }

  mutating func settle(at revision: Int) { self.revision = revision }

  mutating func apply(_ news: StandingNews) {
    if news.isWhole {
      standings = Standings(sets: sets)
      classes = [:]
      lapses = [:]
      unsaved = []
      isUnsavedWhole = news.folded.count == news.cells.count && !news.cells.isEmpty
    }
    mark = news.mark
    version += 1
    let before = privateAccounts
    for one in news.classes { classes[one.number] = one }
    let isListed = news.classes.isEmpty ? before : privateAccounts
    var named = Dictionary(
      news.accounts.map { ($0.id, $0) }, uniquingKeysWith: { _, new in new })
    for id in before.symmetricDifference(isListed) where named[id] == nil {
      named[id] = standings.account(id)
    }
    let boards = standings.apply(
      accounts: named.values.map { ($0, !isListed.contains($0.id)) }, cells: news.cells)
    for board in boards { publicAnswers[board] = nil }
    if news.isWhole { publicAnswers = [:] }
    for place in news.cells.keys { lapses[place] = news.lapses[place] }
    nextLapse = lapses.values.min()
    unsaved.formUnion(news.folded)
    for number in news.assignments { assignmentChanges[number] = version }
    for one in news.classes { classChanges[one.number] = version }
    forget(classesOf: Set(news.cells.keys.map(\.account)).union(named.keys))
    for one in news.classes { forget(one.number) }
  }

  /// Students of classrooms that ask for privacy stand on no public board.
  var privateAccounts: Set<Int64> {
    classes.values.reduce(into: []) { accounts, one in
      if one.names != .shown { accounts.formUnion(one.students.map(\.account.id)) }
    }
  }

  private mutating func forget(classesOf accounts: Set<Int64>) {
    for (number, one) in classes where rankings[number] != nil || classAnswers[number] != nil {
      if one.students.contains(where: { accounts.contains($0.account.id) }) { forget(number) }
    }
  }

  private mutating func forget(_ classroom: Int64) {
    rankings[classroom] = nil
    classAnswers[classroom] = nil
  }

  // MARK: the checkpoint

  var unsavedCount: Int { unsaved.count }

  /// What a checkpoint has to write; it counts as saved from now on.
  mutating func takeUnsaved() -> (
    cells: [Standings.Place: ProblemStanding], mark: Int64, isWhole: Bool
  )? {
    guard !unsaved.isEmpty || isUnsavedWhole else { return nil }
    var cells: [Standings.Place: ProblemStanding] = [:]
    for place in unsaved { cells[place] = standings.cell(at: place)?.live }
    defer {
      unsaved = []
      isUnsavedWhole = false
    }
    return (cells, mark, isUnsavedWhole)
  }

  mutating func putBack(_ places: some Sequence<Standings.Place>, isWhole: Bool) {
    unsaved.formUnion(places)
    isUnsavedWhole = isUnsavedWhole || isWhole
  }

  // MARK: answers

  /// nil when it is still to be made.
  func publicAnswer(_ board: Standings.Board, _ selection: Selection) -> CachedAnswer? {
    publicAnswers[board]?[selection]
  }

  mutating func publicAnswer(
    _ board: Standings.Board, _ selection: Selection, make: (BoardState) -> CachedAnswer
  ) -> CachedAnswer {
    if let answer = publicAnswer(board, selection) { return answer }
    let answer = make(self)
    if publicAnswers[board, default: [:]].count >= ServerLimits.boardAnswers {
      publicAnswers[board] = [:]
    }
    publicAnswers[board, default: [:]][selection] = answer
    return answer
  }

  mutating func classAnswer(
    _ key: ClassAnswer, of classroom: Int64, make: (inout BoardState) -> CachedAnswer
  ) -> CachedAnswer {
    if let answer = classAnswers[classroom]?[key] { return answer }
    let answer = make(&self)
    if classAnswers[classroom, default: [:]].count >= ServerLimits.boardAnswers {
      classAnswers[classroom] = [:]
    }
    classAnswers[classroom, default: [:]][key] = answer
    return answer
  }

  func stamp(of assignment: Assignment) -> AssignmentStamp {
    AssignmentStamp(
      assignment: assignmentChanges[assignment.number] ?? 0,
      classroom: classChanges[assignment.classroom] ?? 0)
  }

  /// One that is kept, and still holds at `now`.
  func assignmentAnswer(
    _ key: AssignmentAnswer, of assignment: Assignment, at now: Timestamp
  ) -> CachedAnswer? {
    guard let kept = assignmentAnswers[assignment.number], kept.stamp == stamp(of: assignment),
      let (answer, until) = kept.answers[key], until.map({ now <= $0 }) ?? true
    else { return nil }
    return answer
  }

  /// Keeps an answer that was made of what the database held at `stamp` or later.
  mutating func keep(
    _ answer: CachedAnswer, until: Timestamp?, as key: AssignmentAnswer,
    of assignment: Assignment, at stamp: AssignmentStamp
  ) {
    var kept = assignmentAnswers[assignment.number] ?? AssignmentAnswers(stamp: stamp)
    if kept.stamp != stamp || kept.answers.count >= ServerLimits.boardAnswers {
      kept = AssignmentAnswers(stamp: stamp)
    }
    kept.answers[key] = (answer, until)
    assignmentAnswers[assignment.number] = kept
  }

  /// The students of a classroom, ranked among themselves.
  mutating func ranking(_ board: ClassBoard, of one: StandingNews.Class) -> [RankedStanding] {
    if let rows = rankings[one.number]?[board] { return rows }
    let scope = board.set.map(Standings.Scope.set) ?? .all
    let labels = one.labels(for: board.view)
    let rows = Leaderboard(
      one.students.compactMap { standings.standing(of: $0.account.id, at: scope, board.view) },
      by: board.ranking, label: { labels[$0.id] ?? "" }
    ).rows
    rankings[one.number, default: [:]][board] = rows
    return rows
  }
}

extension StandingNews.Class {
  /// What its students are called: for its staff, by their names; for each other, as the classroom
  /// wants it.
  func labels(for view: Standings.View) -> [Int64: String] {
    let areAliased = view == .veiled && names != .shown
    return Dictionary(
      students.map { ($0.account.id, areAliased ? $0.alias : $0.name) },
      uniquingKeysWith: { first, _ in first })
  }
}
