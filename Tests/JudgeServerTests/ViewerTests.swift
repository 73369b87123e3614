import Domain
import HTTP
import Testing

@testable import JudgeServer

@Suite struct ViewerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var role: AccountRole?
    var access: Access
    /// nil: may pass.
    var status: Int?

    var testDescription: String { "\(role?.rawValue ?? "guest"), \(access.rawValue)" }
  }

  @Test(arguments: [
    Case(role: nil, access: .everyone, status: nil),
    Case(role: nil, access: .account, status: 401),
    Case(role: nil, access: .teacher, status: 401),
    Case(role: nil, access: .admin, status: 401),
    Case(role: .student, access: .everyone, status: nil),
    Case(role: .student, access: .account, status: nil),
    Case(role: .student, access: .teacher, status: 403),
    Case(role: .student, access: .admin, status: 403),
    Case(role: .teacher, access: .account, status: nil),
    Case(role: .teacher, access: .teacher, status: nil),
    Case(role: .teacher, access: .admin, status: 403),
    Case(role: .admin, access: .teacher, status: nil),
    Case(role: .admin, access: .admin, status: nil),
  ])
  func `a route lets in who may call it`(given: Case) {
    let account = given.role.map { Account(id: 1, name: "ada", role: $0) }
    let viewer = Viewer(account: account, address: "192.0.2.7")
    var status: Int?
    do throws(HTTPError) {
      try given.access.check(viewer)
    } catch {
      status = error.status.code
    }
    #expect(status == given.status)
  }
}
