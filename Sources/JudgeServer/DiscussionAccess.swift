import Domain
import HTTP
import Storage

/// A thread, and who asks for it.
struct DiscussionPlace: Sendable {
  var thread: DiscussionThread
  var classroom: Classroom
  var role: ClassroomRole
}

/// Who may read and write what about a problem:
///
/// | who | reads and writes | edits | removes | pins and closes |
/// |---|---|---|---|---|
/// | the classroom's staff | always | their own | anything | yes |
/// | a member who knows to have solved the problem, or to whom it is not due any more | yes, until the thread is closed | their own | their own | no |
/// | any other member | no: `solve_first` | no | their own | no |
/// | anybody else | there is no such thread | – | – | – |
extension API {
  var discussionRoutes: [Route] {
    let body = ServerLimits.postBody
    let threads = "/api/v1/classrooms/{classroom}/problems/{id}/threads"
    let thread = "/api/v1/threads/{thread}"
    let post = "/api/v1/posts/{post}"
    return [
      Route(.get, threads, .account, listThreads),
      Route(.post, threads, .account, bodyLimit: body, openThread),
      Route(.get, thread, .account, showThread),
      Route(.patch, thread, .account, bodyLimit: body, changeThread),
      Route(.get, thread + "/posts", .account, listPosts),
      Route(.post, thread + "/posts", .account, bodyLimit: body, addPost),
      Route(.patch, post, .account, bodyLimit: body, changePost),
      Route(.delete, post, .account, removePost),
      Route(.get, post + "/solution", .account, showSolution),
    ]
  }

  /// The thread `{thread}` of the path. To strangers of its classroom it does not exist.
  func thread(of request: Request, for viewer: Viewer) async throws -> DiscussionPlace {
    let name = request.parameter("thread") ?? ""
    guard let id = ThreadID(name), let thread = try await database.thread(id),
      let place = try await place(of: thread, for: viewer)
    else { throw HTTPError.unknownThread(name) }
    return place
  }

  /// The post `{post}` of the path, where its discussion may be closed to who asks.
  func post(
    of request: Request, for viewer: Viewer
  ) async throws -> (post: Post, place: DiscussionPlace) {
    let name = request.parameter("post") ?? ""
    guard let id = PostID(name), let (post, thread) = try await database.post(id),
      let place = try await place(of: thread, for: viewer)
    else { throw HTTPError.unknownPost(name) }
    return (post, place)
  }

  private func place(
    of thread: DiscussionThread, for viewer: Viewer
  ) async throws -> DiscussionPlace? {
    let account = try viewer.signedIn
    guard
      let (classroom, membership) = try await database.classroom(
        number: thread.classroom, for: account),
      let role = ClassroomRole(account, membership)
    else { return nil }
    return DiscussionPlace(thread: thread, classroom: classroom, role: role)
  }

  /// 403 for a student to whom the discussion of the problem is not open yet.
  func checkOpen(_ place: DiscussionPlace, to viewer: Viewer) async throws {
    try await checkOpen(place.thread.problem, in: place.classroom, place.role, to: viewer)
  }

  func checkOpen(
    _ problem: ProblemID, in classroom: Classroom, _ role: ClassroomRole, to viewer: Viewer
  ) async throws {
    guard role == .member else { return }
    let account = try viewer.signedIn
    if try await hasSolved(problem, account) { return }
    var due: [Timestamp] = []
    for assignment in try await database.assignments(of: classroom)
    where assignment[problem] != nil {
      let extended = try await database.extensions(of: assignment)[account.id]
      due.append(assignment.times.extended(by: extended).due)
    }
    guard DiscussionRule.isOpen(hasSolved: false, due: due, now: now()) else {
      throw HTTPError.solveFirst(problem)
    }
  }

  /// The submission that somebody shares. The same error when it is not accepted and when its author
  /// cannot know that yet: trying to share it tells nothing.
  func shared(
    _ name: String?, at problem: ProblemID, by viewer: Viewer
  ) async throws -> SubmissionID? {
    guard let name else { return nil }
    guard let id = SubmissionID(name), let submission = try await database.submission(id),
      submission.account?.id == (try viewer.signedIn.id), submission.problem == problem,
      submission.judgement?.verdict == .accepted,
      try await detail(of: submission, for: viewer).showsVerdict
    else { throw HTTPError.notShareable(problem) }
    return id
  }
}

extension JSONDocument {
  /// The Markdown of a post.
  func markdown(_ key: String) throws(HTTPError) -> String? {
    guard let text = try string(key, length: ServerLimits.postLength) else { return nil }
    let isText = text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\r" || $0 == "\t" || $0.properties.generalCategory != .control
    }
    guard isText, text.contains(where: { !$0.isWhitespace }) else {
      throw wrong(key, "a text with something in it, and without control characters")
    }
    return text
  }
}

extension HTTPError {
  static func unknownThread(_ id: String) -> HTTPError {
    HTTPError(
      404, code: "unknown_thread",
      "There is no thread \"\(id)\" for you; GET /api/v1/classrooms/ID/problems/ID/threads lists "
        + "them.")
  }

  static func unknownPost(_ id: String) -> HTTPError {
    HTTPError(
      404, code: "unknown_post",
      "There is no post \"\(id)\" for you; GET /api/v1/threads/ID/posts lists them.")
  }

  static func solveFirst(_ problem: ProblemID) -> HTTPError {
    HTTPError(
      403, code: "solve_first",
      "The discussion of \"\(problem)\" opens to you when you have solved it, or when it was due in "
        + "each assignment that has it.")
  }

  static func notShareable(_ problem: ProblemID) -> HTTPError {
    HTTPError(
      422, code: "not_shareable",
      "submission_id must be an accepted submission of your own to \"\(problem)\", whose verdict you "
        + "know.")
  }

  static let notYourPost = HTTPError(
    403, code: "not_your_post", "Only its author can edit this; write a post of your own.")

  static let postRemoved = HTTPError(
    409, code: "post_removed", "This was removed, and its place stays as it is.")

  static let noSolution = HTTPError(
    404, code: "no_solution",
    "This post shares no solution; those that do have a solution in "
      + "the list of posts.")
}
