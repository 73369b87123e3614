import Domain
import HTTP
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct TeacherToolsTests {
  private static let program = """
    import sys

    def solve(lines):
        totals = {}
        for line in lines:
            name, amount = line.split()
            if name in totals:
                totals[name] += int(amount)
            else:
                totals[name] = int(amount)
        best = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        for name, total in best[:10]:
            print(name, total, sep=": ")
        return len(best)

    solve(sys.stdin.read().splitlines())
    """

  private static let other = """
    from collections import Counter
    import fileinput

    counter = Counter()
    while True:
        try:
            word = input().strip()
        except EOFError:
            break
        counter.update(word.lower())
    print(*(f"{letter}{count}" for letter, count in counter.most_common()), flush=True)
    assert not [letter for letter in counter if letter.isupper()], "never"
    with open("/dev/null", "w") as out:
        out.write(str(counter) or "nothing" + chr(10) * 3)
    """

  /// Bob and cy, made by a roster, have submitted; `=ada` and others have not.
  private func submitted() async throws -> (ClassroomFixture, assignment: String) {
    let fixture = try await ClassroomFixture()
    let assignment = try await fixture.assign()
    let made = try await fixture.importRoster(
      "account,name\nbob,\"=HYPERLINK(\"\"x\"\")\"\ncy,Cy\ndi/../x,Di\n")
    let copy =
      Self.program.replacing("totals", with: "sums").replacing("line", with: "row")
      + "\n# all mine\n"
    for (row, source) in zip(made.json["rows"].elements, [Self.program, copy, Self.other]) {
      let token = try #require(row["token"].string)
      let reply = try await fixture.server.post(
        "/api/v1/problems/echo/submissions?assignment=\(assignment.suffix(26))",
        type: "text/x-python", fields: ["Authorization": "Bearer \(token)"], Array(source.utf8))
      #expect(reply.status == 201, "\(reply.text)")
      try await fixture.server.judge(.example(.accepted))
    }
    return (fixture, assignment)
  }

  @Test func `a gradebook is a table that a spreadsheet can be trusted with`() async throws {
    let (fixture, assignment) = try await submitted()
    let csv = try await fixture.send(
      .get, assignment + "/gradebook", by: fixture.teacher, fields: ["Accept": "text/csv"])
    #expect(
      csv.text == """
        account,name,echo (10),total (10)\r
        bob,"'=HYPERLINK(""x"")",10,10\r
        ada,Ada Lovelace,0,0\r
        cy,Cy,10,10\r
        di/../x,Di,10,10\r

        """)
    let json = try await fixture.send(.get, assignment + "/gradebook", by: fixture.teacher).json
    #expect(json["rows"].elements.map { $0["account"].string } == ["bob", "ada", "cy", "di/../x"])
    #expect(json["rows"][0]["problems"][0]["verdict"].string == "AC")
    #expect(json["rows"][1]["problems"][0]["verdict"] == .null)
    let all = try await fixture.send(
      .get, fixture.classroom + "/gradebook?format=csv", by: fixture.teacher)
    #expect(all.text.hasPrefix("account,name,Week 1 (10),total (10)\r\n"))
  }

  @Test func `programs that are alike are shown to staff as a hint`() async throws {
    let (fixture, assignment) = try await submitted()
    let reply = try await fixture.send(.get, assignment + "/similarity", by: fixture.teacher).json
    #expect(reply["note"].string?.contains("no proof") == true)
    let problem = reply["problems"][0]
    #expect(problem["compared_submissions"].integer == 3)
    let pairs = problem["pairs"].elements
    #expect(pairs.map { $0["first"]["account"].string } == ["bob"])
    #expect(pairs.map { $0["second"]["account"].string } == ["cy"])
    #expect(pairs.map { $0["share_percent"].integer } == [100])
  }

  @Test(arguments: ["/gradebook", "/similarity", "/submissions.zip"])
  func `students do not see them`(path: String) async throws {
    let fixture = try await ClassroomFixture()
    let assignment = try await fixture.assign()
    #expect(try await fixture.send(.get, assignment + path, by: fixture.student).status == 403)
    #expect(try await fixture.send(.get, assignment + path, by: fixture.stranger).status == 404)
  }

  @Test func `all submissions come as an archive`() async throws {
    let (fixture, assignment) = try await submitted()
    let server = Server(
      configuration: ServerConfiguration(host: "127.0.0.1", port: 0),
      router: fixture.server.api.router, hooks: ServerHooks(onFailure: { _, _ in }))
    let address = try #require(try await server.start().first)
    let reply = try await HTTPClient(port: try #require(address.port)).get(
      assignment + "/submissions.zip", fields: ["Authorization": "Bearer \(fixture.teacher)"])
    await server.stop(grace: .seconds(1))
    #expect(reply.status == 200)
    #expect(reply.fields["content-type"] == "application/zip")
    // It comes in chunks, which this client leaves as they are.
    let text = String(decoding: reply.body, as: UTF8.self)
    #expect(text.contains("PK\u{3}\u{4}"))
    #expect(text.contains("PK\u{5}\u{6}"))
    for directory in ["echo/bob/counted-20260302T101500-AC-", "echo/di____x~"] {
      #expect(text.contains(directory))
    }
    #expect(!text.contains("../"))
  }

  @Test(arguments: [
    ("ada", "ada"), ("Ada", "_da~7"), ("a/../b", "a____b~7"), ("con", "con~7"), ("..", "__~7"),
    ("é", "_~7"), ("a~1", "a_1~7"),
  ])
  func `a directory's name is safe everywhere`(account: String, name: String) {
    #expect(ArchiveName.directory(of: Account(id: 7, name: account)) == name)
  }
}
