import Domain
import HTTP
import Storage

/// An assignment, and who asks for it.
struct AssignmentPlace: Sendable {
  var assignment: Assignment
  var classroom: Classroom
  var role: ClassroomRole
}

extension API {
  /// The assignment `{assignment}` of the path, for those who may. To strangers, and to students
  /// before it opens, it does not exist; to a member who asks for what is its staff's, 403.
  func assignment(
    of request: Request, for viewer: Viewer, as needed: ClassroomRole
  ) async throws -> AssignmentPlace {
    let name = request.parameter("assignment") ?? ""
    let place = try await assignment(named: name, for: viewer)
    guard place.role >= needed else { throw HTTPError.staffOnly }
    return place
  }

  func assignment(named name: String, for viewer: Viewer) async throws -> AssignmentPlace {
    let account = try viewer.signedIn
    guard let id = AssignmentID(name), let assignment = try await database.assignment(id),
      let (classroom, membership) = try await database.classroom(
        number: assignment.classroom, for: account),
      let role = ClassroomRole(account, membership),
      role == .staff || assignment.times.opens <= now()
    else { throw HTTPError.unknownAssignment(name) }
    return AssignmentPlace(assignment: assignment, classroom: classroom, role: role)
  }
}

extension HTTPError {
  static func unknownAssignment(_ id: String) -> HTTPError {
    HTTPError(404, code: "unknown_assignment", "There is no assignment \"\(id)\" for you.")
  }
}
