import Domain
import Testing

@Suite struct RosterTests {
  private func roster(_ text: String) -> Roster { Roster(csv: Array(text.utf8)) }

  @Test func `columns stand in any order, and others are left alone`() {
    let roster = roster(
      "Name , email,ACCOUNT,role\r\n Ada Lovelace ,a@x.org,ada,\r\nBob,,bob,Teacher\r\n")
    #expect(roster.faults.isEmpty)
    #expect(
      roster.entries == [
        Roster.Entry(line: 2, account: "ada", name: "Ada Lovelace"),
        Roster.Entry(line: 3, account: "bob", name: "Bob", role: .teacher),
      ])
  }

  @Test func `every bad line is reported with its number`() {
    let roster = roster(
      "account,name,role\nada,Ada,\n,Nobody,\nbob,,\ncy,Cy,boss\nada,Ada,\ndi,Di\n")
    #expect(roster.entries.map(\.account) == ["ada"])
    #expect(
      roster.faults == [
        Roster.Fault(line: 3, "has no account"), Roster.Fault(line: 4, "has no name"),
        Roster.Fault(line: 5, "has the role \"boss\"; the roles are student and teacher"),
        Roster.Fault(line: 6, "has the account \"ada\" of line 2 again"),
        Roster.Fault(line: 7, "has 2 fields, where the first line has 3"),
      ])
  }

  @Test(arguments: ["", "ada,Ada\n", "account\nada\n", "account,name,name\nada,Ada,Ada\n", "\"a\n"])
  func `without headings nothing is read`(text: String) {
    let roster = roster(text)
    #expect(roster.entries.isEmpty)
    #expect(roster.faults.map(\.line) == [1])
  }

  @Test func `what is exported can be imported`() {
    let members = [
      Membership(
        account: Account(id: 1, name: "=ada"), role: .teacher, name: "-Ada, \"Countess\"",
        alias: "x", joinedAt: Timestamp(microseconds: 0)),
      Membership(
        account: Account(id: 2, name: "bob"), role: .student, name: "'Bob", alias: "y",
        joinedAt: Timestamp(microseconds: 0)),
    ]
    let roster = roster(Roster.csv(members))
    #expect(roster.faults.isEmpty)
    #expect(roster.entries.map(\.account) == ["=ada", "bob"])
    #expect(roster.entries.map(\.name) == ["-Ada, \"Countess\"", "'Bob"])
    #expect(roster.entries.map(\.role) == [.teacher, .student])
  }

  @Test func `a join code is typed as people type`() throws {
    var randomness = SystemRandomNumberGenerator()
    let code = JoinCode(randomness: &randomness)
    #expect(JoinCode(typed: code.rawValue) == code)
    #expect(JoinCode(typed: " " + code.description.lowercased() + " ") == code)
    #expect(try #require(JoinCode(typed: "oil00-00000")).rawValue == "0110000000")
    #expect(JoinCode(typed: "0000-00000") == nil)
    #expect(JoinCode(typed: "00000-000000") == nil)
    #expect(JoinCode(typed: "00000-0000U") == nil)
  }

  @Test func `aliases do not run out and do not repeat`() {
    var randomness = SystemRandomNumberGenerator()
    var taken: Set<String> = []
    for _ in 0..<1500 {
      let alias = Alias.fresh(besides: taken, randomness: &randomness)
      #expect(taken.insert(alias).inserted)
    }
  }
}
