/// Why something cannot be done with a classroom or an assignment.
package enum ClassroomFault: Sendable, Hashable {
  /// As many attempts as the assignment allows, pending ones counted.
  case attemptsUsedUp(limit: Int)
  /// "classrooms", "members" …
  case tooMany(String, limit: Int)
  case unknownAccount(String)
  case unknownMember(String)
  case alreadyMember(String)
  /// Who would be left to run it?
  case lastTeacher
  /// The account was not made by this classroom, or does more than learn here.
  case foreignAccount(String)
  case invalidName(String)
}

extension ClassroomFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .attemptsUsedUp(let limit):
      "The \(limit) attempts that you have at this problem are used up, or wait for their "
        + "verdicts; compile errors and judge errors do not count. Ask your teacher for more."
    case .tooMany(let what, let limit):
      "There can be at most \(limit) \(what); remove or archive some first."
    case .unknownAccount(let name):
      "There is no account \"\(name)\" that can be added here; students join with the join code, "
        + "or are made by a roster."
    case .unknownMember(let name):
      "\"\(name)\" is not a member of this classroom; GET …/members lists them."
    case .alreadyMember(let name): "\"\(name)\" is a member of this classroom already."
    case .lastTeacher:
      "This is the classroom's only teacher; make somebody else a teacher first."
    case .foreignAccount(let name):
      "The account \"\(name)\" is not this classroom's alone: it was not made by its roster, "
        + "teaches, or is in other classrooms too. Ask an admin for a new token."
    case .invalidName(let name):
      "\"\(name)\" cannot be a name here; use 1 to 100 characters, no control characters, no space "
        + "at either end."
    }
  }
}
