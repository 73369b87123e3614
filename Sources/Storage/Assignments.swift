import Domain
import GRDB

/// What becomes an assignment, or what it becomes.
package struct AssignmentContent: Sendable, Hashable {
  package var name: String
  package var times: AssignmentTimes
  package var latePolicy: LatePolicy
  package var feedback: FeedbackPolicy
  package var ranking: AssignmentRanking
  package var problems: [AssignedProblem]

  package init(
    name: String, times: AssignmentTimes, latePolicy: LatePolicy, feedback: FeedbackPolicy,
    ranking: AssignmentRanking, problems: [AssignedProblem]
  ) {
    self.name = name
    self.times = times
    self.latePolicy = latePolicy
    self.feedback = feedback
    self.ranking = ranking
    self.problems = problems
  }

  package init(_ assignment: Assignment) {
    self.init(
      name: assignment.name, times: assignment.times, latePolicy: assignment.latePolicy,
      feedback: assignment.feedback, ranking: assignment.ranking, problems: assignment.problems)
  }
}

extension Database {
  package func addAssignment(
    _ content: AssignmentContent, to classroom: Classroom, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> Assignment {
    try await commits.write("adding an assignment") { database in
      guard StorageLimits.isName(content.name) else {
        throw StorageError.classroom(.invalidName(content.name))
      }
      let count = try Int.fetchOne(
        database,
        sql: "SELECT count(*) FROM assignments WHERE classroom = ? AND removed_at_us IS NULL",
        arguments: [classroom.number])
      guard (count ?? 0) < StorageLimits.assignments else {
        throw StorageError.classroom(.tooMany("assignments", limit: StorageLimits.assignments))
      }
      var randomness = SystemRandomNumberGenerator()
      let id = AssignmentID(at: now, randomness: &randomness)
      try database.execute(
        sql: """
          INSERT INTO assignments (id, classroom, name, opens_at_us, due_at_us, closes_at_us,
            late_policy, feedback, ranking, created_at_us)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          id.rawValue, classroom.number, content.name, content.times.opens.microseconds,
          content.times.due.microseconds, content.times.closes.microseconds,
          try JSONText.encode(content.latePolicy.document), content.feedback.rawValue,
          content.ranking.rawValue, now.microseconds,
        ])
      try AssignmentRow.insert(content.problems, of: database.lastInsertedRowID, in: database)
      try AuditLog.add(
        AuditEntry(
          "assignment.create", "assignment/\(id)", classroom: classroom.id,
          details: ["name": .string(content.name)]), by: staff, at: now, in: database)
      return try AssignmentRow.fetch("id = ?", [id.rawValue], in: database)[0]
    }
  }

  /// nil when there is none, or when it was removed.
  package func assignment(_ id: AssignmentID) async throws(StorageError) -> Assignment? {
    try await read("reading an assignment") { database in
      try AssignmentRow.fetch("id = ?", [id.rawValue], in: database).first
    }
  }

  /// By their opening.
  package func assignments(of classroom: Classroom) async throws(StorageError) -> [Assignment] {
    try await read("listing assignments") { database in
      try AssignmentRow.fetch("classroom = ?", [classroom.number], in: database)
    }
  }

  /// nil when it was removed. Submissions to problems that are no longer in it stay in the log.
  package func replace(
    _ assignment: Assignment, with content: AssignmentContent, in classroom: Classroom,
    by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> Assignment? {
    try await commits.write("changing an assignment") { database in
      guard StorageLimits.isName(content.name) else {
        throw StorageError.classroom(.invalidName(content.name))
      }
      try database.execute(
        sql: """
          UPDATE assignments SET name = ?, opens_at_us = ?, due_at_us = ?, closes_at_us = ?,
            late_policy = ?, feedback = ?, ranking = ?
          WHERE number = ? AND removed_at_us IS NULL
          """,
        arguments: [
          content.name, content.times.opens.microseconds, content.times.due.microseconds,
          content.times.closes.microseconds, try JSONText.encode(content.latePolicy.document),
          content.feedback.rawValue, content.ranking.rawValue, assignment.number,
        ])
      guard database.changesCount == 1 else { return nil }
      try database.execute(
        sql: "DELETE FROM assignment_problems WHERE assignment = ?",
        arguments: [assignment.number])
      try AssignmentRow.insert(content.problems, of: assignment.number, in: database)
      try AuditLog.add(
        AuditEntry(
          "assignment.change", "assignment/\(assignment.id)", classroom: classroom.id,
          details: content.changes(from: AssignmentContent(assignment))), by: staff, at: now,
        in: database)
      return try AssignmentRow.fetch("number = ?", [assignment.number], in: database).first
    }
  }

  /// Takes it away from its classroom; what was submitted to it stays in the log. False when it was
  /// removed before.
  package func remove(
    _ assignment: Assignment, from classroom: Classroom, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> Bool {
    try await commits.write("removing an assignment") { database in
      try database.execute(
        sql: "UPDATE assignments SET removed_at_us = ? WHERE number = ? AND removed_at_us IS NULL",
        arguments: [now.microseconds, assignment.number])
      guard database.changesCount == 1 else { return false }
      try AuditLog.add(
        AuditEntry(
          "assignment.remove", "assignment/\(assignment.id)", classroom: classroom.id,
          details: ["name": .string(assignment.name)]), by: staff, at: now, in: database)
      return true
    }
  }
}

extension AssignmentContent {
  /// What an audit log tells of a change.
  fileprivate func changes(from old: AssignmentContent) -> [String: JSONValue] {
    var changes: [String: JSONValue] = [:]
    if name != old.name { changes["name"] = .string(name) }
    if times != old.times {
      changes["opens_at"] = .string(times.opens.description)
      changes["due_at"] = .string(times.due.description)
      changes["closes_at"] = .string(times.closes.description)
    }
    if latePolicy != old.latePolicy { changes["late_policy"] = latePolicy.document }
    if feedback != old.feedback { changes["feedback"] = .string(feedback.rawValue) }
    if ranking != old.ranking { changes["ranking"] = .string(ranking.rawValue) }
    if problems != old.problems {
      changes["problems"] = .array(problems.map { .string($0.problem.rawValue) })
    }
    return changes
  }
}

/// How rows become assignments.
enum AssignmentRow {
  /// Those that are not removed, by a condition on `assignments`.
  static func fetch(
    _ condition: String, _ arguments: StatementArguments, in database: GRDB.Database
  ) throws -> [Assignment] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT * FROM assignments WHERE removed_at_us IS NULL AND \(condition)
          ORDER BY opens_at_us, number
          """), arguments: arguments
    ).map { try assignment($0, in: database) }
  }

  private static func assignment(_ row: Row, in database: GRDB.Database) throws -> Assignment {
    let number: Int64 = row["number"]
    guard let id = AssignmentID(row["id"] as String),
      let feedback = FeedbackPolicy(rawValue: row["feedback"]),
      let ranking = AssignmentRanking(rawValue: row["ranking"]),
      let policy = try? LatePolicy(.object(JSONText.object(from: row["late_policy"])))
    else { throw StorageError.corrupt("an assignment with values that are not known") }
    let problems = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT * FROM assignment_problems WHERE assignment = ? ORDER BY ordinal"),
      arguments: [number]
    ).map {
      AssignedProblem(
        problem: try SubmissionRow.problem($0["problem"]), points: $0["points"],
        attemptLimit: $0["attempt_limit"])
    }
    return Assignment(
      id: id, number: number, classroom: row["classroom"], name: row["name"],
      times: AssignmentTimes(
        opens: Timestamp(microseconds: row["opens_at_us"]),
        due: Timestamp(microseconds: row["due_at_us"]),
        closes: Timestamp(microseconds: row["closes_at_us"])),
      latePolicy: policy, feedback: feedback, ranking: ranking, problems: problems,
      frozenAt: (row["frozen_at_us"] as Int64?).map(Timestamp.init(microseconds:)),
      createdAt: Timestamp(microseconds: row["created_at_us"]))
  }

  static func insert(
    _ problems: [AssignedProblem], of assignment: Int64, in database: GRDB.Database
  ) throws {
    for (ordinal, problem) in problems.enumerated() {
      try database.cachedStatement(
        sql: """
          INSERT INTO assignment_problems (assignment, ordinal, problem, points, attempt_limit)
          VALUES (?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        assignment, ordinal, problem.problem.rawValue, problem.points, problem.attemptLimit,
      ])
    }
  }
}
