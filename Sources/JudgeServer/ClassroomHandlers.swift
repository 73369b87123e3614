import Domain
import HTTP
import Storage

extension API {
  /// `POST /api/v1/classrooms {"name": "Asyncio 101", "time_zone": "Europe/Berlin"}`
  func createClassroom(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let document = try JSONDocument(request, known: ClassroomDocument.keys)
    var settings = ClassroomSettings(
      name: try document.string("name") ?? document.missing("name"), timeZone: "UTC")
    try document.apply(to: &settings)
    let teacher = try viewer.signedIn
    return try await refusing {
      let classroom = try await database.addClassroom(
        settings, teacher: teacher, by: teacher, now: now())
      return .encoding(
        ClassroomView(classroom, role: .staff), status: 201,
        fields: [("Location", "/api/v1/classrooms/\(classroom.id)")])
    }
  }

  /// `GET /api/v1/classrooms`: those that you are in; `?all=true` for admins.
  func listClassrooms(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["all"])
    let account = try viewer.signedIn
    let all = try request.flag("all")
    if all { try viewer.require(.admin) }
    let classrooms = try await database.classrooms(of: all ? nil : account)
    return .encoding(
      ClassroomListView(
        classrooms: classrooms.map { classroom, membership in
          let isStaff = account.role == .admin || membership?.role == .teacher
          return ClassroomView(classroom, role: isStaff ? .staff : .member, membership)
        }))
  }

  /// `GET /api/v1/classrooms/{classroom}`
  func showClassroom(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (classroom, role) = try await classroom(of: request, for: viewer, as: .member)
    if request.wantsEvents {
      return try await stream(classroom, as: role, of: viewer.signedIn, request)
    }
    let membership = try await database.classroom(classroom.id, for: viewer.signedIn)?.membership
    return .encoding(ClassroomView(classroom, role: role, membership))
  }

  /// `PATCH /api/v1/classrooms/{classroom} {"names": "aliased", "archived": true}`
  func changeClassroom(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (classroom, role) = try await classroom(of: request, for: viewer, as: .staff)
    let document = try JSONDocument(request, known: ClassroomDocument.keys + ["archived"])
    var settings = ClassroomSettings(classroom)
    try document.apply(to: &settings)
    if let archived = try document.bool("archived") { settings.isArchived = archived }
    let changed = settings
    return try await refusing {
      let classroom = try await database.change(
        classroom, to: changed, by: viewer.account, now: now())
      return .encoding(ClassroomView(classroom, role: role))
    }
  }

  /// `POST /api/v1/classrooms/{classroom}/join-code`: a fresh one; the old one stops working.
  func rotateJoinCode(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try await changeJoinCode(request, viewer, isOpen: true)
  }

  /// `DELETE /api/v1/classrooms/{classroom}/join-code`: nobody can join by a code any more.
  func closeJoinCode(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try await changeJoinCode(request, viewer, isOpen: false)
  }

  private func changeJoinCode(
    _ request: Request, _ viewer: Viewer, isOpen: Bool
  ) async throws -> Response {
    try request.allowQuery([])
    var classroom = try await runningClassroom(of: request, for: viewer)
    classroom.joinCode = try await database.changeJoinCode(
      of: classroom, isOpen: isOpen, by: viewer.account, now: now())?.rawValue
    return .encoding(ClassroomView(classroom, role: .staff))
  }

  /// `POST /api/v1/classrooms/join {"code": "7KQ4M-X9TBD", "name": "Ada Lovelace"}`
  func joinClassroom(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let account = try viewer.signedIn
    let document = try JSONDocument(request, known: ["code", "name"])
    let typed = try document.string("code") ?? document.missing("code")
    let name = try document.string("name") ?? account.name
    let time = now()
    if let wait = joinCodes.take(account.name, now: time) {
      throw HTTPError.tooManyCodes(retryAfter: wait.components.seconds + 1)
    }
    return try await refusing {
      guard let code = JoinCode(typed: typed),
        let (classroom, membership, isNew) = try await database.join(
          code, as: account, named: name, now: time)
      else { throw HTTPError.wrongJoinCode }
      joinCodes.giveBack(account.name)
      let role = membership.role == .teacher ? ClassroomRole.staff : .member
      if isNew { events.publish(.membersChanged(classroom.id)) }
      return .encoding(
        ClassroomView(classroom, role: role, membership), status: isNew ? 201 : 200,
        fields: [("Location", "/api/v1/classrooms/\(classroom.id)")])
    }
  }

  /// The classroom of the path for its staff, when it can be changed.
  func runningClassroom(of request: Request, for viewer: Viewer) async throws -> Classroom {
    let (classroom, _) = try await classroom(of: request, for: viewer, as: .staff)
    guard classroom.archivedAt == nil else { throw HTTPError.archived }
    return classroom
  }
}

extension Request {
  /// `true` or `false`; false when it is not given.
  func flag(_ name: String) throws(HTTPError) -> Bool {
    switch try query(name) {
    case nil, "false": return false
    case "true": return true
    default: throw .invalidQuery(name, "must be true or false")
    }
  }
}

/// What a client may say of a classroom.
enum ClassroomDocument {
  static let keys = ["name", "time_zone", "names", "practice", "weekly_goal"]
}

extension JSONDocument {
  fileprivate func apply(to settings: inout ClassroomSettings) throws(HTTPError) {
    if let name = try string("name") { settings.name = name }
    if let zone = try string("time_zone") {
      guard ClassroomClock(zone: zone) != nil else {
        throw wrong("time_zone", "the IANA name of a time zone, such as Europe/Berlin, or UTC")
      }
      settings.timeZone = zone
    }
    if let names = try choice("names", of: NamePolicy.self) { settings.names = names }
    if let practice = try choice("practice", of: PracticeOrder.self) {
      settings.practice = practice
    }
    if let goal = try integer("weekly_goal", in: 0...100) { settings.weeklyGoal = goal }
  }
}

private struct ClassroomListView: Encodable {
  var classrooms: [ClassroomView]
}

struct ClassroomView: Encodable {
  struct Place: Encodable {
    var role: Membership.Role
    var name: String
    /// What others see where names are aliased.
    var alias: String
    var joinedAt: String
  }

  var id: String
  var name: String
  var timeZone: String
  var names: NamePolicy
  var practice: PracticeOrder
  var weeklyGoal: Int
  var createdAt: String
  var archivedAt: String?
  /// For its staff, while it is open.
  var joinCode: String?
  /// The place of who asks.
  var you: Place?
  var href: String
  var assignmentsHref: String

  init(_ classroom: Classroom, role: ClassroomRole, _ membership: Membership? = nil) {
    id = classroom.id.rawValue
    name = classroom.name
    timeZone = classroom.timeZone
    names = classroom.names
    practice = classroom.practice
    weeklyGoal = classroom.weeklyGoal
    createdAt = classroom.createdAt.description
    archivedAt = classroom.archivedAt?.description
    if role == .staff {
      joinCode = classroom.joinCode.flatMap(JoinCode.init(typed:))?.description
    }
    you = membership.map {
      Place(
        role: $0.role, name: $0.name, alias: $0.alias, joinedAt: $0.joinedAt.description)
    }
    href = "/api/v1/classrooms/\(classroom.id)"
    assignmentsHref = "/api/v1/classrooms/\(classroom.id)/assignments"
  }
}
