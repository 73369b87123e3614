import Domain
import HTTP
import Storage

/// What somebody may do in a classroom.
enum ClassroomRole: Sendable, Hashable, Comparable {
  case member
  /// Its teachers, and admins.
  case staff

  /// nil for strangers.
  init?(_ account: Account, _ membership: Membership?) {
    if account.role == .admin || membership?.role == .teacher {
      self = .staff
    } else if membership != nil {
      self = .member
    } else {
      return nil
    }
  }
}

extension API {
  /// The classroom `{classroom}` of the path, for those who may. To strangers it does not exist; to a
  /// member who asks for what is its staff's, 403.
  func classroom(
    of request: Request, for viewer: Viewer, as needed: ClassroomRole
  ) async throws -> (classroom: Classroom, role: ClassroomRole) {
    let account = try viewer.signedIn
    let name = request.parameter("classroom") ?? ""
    guard let id = ClassroomID(name),
      let (classroom, membership) = try await database.classroom(id, for: account),
      let role = ClassroomRole(account, membership)
    else { throw HTTPError.unknownClassroom(name) }
    guard role >= needed else { throw HTTPError.staffOnly }
    return (classroom, role)
  }
}

extension HTTPError {
  static func unknownClassroom(_ id: String) -> HTTPError {
    HTTPError(
      404, code: "unknown_classroom",
      "There is no classroom \"\(id)\" that you are in; GET /api/v1/classrooms lists yours.")
  }

  static let staffOnly = HTTPError(
    403, code: "staff_only", "This is for the teachers of the classroom; ask one of them.")
}
