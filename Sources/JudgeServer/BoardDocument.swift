import Domain

/// A leaderboard as JSON, with the field names of the CCS Contest API's scoreboard where it has
/// them. Written by hand: a page has thousands of values, and is made anew for every verdict.
struct BoardDocument {
  /// What a row is called, and by whom it is read.
  struct Naming {
    /// `account`, or `name` in a classroom.
    var field: StaticString
    var label: (Account) -> String
    /// Adds the account's own name beside the label.
    var showsAccount = false
  }

  /// Who may look at which rows of a ranking.
  struct Row {
    var ranked: RankedStanding
    /// For staff, while the board is frozen: what the others see of it.
    var frozen: RankedStanding?
  }

  var ranking: Ranking
  var problems: [ProblemID]
  var naming: Naming
  var rows: [Row]
  /// Of the whole ranking.
  var total: Int
  var nextAfter: Int?
  var set: ProblemSet?
  var time: Timestamp?
  /// Absent when nothing is frozen; `isFrozen` as the reader sees it.
  var frozenAt: Timestamp?

  var bytes: [UInt8] {
    var json = JSONBuffer()
    json.object { json in
      json.field("by", ranking.rawValue)
      if let frozenAt { json.field("frozen_at", frozenAt) }
      if let nextAfter { json.field("next_after", nextAfter) }
      json.field("num_ranked", total)
      if ranking == .solved {
        json.field("penalty_minutes_per_rejection", Leaderboard.penaltyPerRejection)
      }
      json.array("problem_ids", problems) { json, problem in json.value(problem.rawValue) }
      json.array("rows", rows) { json, row in write(row, to: &json) }
      if let set { json.field("set", set.rawValue) }
      if let time { json.field("time", time) }
    }
    return json.bytes
  }

  private func write(_ row: Row, to json: inout JSONBuffer) {
    let standing = row.ranked.standing
    json.object { json in
      if naming.showsAccount { json.field("account", standing.account.name) }
      switch ranking {
      case .solved, .score:
        if let frozen = row.frozen {
          json.key("frozen")
          json.object { json in
            json.field("rank", frozen.rank)
            json.key("score")
            writeScore(of: frozen.standing, to: &json)
          }
        }
        json.field(naming.field, naming.label(standing.account))
        json.array("problems", standing.problems) { json, problem in
          write(problem, since: standing.startedAt, to: &json)
        }
        json.field("rank", row.ranked.rank)
        json.key("score")
        writeScore(of: standing, to: &json)
      case .makespan, .cpuTime:
        let problem = standing.problems.first
        json.field(naming.field, naming.label(standing.account))
        if ranking == .makespan {
          json.field("makespan_us", Int(problem?.makespan ?? 0))
        } else {
          json.field("cpu_time_us", Int(problem?.cpuTime ?? 0))
        }
        json.field("rank", row.ranked.rank)
      }
    }
  }

  private func writeScore(of standing: Standing, to json: inout JSONBuffer) {
    json.object { json in
      if ranking == .score {
        if let time = standing.lastScoredAt { json.field("last_scored_at", time) }
        json.field("num_solved", standing.solved)
        json.field("score", standing.score)
      } else {
        if let time = standing.lastSolvedAt { json.field("last_solved_at", time) }
        json.field("num_solved", standing.solved)
        json.field("penalty_minutes", standing.penaltyMinutes)
      }
    }
  }

  private func write(
    _ problem: ProblemStanding, since start: Timestamp, to json: inout JSONBuffer
  ) {
    json.object { json in
      json.field("num_judged", problem.judged)
      json.field("num_pending", problem.pending)
      json.field("problem_id", problem.problem.rawValue)
      if ranking == .score { json.field("score", problem.score) }
      json.field("solved", problem.solvedAt != nil)
      if let minutes = problem.solvedAfterMinutes(since: start) {
        json.field("solved_after_minutes", minutes)
      }
      if let time = problem.solvedAt { json.field("solved_at", time) }
    }
  }
}
