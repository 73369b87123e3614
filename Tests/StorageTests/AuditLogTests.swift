import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct AuditLogTests {
  private static let classroom = ClassroomID("01ARZ3NDEKTSV4RRFFQ69G5FAV")!
  private static let other = ClassroomID("01ARZ3NDEKTSV4RRFFQ69G5FAW")!

  /// A teacher of one of two classrooms, and three entries: the server's, one of each classroom.
  private func threeEntries() async throws -> (Database, teacher: Account) {
    let database = try await Database.inMemory()
    let teacher = try await database.addAccount("turing")
    try await database.execute(
      """
      INSERT INTO classrooms (number, id, name, time_zone, created_at_us)
        VALUES (1, '\(Self.classroom)', 'a', 'UTC', 0), (2, '\(Self.other)', 'b', 'UTC', 0);
      INSERT INTO members VALUES (1, \(teacher.id), 'teacher', 'T', 'one', 0),
        (2, \(teacher.id), 'student', 'T', 'two', 0);
      """)
    try await database.audit(AuditEntry("server.backup", "server"), by: nil, now: .second(1))
    try await database.audit(
      AuditEntry("a.b", "c/d", classroom: Self.classroom, details: ["n": .integer(1)]),
      by: teacher, now: .second(2))
    try await database.audit(
      AuditEntry("e.f", "g/h", classroom: Self.other), by: teacher, now: .second(3))
    return (database, teacher)
  }

  @Test func `what is added comes back, newest first, page by page`() async throws {
    let (database, _) = try await threeEntries()
    let (first, next) = try await database.auditLog(AuditFilter(limit: 2))
    #expect(first.map(\.entry.action) == ["e.f", "a.b"])
    #expect(
      first[1].entry
        == AuditEntry("a.b", "c/d", classroom: Self.classroom, details: ["n": .integer(1)]))
    #expect(first[1].account == "turing")
    #expect(first[1].at == .second(2))
    let (second, last) = try await database.auditLog(AuditFilter(before: next, limit: 2))
    #expect(second.map(\.entry.action) == ["server.backup", "account.create"])
    #expect(second[0].account == nil)
    #expect(last == nil)
  }

  @Test func `a teacher reads what belongs to the classrooms that they teach`() async throws {
    let (database, teacher) = try await threeEntries()
    let (own, _) = try await database.auditLog(AuditFilter(teacher: teacher, limit: 10))
    #expect(own.map(\.entry.action) == ["a.b"])
    let (other, _) = try await database.auditLog(
      AuditFilter(classroom: Self.other, teacher: teacher, limit: 10))
    #expect(other.isEmpty)
  }

  @Test func `a deed that is rolled back leaves no entry`() async throws {
    let database = try await Database.inMemory()
    await #expect(throws: StorageError.self) {
      try await database.commits.write("a deed") { database in
        try AuditLog.add(AuditEntry("a.b", "c"), by: nil, at: .start, in: database)
        throw StorageError.corrupt("the deed")
      }
    }
    #expect(try await database.auditLog(AuditFilter(limit: 1)).records.isEmpty)
  }
}
