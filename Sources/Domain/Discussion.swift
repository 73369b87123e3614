/// What the members of a classroom say about a problem, in order. Threads belong to their classroom:
/// another one does not know them.
package struct DiscussionThread: Sendable, Hashable {
  package var id: ThreadID
  /// Its row in the database.
  package var number: Int64
  /// The number of its classroom.
  package var classroom: Int64
  package var problem: ProblemID
  /// nil when it was removed with the post that opened the thread.
  package var title: String?
  package var author: Poster
  package var createdAt: Timestamp
  package var isPinned: Bool
  /// Only staff can add to it.
  package var isClosed: Bool
  /// Removed ones, too: they keep their place.
  package var posts: Int
  package var lastPostAt: Timestamp

  package init(
    id: ThreadID, number: Int64, classroom: Int64, problem: ProblemID, title: String?,
    author: Poster, createdAt: Timestamp, isPinned: Bool, isClosed: Bool, posts: Int,
    lastPostAt: Timestamp
  ) {
    self.id = id
    self.number = number
    self.classroom = classroom
    self.problem = problem
    self.title = title
    self.author = author
    self.createdAt = createdAt
    self.isPinned = isPinned
    self.isClosed = isClosed
    self.posts = posts
    self.lastPostAt = lastPostAt
  }
}

package typealias ThreadID = PublicID<DiscussionThread>

/// One text in a thread.
package struct Post: Sendable, Hashable {
  package var id: PostID
  /// Its row in the database.
  package var number: Int64
  package var author: Poster
  /// Markdown as it was sent; nil when the post was removed.
  package var body: String?
  /// An accepted submission that the author shares.
  package var solution: SubmissionID?
  package var createdAt: Timestamp
  package var editedAt: Timestamp?

  package init(
    id: PostID, number: Int64, author: Poster, body: String?, solution: SubmissionID?,
    createdAt: Timestamp, editedAt: Timestamp?
  ) {
    self.id = id
    self.number = number
    self.author = author
    self.body = body
    self.solution = solution
    self.createdAt = createdAt
    self.editedAt = editedAt
  }

  package var isRemoved: Bool { body == nil }
}

package typealias PostID = PublicID<Post>

/// Who wrote something in a classroom.
package struct Poster: Sendable, Hashable {
  package var account: Account
  /// nil for an admin from outside, and for who has left.
  package var membership: Membership?

  package init(account: Account, membership: Membership?) {
    self.account = account
    self.membership = membership
  }

  package var isStaff: Bool { membership?.role == .teacher || account.role == .admin }

  /// What members see. Teachers are known by their names: nobody has to guess whether an answer
  /// comes from one.
  package func name(under policy: NamePolicy) -> String {
    guard let membership else { return isStaff ? account.name : "a former member" }
    guard !isStaff else { return membership.name }
    return switch policy {
    case .shown: membership.name
    case .aliased: membership.alias
    case .hidden: "a student"
    }
  }
}

/// When a classroom's discussion of a problem is open to a student.
package enum DiscussionRule {
  /// Who has solved the problem cannot be given it away any more; and when it was due for the
  /// student in each of the classroom's assignments that has it (`due`), nothing can.
  package static func isOpen(hasSolved: Bool, due: [Timestamp], now: Timestamp) -> Bool {
    hasSolved || (!due.isEmpty && due.allSatisfy { now > $0 })
  }
}
