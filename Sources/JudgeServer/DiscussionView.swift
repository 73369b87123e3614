import Domain
import HTTP

/// For whom a discussion is shown.
struct DiscussionReader: Sendable {
  var account: Account
  var classroom: Classroom
  var role: ClassroomRole
}

extension DiscussionPlace {
  func reader(_ viewer: Viewer) throws(HTTPError) -> DiscussionReader {
    DiscussionReader(account: try viewer.signedIn, classroom: classroom, role: role)
  }
}

struct PosterView: Encodable {
  /// By the classroom's name policy; staff see names.
  var name: String
  var role: Membership.Role
  /// For staff.
  var account: String?
  var isYou: Bool

  init(_ poster: Poster, for reader: DiscussionReader) {
    if reader.role == .staff {
      name = poster.membership?.name ?? poster.account.name
      account = poster.account.name
    } else {
      name = poster.name(under: reader.classroom.names)
    }
    role = poster.isStaff ? .teacher : .student
    isYou = poster.account.id == reader.account.id
  }
}

struct ThreadView: Encodable {
  var id: String
  var classroomId: String
  var problemId: String
  /// Absent when it was removed.
  var title: String?
  var author: PosterView
  var createdAt: String
  var pinned: Bool
  /// Only staff can add to it.
  var closed: Bool
  /// How many.
  var posts: Int
  var lastPostAt: String
  var href: String
  var postsHref: String

  init(_ thread: DiscussionThread, for reader: DiscussionReader) {
    id = thread.id.rawValue
    classroomId = reader.classroom.id.rawValue
    problemId = thread.problem.rawValue
    title = thread.title
    author = PosterView(thread.author, for: reader)
    createdAt = thread.createdAt.description
    pinned = thread.isPinned
    closed = thread.isClosed
    posts = thread.posts
    lastPostAt = thread.lastPostAt.description
    href = "/api/v1/threads/\(thread.id)"
    postsHref = "/api/v1/threads/\(thread.id)/posts"
  }
}

struct ThreadPageView: Encodable {
  /// On the first page.
  var pinned: [ThreadView]
  var threads: [ThreadView]
  /// The `after` of the next page; absent on the last.
  var nextAfter: String?
}

struct PostView: Encodable {
  var id: String
  var author: PosterView
  /// Markdown as it was sent; absent when the post was removed.
  var body: String?
  var removed: Bool
  var createdAt: String
  var editedAt: String?
  /// Where the solution is that the author shares.
  var solutionHref: String?
  /// For the author and staff.
  var submissionId: String?
  var href: String

  init(_ post: Post, for reader: DiscussionReader) {
    id = post.id.rawValue
    author = PosterView(post.author, for: reader)
    body = post.body
    removed = post.isRemoved
    createdAt = post.createdAt.description
    editedAt = post.editedAt?.description
    href = "/api/v1/posts/\(post.id)"
    solutionHref = post.solution.map { _ in "/api/v1/posts/\(post.id)/solution" }
    if author.isYou || reader.role == .staff { submissionId = post.solution?.rawValue }
  }
}

struct PostPageView: Encodable {
  var posts: [PostView]
  /// The `after` of the next page; absent on the last.
  var nextAfter: String?
}

/// A shared solution: what was submitted, and nothing of how it was judged or by whom.
struct SolutionView: Encodable {
  var postId: String
  var problemId: String
  var runtime: String
  var entry: String?
  var parameters: [String: JSONValue]
  /// Empty for problems that ship their solver.
  var source: String
  /// Whether it still is, after rejudging.
  var accepted: Bool

  init(_ submission: Submission, in post: Post) {
    postId = post.id.rawValue
    problemId = submission.problem.rawValue
    runtime = submission.configuration.runtime
    entry = submission.configuration.entry
    parameters = submission.configuration.parameters
    source = submission.configuration.source
    accepted = submission.judgement?.verdict == .accepted
  }
}
