import Domain
import GRDB

/// Folds rows of the log into cells of the standings, live and as others may see them.
struct StandingFold {
  /// What is selected of each attempt. `judgements` is the judgement that counts, or NULL.
  static let columns = """
    submissions.sequence, submissions.account, submissions.problem, submissions.submitted_at_us,
    submissions.variant, submissions.assignment, judgements.verdict, judgements.score,
    judgements.makespan_us, judgements.cpu_time_us
    """
  /// The log with what it came to so far.
  static let log = """
    SELECT \(columns) FROM submissions LEFT JOIN judgements
      ON judgements.submission = submissions.sequence AND judgements.is_current = 1
    """

  fileprivate struct Partial {
    var live: ProblemStanding
    /// nil while nothing is veiled.
    var veiled: ProblemStanding?
    /// When the first of what is veiled by time alone is to be seen.
    var lapse: Timestamp?
  }

  private let veils: Veils
  private var partials: [Int64: [ProblemID: Partial]] = [:]

  init(_ veils: Veils) { self.veils = veils }

  /// Adds attempts by the query `sql`, which selects `columns`, in log order for each place.
  mutating func add(
    _ sql: String, _ arguments: StatementArguments, in database: GRDB.Database
  ) throws {
    let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
    while let row = try rows.next() { try add(row) }
  }

  /// Adds one attempt; its judgement is in columns 6 to 9.
  mutating func add(_ row: Row) throws {
    let isVariant = (row[4] as String?) != nil
    let attempt = Attempt(
      sequence: row[0], submittedAt: Timestamp(microseconds: row[3]),
      verdict: try (row[6] as String?).map(SubmissionRow.verdict), score: row[7] ?? 0,
      makespan: isVariant ? nil : row[8], cpuTime: isVariant ? nil : row[9])
    let account: Int64 = row[1]
    let problem = try SubmissionRow.problem(row[2])
    let veil = veils.veil(over: attempt, of: account, assignment: row[5])
    partials[account, default: [:]][
      problem,
      default: Partial(live: ProblemStanding(problem: problem, first: attempt))
    ].add(attempt, veil)
  }

  var cells: [Standings.Place: Standings.Cell] {
    var cells: [Standings.Place: Standings.Cell] = [:]
    for (account, problems) in partials {
      for (problem, partial) in problems {
        cells[Standings.Place(account: account, problem: problem)] = Standings.Cell(
          live: partial.live, veiled: partial.veiled)
      }
    }
    return cells
  }

  /// When the veiled standings of places change without anything happening.
  var lapses: [Standings.Place: Timestamp] {
    var lapses: [Standings.Place: Timestamp] = [:]
    for (account, problems) in partials {
      for (problem, partial) in problems {
        lapses[Standings.Place(account: account, problem: problem)] = partial.lapse
      }
    }
    return lapses
  }
}

extension StandingFold.Partial {
  fileprivate mutating func add(_ attempt: Attempt, _ veil: Veils.Veil?) {
    if veil != nil, veiled == nil { veiled = live }
    if let next = veil?.lapse { lapse = min(lapse ?? next, next) }
    live.add(attempt)
    veiled?.add(veil == nil ? attempt : attempt.pending)
  }
}
