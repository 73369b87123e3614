import Domain
import HTTP
import Storage

/// What somebody may see of a submission: the one rule, for every way to look at one.
///
/// | who asks | an account's submission | a guest's |
/// |---|---|---|
/// | an admin | everything | everything |
/// | teaches a classroom that its owner is a student of | everything | what a student sees |
/// | its owner | what a student sees, and the source | – |
/// | anybody else | it does not exist | what a student sees |
///
/// A submission to an assignment is taught in the classroom of that alone.
enum SubmissionAccess: Sendable, Hashable {
  case none
  /// Whoever has the id of a guest's submission: 80 random bits.
  case visitor
  case owner
  /// Hidden cases too; what they read and expect is shown to nobody.
  case staff

  /// `isTaught`: `viewer` teaches it, as `submission(_:seenBy:)` says.
  init(owner: Account?, viewer: Account?, isTaught: Bool) {
    if viewer?.role == .admin {
      self = .staff
    } else if let owner, let viewer {
      self = isTaught ? .staff : owner.id == viewer.id ? .owner : .none
    } else {
      self = owner == nil ? .visitor : .none
    }
  }

  var exists: Bool { self != .none }
  var showsSource: Bool { self == .owner || self == .staff }
  var showsHiddenCases: Bool { self == .staff }
}

extension Viewer {
  /// Whose submissions a list shows.
  var audience: SubmissionAudience {
    switch account {
    case nil: .guest
    case let account? where account.role == .admin: .admin
    case let account?: .account(account)
    }
  }
}

extension API {
  /// The submission `{id}` of the path and what the viewer may see of it; 404 when that is nothing.
  func submission(
    of request: Request, for viewer: Viewer
  ) async throws -> (submission: Submission, access: SubmissionAccess) {
    let name = request.parameter("id") ?? ""
    guard let id = SubmissionID(name),
      let (submission, isTaught) = try await database.submission(id, seenBy: viewer.account)
    else { throw HTTPError.unknownSubmission(name) }
    let access = SubmissionAccess(
      owner: submission.account, viewer: viewer.account, isTaught: isTaught)
    guard access.exists else { throw HTTPError.unknownSubmission(name) }
    return (submission, access)
  }
}
