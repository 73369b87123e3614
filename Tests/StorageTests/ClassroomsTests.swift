import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct ClassroomsTests {
  private static func settings(_ name: String = "Asyncio") -> ClassroomSettings {
    ClassroomSettings(name: name, timeZone: "Europe/Berlin")
  }

  private static func roster(_ lines: String...) -> Roster {
    Roster(csv: Array((["account,name,role"] + lines).joined(separator: "\n").utf8))
  }

  private struct School {
    var database: Database
    var teacher: Account
    var classroom: Classroom

    init() async throws {
      database = try await Database.inMemory()
      teacher = try await database.addAccount(named: "grace", role: .teacher, now: .start).account
      classroom = try await database.addClassroom(
        settings(), teacher: teacher, by: teacher, now: .start)
    }

    func classroom(of teacher: Account) async throws -> Classroom {
      try await database.addClassroom(settings(), teacher: teacher, by: teacher, now: .start)
    }

    func `import`(
      _ roster: Roster, isDryRun: Bool = false, by staff: Account? = nil,
      into classroom: Classroom? = nil
    ) async throws -> RosterOutcome {
      try await database.importRoster(
        roster, into: classroom ?? self.classroom, isDryRun: isDryRun, by: staff ?? teacher,
        now: .start)
    }

    func account(_ name: String) async throws -> Account {
      try await database.account(named: name).account
    }

    func code() throws -> JoinCode {
      try #require(classroom.joinCode.flatMap(JoinCode.init(typed:)))
    }
  }

  // MARK: rosters

  @Test func `a roster makes accounts, and again it changes nothing`() async throws {
    let school = try await School()
    let roster = Self.roster("ada,Ada Lovelace,", "bob,Bob,teacher")
    let first = try await school.import(roster)
    #expect(first.rows.map(\.change) == [.created, .created])
    let token = try #require(first.rows[0].token)
    #expect(try await school.database.account(withToken: token, now: .start)?.name == "ada")
    let entries = try await school.database.number("SELECT count(*) FROM audit_log")
    let second = try await school.import(roster)
    #expect(second.rows.map(\.change) == [.unchanged, .unchanged])
    #expect(second.rows.allSatisfy { $0.token == nil })
    #expect(try await school.database.number("SELECT count(*) FROM audit_log") == entries)
    let members = try await school.database.members(of: school.classroom)
    #expect(members.map(\.account.name) == ["bob", "grace", "ada"])
    #expect(members.map(\.role) == [.teacher, .teacher, .student])
    #expect(Set(members.map(\.alias)).count == 3)
    // A role in a classroom is none on the server.
    #expect(try await school.account("bob").role == .student)
  }

  @Test func `a dry run says what would happen, and does not do it`() async throws {
    let school = try await School()
    _ = try await school.import(Self.roster("ada,Ada,"))
    let outcome = try await school.import(
      Self.roster("ada,Ada Lovelace,", "bob,Bob,"), isDryRun: true)
    #expect(outcome.rows.map(\.change) == [.changed, .created])
    #expect(outcome.rows.allSatisfy { $0.token == nil })
    #expect(
      try await school.database.members(of: school.classroom).map(\.name) == ["grace", "Ada"])
  }

  @Test func `every bad line is reported, and then nothing is done`() async throws {
    let school = try await School()
    _ = try await school.database.addAccount("eve")
    let roster = Self.roster(
      "ada,Ada,", "eve,Eve,", "\u{202E}x,X,", "bob,,", "grace,Grace,student")
    for isDryRun in [true, false] {
      let outcome = try await school.import(roster, isDryRun: isDryRun)
      #expect(outcome.faults.map(\.line) == [3, 4, 5, 6])
    }
    #expect(try await school.database.members(of: school.classroom).count == 1)
    #expect(try await school.database.accounts().map(\.account.name) == ["eve", "grace"])
  }

  @Test func `a teacher cannot pull in an account that is not the school's own`() async throws {
    let school = try await School()
    let other = try await school.database.addAccount(named: "olga", role: .teacher, now: .start)
      .account
    let strange = try await school.classroom(of: other)
    _ = try await school.import(Self.roster("ada,Ada,"), by: other, into: strange)
    #expect(try await school.import(Self.roster("ada,Ada,")).faults.map(\.line) == [2])
    #expect(try await school.import(Self.roster("olga,Olga,")).faults.map(\.line) == [2])
    // Another classroom of the same teacher may have her.
    let second = try await school.classroom(of: other)
    let outcome = try await school.import(Self.roster("ada,Ada,"), by: other, into: second)
    #expect(outcome.rows.map(\.change) == [.added])
    #expect(outcome.rows[0].token == nil)
  }

  @Test func `a classroom has at most so many members`() async throws {
    let school = try await School()
    let lines = (0..<StorageLimits.members).map { "s\($0),Student \($0)" }
    let roster = Roster(csv: Array((["account,name"] + lines).joined(separator: "\n").utf8))
    #expect(try await school.import(roster).faults.map(\.line) == [StorageLimits.members + 1])
    let fitting = Roster(
      csv: Array((["account,name"] + lines.dropLast()).joined(separator: "\n").utf8))
    #expect(try await school.import(fitting).faults.isEmpty)
    let late = try await school.database.addAccount("late")
    let error = await #expect(throws: StorageError.self) {
      try await school.database.join(
        try school.code(), as: late, named: "Late", now: .start)
    }
    #expect(error == .classroom(.tooMany("members", limit: StorageLimits.members)))
  }

  // MARK: tokens

  @Test func `a teacher gives a new token to the accounts of the roster only`() async throws {
    let school = try await School()
    let old = try #require(try await school.import(Self.roster("ada,Ada,")).rows[0].token)
    let new = try await school.database.resetToken(
      of: "ada", in: school.classroom, by: school.teacher, now: .start)
    #expect(try await school.database.account(withToken: old, now: .start) == nil)
    #expect(try await school.database.account(withToken: new, now: .start)?.name == "ada")

    let guest = try await school.database.addAccount("own")
    _ = try await school.database.join(try school.code(), as: guest, named: "Own", now: .start)
    let error = await #expect(throws: StorageError.self) {
      try await school.database.resetToken(
        of: "own", in: school.classroom, by: school.teacher, now: .start)
    }
    #expect(error == .classroom(.foreignAccount("own")))
    // An admin may, and so may the command line.
    for staff in [school.teacher.asAdmin, nil] {
      await #expect(throws: Never.self) {
        try await school.database.resetToken(
          of: "own", in: school.classroom, by: staff, now: .start)
      }
    }
  }

  @Test func `an account that is in a stranger's classroom too is nobody's to take`() async throws {
    let school = try await School()
    _ = try await school.import(Self.roster("ada,Ada,"))
    let other = try await school.database.addAccount(named: "olga", role: .teacher, now: .start)
      .account
    let strange = try await school.classroom(of: other)
    let code = try #require(strange.joinCode.flatMap(JoinCode.init(typed:)))
    let ada = try await school.account("ada")
    _ = try await school.database.join(code, as: ada, named: "Ada", now: .start)
    for (classroom, teacher) in [(school.classroom, school.teacher), (strange, other)] {
      let error = await #expect(throws: StorageError.self) {
        try await school.database.resetToken(
          of: "ada", in: classroom, by: teacher, now: .start)
      }
      #expect(error == .classroom(.foreignAccount("ada")))
    }
  }

  @Test func `who teaches, or has a role on the server, is nobody's to take`() async throws {
    let school = try await School()
    _ = try await school.database.addAccount(named: "root", role: .admin, now: .start)
    _ = try await school.database.addTeacher(
      "root", named: nil, to: school.classroom, by: school.teacher, now: .start)
    let demotion = await #expect(throws: StorageError.self) {
      try await school.database.changeMember(
        "root", of: school.classroom, name: nil, role: .student, by: school.teacher, now: .start)
    }
    #expect(demotion == .classroom(.teachesHere("root")))
    #expect(try await school.import(Self.roster("root,Root,student")).faults.map(\.line) == [2])
    _ = try await school.import(Self.roster("bob,Bob,teacher"))
    for name in ["root", "bob", "grace"] {
      let error = await #expect(throws: StorageError.self) {
        try await school.database.resetToken(
          of: name, in: school.classroom, by: school.teacher, now: .start)
      }
      #expect(error == .classroom(.foreignAccount(name)))
    }
  }

  // MARK: members

  @Test func `a join code opens its classroom until it is changed, closed or archived`()
    async throws
  {
    let school = try await School()
    let (database, classroom, teacher) = (school.database, school.classroom, school.teacher)
    let ada = try await database.addAccount("ada")
    let old = try school.code()
    let first = try #require(try await database.join(old, as: ada, named: "Ada", now: .start))
    #expect(first.isNew)
    #expect(first.membership.role == .student)
    let again = try #require(try await database.join(old, as: ada, named: "X", now: .start))
    #expect(!again.isNew)
    #expect(again.membership.name == "Ada")

    let bob = try await database.addAccount("bob")
    let new = try #require(
      try await database.changeJoinCode(of: classroom, isOpen: true, by: teacher, now: .start))
    #expect(try await database.join(old, as: bob, named: "Bob", now: .start) == nil)
    var settings = Self.settings()
    settings.isArchived = true
    _ = try await database.change(classroom, to: settings, by: teacher, now: .second(5))
    #expect(try await database.join(new, as: bob, named: "Bob", now: .start) == nil)
    settings.isArchived = false
    _ = try await database.change(classroom, to: settings, by: teacher, now: .second(6))
    #expect(try await database.join(new, as: bob, named: "Bob", now: .start) != nil)
    #expect(
      try await database.changeJoinCode(of: classroom, isOpen: false, by: teacher, now: .start)
        == nil)
    let cy = try await database.addAccount("cy")
    #expect(try await database.join(new, as: cy, named: "Cy", now: .start) == nil)
  }

  @Test func `a classroom keeps a teacher`() async throws {
    let school = try await School()
    let (database, classroom) = (school.database, school.classroom)
    _ = try await school.import(Self.roster("bob,Bob,teacher"))
    try await database.removeMember("grace", from: classroom, by: nil, now: .start)
    let removal = await #expect(throws: StorageError.self) {
      try await database.removeMember("bob", from: classroom, by: nil, now: .start)
    }
    #expect(removal == .classroom(.lastTeacher))
    let demotion = await #expect(throws: StorageError.self) {
      try await database.changeMember(
        "bob", of: classroom, name: nil, role: .student, by: nil, now: .start)
    }
    #expect(demotion == .classroom(.lastTeacher))
    #expect(try await school.import(Self.roster("bob,Bob,student")).faults.map(\.line) == [2])
  }

  @Test func `a member who is removed leaves what was submitted`() async throws {
    let school = try await School()
    _ = try await school.import(Self.roster("ada,Ada,"))
    let ada = try await school.account("ada")
    try await school.database.submit(by: ada)
    try await school.database.removeMember(
      "ada", from: school.classroom, by: school.teacher, now: .start)
    #expect(try await school.database.members(of: school.classroom).map(\.name) == ["grace"])
    #expect(try await school.database.number("SELECT count(*) FROM submissions") == 1)
    #expect(try await school.database.classroom(school.classroom.id, for: ada)?.membership == nil)
  }

  @Test func `what staff does is in the audit log`() async throws {
    let school = try await School()
    _ = try await school.import(Self.roster("ada,Ada,"))
    _ = try await school.database.changeMember(
      "ada", of: school.classroom, name: "Ada L", role: nil, by: school.teacher, now: .start)
    _ = try await school.database.resetToken(
      of: "ada", in: school.classroom, by: school.teacher, now: .start)
    #expect(
      try await school.database.texts(
        "SELECT action FROM audit_log WHERE classroom IS NOT NULL ORDER BY sequence")
        == ["classroom.create", "roster.import", "member.change", "token.reset"])
  }
}

extension Account {
  /// The same person, as an admin.
  fileprivate var asAdmin: Account { Account(id: id, name: name, role: .admin) }
}
