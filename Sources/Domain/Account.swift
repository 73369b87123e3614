/// Who submits. Guests have no account.
package struct Account: Sendable, Hashable {
  package var id: Int64
  /// 1 to 64 characters; unique on this server.
  package var name: String
  package var role: AccountRole

  package init(id: Int64, name: String, role: AccountRole = .student) {
    self.id = id
    self.name = name
    self.role = role
  }
}

/// What an account may do on the whole server; each may do what those before it may. What somebody
/// may do in a classroom is said by `Membership`.
package enum AccountRole: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// Submits, and joins classrooms.
  case student
  /// Makes classrooms.
  case teacher
  /// Everything, in every classroom.
  case admin

  package static func < (a: AccountRole, b: AccountRole) -> Bool { a.level < b.level }

  private var level: Int {
    switch self {
    case .student: 0
    case .teacher: 1
    case .admin: 2
    }
  }
}
