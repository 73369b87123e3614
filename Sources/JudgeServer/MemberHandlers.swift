import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/classrooms/{classroom}/members`
  func listMembers(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (classroom, _) = try await classroom(of: request, for: viewer, as: .staff)
    let members = try await database.members(of: classroom)
    return .encoding(MemberListView(members: members.map(MemberView.init)))
  }

  /// `POST /api/v1/classrooms/{classroom}/members {"account": "grace"}`: a further teacher.
  /// Students join by the code or are made by a roster.
  func addMember(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let classroom = try await runningClassroom(of: request, for: viewer)
    let document = try JSONDocument(request, known: ["account", "name"])
    let account = try document.string("account") ?? document.missing("account")
    let name = try document.string("name")
    return try await refusing {
      let member = try await database.addTeacher(
        account, named: name, to: classroom, by: viewer.account, now: now())
      events.publish(.membersChanged(classroom.id))
      return .encoding(MemberView(member), status: 201)
    }
  }

  /// `PATCH /api/v1/classrooms/{classroom}/members/{account} {"name": "Ada", "role": "teacher"}`
  func changeMember(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let classroom = try await runningClassroom(of: request, for: viewer)
    let document = try JSONDocument(request, known: ["name", "role"])
    let name = try document.string("name")
    let role = try document.choice("role", of: Membership.Role.self)
    return try await refusing {
      let member = try await database.changeMember(
        request.parameter("account") ?? "", of: classroom, name: name, role: role,
        by: viewer.account, now: now())
      events.publish(.membersChanged(classroom.id))
      return .encoding(MemberView(member))
    }
  }

  /// `DELETE /api/v1/classrooms/{classroom}/members/{account}`: what it submitted stays.
  func removeMember(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let classroom = try await runningClassroom(of: request, for: viewer)
    return try await refusing {
      try await database.removeMember(
        request.parameter("account") ?? "", from: classroom, by: viewer.account, now: now())
      events.publish(.membersChanged(classroom.id))
      return Response(204)
    }
  }

  /// `POST /api/v1/classrooms/{classroom}/members/{account}/token`: a new one for a student whose
  /// account was made by the roster; the old ones, the password and sign-ins stop working.
  func resetMemberToken(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let classroom = try await runningClassroom(of: request, for: viewer)
    let account = request.parameter("account") ?? ""
    return try await refusing {
      let token = try await database.resetToken(
        of: account, in: classroom, by: viewer.account, now: now())
      return .encoding(
        ResetTokenView(account: account, token: token), status: 201,
        fields: [("Cache-Control", "no-store")])
    }
  }

  /// `POST /api/v1/classrooms/{classroom}/roster?dry_run=true` with CSV: `account,name,role`.
  func importRoster(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["dry_run"])
    let isDryRun = try request.flag("dry_run")
    let classroom = try await runningClassroom(of: request, for: viewer)
    guard
      ["text/csv", "text/plain", "application/x-www-form-urlencoded", nil]
        .contains(request.contentType)
    else {
      throw HTTPError(
        415, code: "unsupported_media_type",
        "A roster is CSV: send it with Content-Type: text/csv (curl -H 'Content-Type: text/csv' "
          + "--data-binary @roster.csv).")
    }
    let outcome = try await database.importRoster(
      Roster(csv: request.body), into: classroom, isDryRun: isDryRun, by: viewer.account,
      now: now())
    guard outcome.faults.isEmpty || isDryRun else { throw HTTPError.faultyRoster(outcome.faults) }
    if !isDryRun { events.publish(.membersChanged(classroom.id)) }
    let noStore: [(name: StaticString, value: String)] = [("Cache-Control", "no-store")]
    if !isDryRun, request.wantsCSV {
      return Response(
        200, contentType: "text/csv; charset=utf-8", fields: noStore,
        .bytes(Array(outcome.csv.utf8)))
    }
    return .encoding(
      RosterOutcomeView(outcome, isDryRun: isDryRun), fields: noStore)
  }

  /// `GET /api/v1/classrooms/{classroom}/roster`: as CSV that can be imported again.
  func exportRoster(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (classroom, _) = try await classroom(of: request, for: viewer, as: .staff)
    let members = try await database.members(of: classroom)
    return .csv(Roster.csv(members), named: "roster.csv")
  }
}

extension Response {
  /// A file for a spreadsheet; `name` is plain ASCII.
  static func csv(_ text: String, named name: String) -> Response {
    Response(
      200, contentType: "text/csv; charset=utf-8",
      fields: [("Content-Disposition", "attachment; filename=\"\(name)\"")],
      .bytes(Array(text.utf8)))
  }
}

extension Request {
  /// `Accept: text/csv`
  var wantsCSV: Bool {
    guard let accept = self[header: "accept"] else { return false }
    return accept.lowercased().split(separator: ",").contains { range in
      range.prefix { $0 != ";" }.filter { $0 != " " } == "text/csv"
    }
  }
}

extension RosterOutcome {
  /// With the new accounts' tokens.
  fileprivate var csv: String {
    CSV.line(["account", "name", "change", "token"])
      + rows.map {
        CSV.line([$0.entry.account, $0.entry.name, $0.change.rawValue, $0.token ?? ""])
      }.joined()
  }
}

private struct MemberListView: Encodable {
  var members: [MemberView]
}

private struct MemberView: Encodable {
  var account: String
  var name: String
  var alias: String
  var role: Membership.Role
  var joinedAt: String

  init(_ member: Membership) {
    account = member.account.name
    name = member.name
    alias = member.alias
    role = member.role
    joinedAt = member.joinedAt.description
  }
}

private struct ResetTokenView: Encodable {
  var account: String
  /// Shown only now.
  var token: String
}

private struct RosterOutcomeView: Encodable {
  struct Row: Encodable {
    var line: Int
    var account: String
    var name: String
    var change: RosterOutcome.Change
    /// Of a new account; shown only now.
    var token: String?
  }

  struct Fault: Encodable {
    var line: Int
    /// What is wrong with the line.
    var detail: String
  }

  var dryRun: Bool
  var rows: [Row]
  var faults: [Fault]

  init(_ outcome: RosterOutcome, isDryRun: Bool) {
    dryRun = isDryRun
    rows = outcome.rows.map {
      Row(
        line: $0.entry.line, account: $0.entry.account, name: $0.entry.name, change: $0.change,
        token: $0.token)
    }
    faults = outcome.faults.map { Fault(line: $0.line, detail: "The line " + $0.description + ".") }
  }
}
