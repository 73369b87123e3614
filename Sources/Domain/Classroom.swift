/// A teacher's group of students. Classrooms on one server are strangers to each other.
package struct Classroom: Sendable, Hashable {
  package var id: ClassroomID
  /// Its row in the database.
  package var number: Int64
  package var name: String
  /// An IANA name: `Europe/Berlin`.
  package var timeZone: String
  /// nil: nobody can join by a code.
  package var joinCode: String?
  package var names: NamePolicy
  package var practice: PracticeOrder
  /// Problems that a student is to solve in a week.
  package var weeklyGoal: Int
  /// What students see of others' standings does not change from then on.
  package var frozenAt: Timestamp?
  package var createdAt: Timestamp
  package var archivedAt: Timestamp?

  package init(
    id: ClassroomID, number: Int64, name: String, timeZone: String, joinCode: String? = nil,
    names: NamePolicy = .shown, practice: PracticeOrder = .free, weeklyGoal: Int = 3,
    frozenAt: Timestamp? = nil, createdAt: Timestamp, archivedAt: Timestamp? = nil
  ) {
    self.id = id
    self.number = number
    self.name = name
    self.timeZone = timeZone
    self.joinCode = joinCode
    self.names = names
    self.practice = practice
    self.weeklyGoal = weeklyGoal
    self.frozenAt = frozenAt
    self.createdAt = createdAt
    self.archivedAt = archivedAt
  }
}

package typealias ClassroomID = PublicID<Classroom>

/// What members see of each other on leaderboards.
package enum NamePolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// Names.
  case shown
  /// An alias that is the member's in this classroom.
  case aliased
  /// Only their own row.
  case hidden
}

/// In which order the three problem sets open to a student.
package enum PracticeOrder: String, Sendable, Hashable, Codable, CaseIterable {
  case free
  /// A set opens when the one before it is solved.
  case ordered
}

/// Somebody in a classroom.
package struct Membership: Sendable, Hashable {
  package enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    case student, teacher
  }

  package var account: Account
  package var role: Role
  /// The name in this classroom.
  package var name: String
  package var alias: String
  package var joinedAt: Timestamp

  package init(
    account: Account, role: Role, name: String, alias: String, joinedAt: Timestamp
  ) {
    self.account = account
    self.role = role
    self.name = name
    self.alias = alias
    self.joinedAt = joinedAt
  }
}
