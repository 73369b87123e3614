import Domain
import GRDB

/// How rows become threads and posts.
enum PostRow {
  private static let people = """
    accounts.id AS account_id, accounts.name AS account_name, accounts.role AS account_role,
      members.role AS member_role, members.name AS member_name, members.alias,
      members.joined_at_us
    """

  /// By a condition on `threads`, which can go on with an order.
  static func threads(
    _ condition: String, _ arguments: StatementArguments, in database: GRDB.Database
  ) throws -> [DiscussionThread] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT threads.*, \(people),
            (SELECT count(*) FROM posts WHERE thread = threads.number) AS posts,
            (SELECT created_at_us FROM posts WHERE thread = threads.number
              ORDER BY number DESC LIMIT 1) AS last_post_at_us
          FROM threads JOIN accounts ON accounts.id = threads.account
          LEFT JOIN members
            ON members.classroom = threads.classroom AND members.account = threads.account
          WHERE \(condition)
          """), arguments: arguments
    ).map { row in
      guard let id = ThreadID(row["id"] as String) else {
        throw StorageError.corrupt("a thread with the id \(row["id"] as String)")
      }
      return DiscussionThread(
        id: id, number: row["number"], classroom: row["classroom"],
        problem: try SubmissionRow.problem(row["problem"]), title: row["title"],
        author: try poster(row), createdAt: Timestamp(microseconds: row["created_at_us"]),
        isPinned: (row["pinned_at_us"] as Int64?) != nil,
        isClosed: (row["closed_at_us"] as Int64?) != nil, posts: row["posts"],
        lastPostAt: Timestamp(microseconds: row["last_post_at_us"]))
    }
  }

  static func thread(_ id: ThreadID, in database: GRDB.Database) throws -> DiscussionThread {
    guard let thread = try threads("threads.id = ?", [id.rawValue], in: database).first else {
      throw StorageError.corrupt("no thread \(id)")
    }
    return thread
  }

  /// By a condition on `posts`, which can go on with an order.
  static func posts(
    _ condition: String, _ arguments: StatementArguments, in database: GRDB.Database
  ) throws -> [Post] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT posts.*, submissions.id AS submission_id, \(people)
          FROM posts JOIN threads ON threads.number = posts.thread
          JOIN accounts ON accounts.id = posts.account
          LEFT JOIN submissions ON submissions.sequence = posts.submission
          LEFT JOIN members
            ON members.classroom = threads.classroom AND members.account = posts.account
          WHERE \(condition)
          """), arguments: arguments
    ).map { row in
      guard let id = PostID(row["id"] as String) else {
        throw StorageError.corrupt("a post with the id \(row["id"] as String)")
      }
      return Post(
        id: id, number: row["number"], author: try poster(row), body: row["body"],
        solution: (row["submission_id"] as String?).flatMap(SubmissionID.init),
        createdAt: Timestamp(microseconds: row["created_at_us"]),
        editedAt: (row["edited_at_us"] as Int64?).map(Timestamp.init(microseconds:)))
    }
  }

  static func post(_ id: PostID, in database: GRDB.Database) throws -> Post {
    guard let post = try posts("posts.id = ?", [id.rawValue], in: database).first else {
      throw StorageError.corrupt("no post \(id)")
    }
    return post
  }

  /// Throws `tooManyPosts` when the author has written too much of late; removed posts count.
  static func insert(
    _ new: NewPost, to thread: Int64, now: Timestamp, in database: GRDB.Database
  ) throws -> PostID {
    let recent = try Int64.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT created_at_us FROM posts WHERE account = ? AND created_at_us > ?
          ORDER BY created_at_us DESC LIMIT ?
          """),
      arguments: [
        new.author.id, now.microseconds - StorageLimits.postWindow.microseconds,
        StorageLimits.postsInWindow,
      ])
    if recent.count == StorageLimits.postsInWindow, let oldest = recent.last {
      let wait = Timestamp(microseconds: oldest) + StorageLimits.postWindow - now
      throw StorageError.classroom(.tooManyPosts(wait: wait))
    }
    var randomness = SystemRandomNumberGenerator()
    let id = PostID(at: now, randomness: &randomness)
    try database.cachedStatement(
      sql: """
        INSERT INTO posts (id, thread, account, body, submission, created_at_us)
        VALUES (?, ?, ?, ?, (SELECT sequence FROM submissions WHERE id = ?), ?)
        """
    ).execute(arguments: [
      id.rawValue, thread, new.author.id, new.body, new.solution?.rawValue, now.microseconds,
    ])
    return id
  }

  private static func poster(_ row: Row) throws -> Poster {
    let account = Account(
      id: row["account_id"], name: row["account_name"],
      role: try SubmissionRow.role(row["account_role"]))
    guard let role: String = row["member_role"] else {
      return Poster(account: account, membership: nil)
    }
    guard let role = Membership.Role(rawValue: role) else {
      throw StorageError.corrupt("a member with the role \(role)")
    }
    return Poster(
      account: account,
      membership: Membership(
        account: account, role: role, name: row["member_name"], alias: row["alias"],
        joinedAt: Timestamp(microseconds: row["joined_at_us"])))
  }
}
