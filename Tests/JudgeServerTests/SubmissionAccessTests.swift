import Domain
import Testing

@testable import JudgeServer

@Suite struct SubmissionAccessTests {
  struct Case: Sendable {
    var owner: Account?
    var viewer: Account?
    var isTaught = false
    var access: SubmissionAccess
  }

  private static let ada = Account(id: 1, name: "ada")
  private static let bob = Account(id: 2, name: "bob")
  private static let teacher = Account(id: 3, name: "turing", role: .teacher)
  private static let admin = Account(id: 4, name: "root", role: .admin)

  @Test(arguments: [
    Case(owner: ada, viewer: ada, access: .owner),
    Case(owner: ada, viewer: bob, access: .none),
    Case(owner: ada, viewer: nil, access: .none),
    Case(owner: ada, viewer: teacher, access: .none),
    Case(owner: ada, viewer: teacher, isTaught: true, access: .staff),
    // A student who helps to teach.
    Case(owner: ada, viewer: bob, isTaught: true, access: .staff),
    Case(owner: ada, viewer: admin, access: .staff),
    // A teacher's own, in the classroom that they teach.
    Case(owner: teacher, viewer: teacher, isTaught: true, access: .staff),
    Case(owner: teacher, viewer: teacher, access: .owner),
    Case(owner: admin, viewer: ada, access: .none),
    Case(owner: nil, viewer: nil, access: .visitor),
    Case(owner: nil, viewer: ada, access: .visitor),
    Case(owner: nil, viewer: teacher, access: .visitor),
    Case(owner: nil, viewer: admin, access: .staff),
  ])
  func `who sees what`(given: Case) {
    #expect(
      SubmissionAccess(owner: given.owner, viewer: given.viewer, isTaught: given.isTaught)
        == given.access)
  }
}
