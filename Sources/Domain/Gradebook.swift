/// What the students of a classroom have reached.
package struct Gradebook: Sendable, Hashable {
  /// An assignment or, in the gradebook of one assignment, a problem.
  package struct Column: Sendable, Hashable {
    package var id: String
    package var name: String
    /// The most that can be reached.
    package var points: Double
  }

  package struct Row: Sendable, Hashable {
    package var member: Membership
    /// One for each column.
    package var points: [Double]
    package var total: Double
    /// In the gradebook of one assignment, one for each column.
    package var problems: [ProblemScore]
  }

  package private(set) var columns: [Column]
  /// The students, in the order of `members`.
  package private(set) var rows: [Row]

  /// Of one assignment: a column for each problem. `scores` are by account id.
  package init(
    _ assignment: Assignment, scores: [Int64: AssignmentScore], members: [Membership]
  ) {
    let nothing = AssignmentScoring(assignment, extensions: [:]).nothing
    columns = assignment.problems.map {
      Column(id: $0.problem.rawValue, name: $0.problem.rawValue, points: $0.points)
    }
    rows = members.filter { $0.role == .student }.map { member in
      let score = scores[member.account.id] ?? nothing
      return Row(
        member: member, points: score.problems.map(\.points), total: score.points,
        problems: score.problems)
    }
  }

  /// Of a classroom: a column for each assignment.
  package init(
    _ assignments: [(assignment: Assignment, scores: [Int64: AssignmentScore])],
    members: [Membership]
  ) {
    columns = assignments.map {
      Column(id: $0.assignment.id.rawValue, name: $0.assignment.name, points: $0.assignment.points)
    }
    rows = members.filter { $0.role == .student }.map { member in
      let points = assignments.map { $0.scores[member.account.id]?.points ?? 0 }
      return Row(member: member, points: points, total: points.reduce(0, +), problems: [])
    }
  }

  /// For a spreadsheet; points are rounded to hundredths.
  package var csv: String {
    let titles = columns.map { "\($0.name) (\(Self.text($0.points)))" }
    let most = columns.reduce(0) { $0 + $1.points }
    return CSV.line(["account", "name"] + titles + ["total (\(Self.text(most)))"])
      + rows.map { row in
        CSV.line(
          [row.member.account.name, row.member.name] + row.points.map(Self.text)
            + [Self.text(row.total)])
      }.joined()
  }

  private static func text(_ points: Double) -> String {
    let hundredths = Int((points * 100).rounded())
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    guard rest != 0 else { return "\(whole)" }
    return "\(whole)." + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)")
  }
}
