import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/audit?classroom=&after=&limit=`: what staff did, newest first. Admins read all of
  /// it, teachers what belongs to their classrooms.
  func listAudit(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["classroom", "after", "limit"])
    let account = try viewer.signedIn
    var filter = AuditFilter(
      teacher: account.role == .admin ? nil : account, limit: try request.pageSize())
    if let name = try request.query("classroom") {
      guard let id = ClassroomID(name),
        let (_, membership) = try await database.classroom(id, for: account),
        account.role == .admin || membership?.role == .teacher
      else { throw HTTPError.unknownClassroom(name) }
      filter.classroom = id
    }
    if let after = try request.query("after") {
      guard let sequence = Int64(after), sequence > 0 else { throw HTTPError.invalidCursor }
      filter.before = sequence
    }
    let (records, next) = try await database.auditLog(filter)
    return .encoding(
      AuditPageView(entries: records.map(AuditView.init), nextAfter: next.map(String.init)))
  }
}

private struct AuditPageView: Encodable {
  var entries: [AuditView]
  /// The `after` of the next page; absent on the last.
  var nextAfter: String?
}

private struct AuditView: Encodable {
  var id: Int64
  var at: String
  /// Absent: the command line.
  var account: String?
  var action: String
  var subject: String
  var classroomId: String?
  var details: [String: JSONValue]

  init(_ record: AuditRecord) {
    id = record.sequence
    at = record.at.description
    account = record.account
    action = record.entry.action
    subject = record.entry.subject
    classroomId = record.entry.classroom?.rawValue
    details = record.entry.details
  }
}
