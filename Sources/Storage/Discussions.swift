import Domain
import GRDB

/// What becomes a post.
package struct NewPost: Sendable, Hashable {
  package var author: Account
  /// Markdown.
  package var body: String
  package var solution: SubmissionID?

  package init(author: Account, body: String, solution: SubmissionID? = nil) {
    self.author = author
    self.body = body
    self.solution = solution
  }
}

/// Newest first, the pinned ones apart.
package struct ThreadPage: Sendable {
  /// On the first page only.
  package var pinned: [DiscussionThread]
  package var threads: [DiscussionThread]
  /// nil on the last page.
  package var nextCursor: String?
}

/// Oldest first.
package struct PostPage: Sendable {
  package var posts: [Post]
  /// nil on the last page.
  package var nextCursor: String?
}

extension Database {
  /// Throws `invalidName`, `tooMany`, `tooManyPosts`.
  package func addThread(
    _ title: String, _ opening: NewPost, to classroom: Classroom, about problem: ProblemID,
    now: Timestamp
  ) async throws(StorageError) -> DiscussionThread {
    try await commits.write("opening a thread") { database in
      guard StorageLimits.isName(title) else { throw StorageError.classroom(.invalidName(title)) }
      let count = try Int.fetchOne(
        database.cachedStatement(
          sql: "SELECT count(*) FROM threads WHERE classroom = ? AND problem = ?"),
        arguments: [classroom.number, problem.rawValue])
      guard (count ?? 0) < StorageLimits.threads else {
        throw StorageError.classroom(.tooMany("threads", limit: StorageLimits.threads))
      }
      var randomness = SystemRandomNumberGenerator()
      let id = ThreadID(at: now, randomness: &randomness)
      try database.cachedStatement(
        sql: """
          INSERT INTO threads (id, classroom, problem, account, title, created_at_us)
          VALUES (?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        id.rawValue, classroom.number, problem.rawValue, opening.author.id, title,
        now.microseconds,
      ])
      _ = try PostRow.insert(opening, to: database.lastInsertedRowID, now: now, in: database)
      return try PostRow.thread(id, in: database)
    }
  }

  /// nil when there is none.
  package func thread(_ id: ThreadID) async throws(StorageError) -> DiscussionThread? {
    try await read("reading a thread") { database in
      try PostRow.threads("threads.id = ?", [id.rawValue], in: database).first
    }
  }

  /// One page. Throws `invalidCursor`.
  package func threads(
    of classroom: Classroom, about problem: ProblemID, after cursor: String?, limit: Int
  ) async throws(StorageError) -> ThreadPage {
    try await read("listing threads") { database in
      let place = "threads.classroom = ? AND threads.problem = ?"
      let key: StatementArguments = [classroom.number, problem.rawValue]
      var last = Int64.max
      if let cursor {
        guard
          let number = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT number FROM threads WHERE \(place) AND id = ?"),
            arguments: key + [cursor])
        else { throw StorageError.invalidCursor(cursor) }
        last = number
      }
      let pinned =
        cursor != nil
        ? []
        : try PostRow.threads(
          place + " AND pinned_at_us IS NOT NULL ORDER BY pinned_at_us DESC", key, in: database)
      // One row more than asked for tells whether there is a next page.
      let found = try PostRow.threads(
        place + " AND pinned_at_us IS NULL AND threads.number < ? "
          + "ORDER BY threads.number DESC LIMIT ?", key + [last, limit + 1], in: database)
      let threads = Array(found.prefix(limit))
      return ThreadPage(
        pinned: pinned, threads: threads,
        nextCursor: found.count > limit ? threads.last?.id.rawValue : nil)
    }
  }

  /// What is nil stays as it is. `staff` pins and closes, which the audit log tells. Throws
  /// `invalidName`, `tooMany`.
  package func change(
    _ thread: DiscussionThread, in classroom: Classroom, title: String?, isPinned: Bool?,
    isClosed: Bool?, by staff: Account?, now: Timestamp
  ) async throws(StorageError) -> DiscussionThread {
    try await commits.write("changing a thread") { database in
      let thread = try PostRow.thread(thread.id, in: database)
      if let title {
        guard StorageLimits.isName(title) else {
          throw StorageError.classroom(.invalidName(title))
        }
        try database.execute(
          sql: "UPDATE threads SET title = ? WHERE number = ?", arguments: [title, thread.number])
      }
      var details: [String: JSONValue] = [:]
      if let isPinned, isPinned != thread.isPinned {
        let count = try Int.fetchOne(
          database.cachedStatement(
            sql: """
              SELECT count(*) FROM threads
              WHERE classroom = ? AND problem = ? AND pinned_at_us IS NOT NULL
              """), arguments: [classroom.number, thread.problem.rawValue])
        guard !isPinned || (count ?? 0) < StorageLimits.pinnedThreads else {
          throw StorageError.classroom(
            .tooMany("pinned threads", limit: StorageLimits.pinnedThreads))
        }
        details["pinned"] = .bool(isPinned)
      }
      if let isClosed, isClosed != thread.isClosed { details["closed"] = .bool(isClosed) }
      if !details.isEmpty {
        try database.execute(
          sql: """
            UPDATE threads SET pinned_at_us = CASE WHEN ? THEN coalesce(pinned_at_us, ?) END,
              closed_at_us = CASE WHEN ? THEN coalesce(closed_at_us, ?) END
            WHERE number = ?
            """,
          arguments: [
            isPinned ?? thread.isPinned, now.microseconds, isClosed ?? thread.isClosed,
            now.microseconds, thread.number,
          ])
        try AuditLog.add(
          AuditEntry(
            "thread.change", "thread/\(thread.id)", classroom: classroom.id, details: details),
          by: staff, at: now, in: database)
      }
      return try PostRow.thread(thread.id, in: database)
    }
  }

  /// Throws `threadClosed` unless `isStaff`, `tooMany`, `tooManyPosts`.
  package func addPost(
    _ new: NewPost, to thread: DiscussionThread, isStaff: Bool, now: Timestamp
  ) async throws(StorageError) -> Post {
    try await commits.write("adding a post") { database in
      let current = try PostRow.thread(thread.id, in: database)
      guard isStaff || !current.isClosed else { throw StorageError.classroom(.threadClosed) }
      guard current.posts < StorageLimits.posts else {
        throw StorageError.classroom(.tooMany("posts in a thread", limit: StorageLimits.posts))
      }
      let id = try PostRow.insert(new, to: thread.number, now: now, in: database)
      return try PostRow.post(id, in: database)
    }
  }

  /// With its thread; nil when there is none.
  package func post(
    _ id: PostID
  ) async throws(StorageError) -> (post: Post, thread: DiscussionThread)? {
    try await read("reading a post") { database in
      guard let post = try PostRow.posts("posts.id = ?", [id.rawValue], in: database).first,
        let thread = try PostRow.threads(
          "threads.number = (SELECT thread FROM posts WHERE id = ?)", [id.rawValue], in: database
        ).first
      else { return nil }
      return (post, thread)
    }
  }

  /// One page. Throws `invalidCursor`.
  package func posts(
    of thread: DiscussionThread, after cursor: String?, limit: Int
  ) async throws(StorageError) -> PostPage {
    try await read("listing posts") { database in
      var last: Int64 = 0
      if let cursor {
        guard
          let number = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT number FROM posts WHERE thread = ? AND id = ?"),
            arguments: [thread.number, cursor])
        else { throw StorageError.invalidCursor(cursor) }
        last = number
      }
      let found = try PostRow.posts(
        "posts.thread = ? AND posts.number > ? ORDER BY posts.number LIMIT ?",
        [thread.number, last, limit + 1], in: database)
      let posts = Array(found.prefix(limit))
      return PostPage(
        posts: posts, nextCursor: found.count > limit ? posts.last?.id.rawValue : nil)
    }
  }

  /// The author's new text and solution, in place of the old ones. Nil when it was removed.
  package func replace(
    _ post: Post, with new: NewPost, now: Timestamp
  ) async throws(StorageError) -> Post? {
    try await commits.write("changing a post") { database in
      try database.cachedStatement(
        sql: """
          UPDATE posts SET body = ?, edited_at_us = ?,
            submission = (SELECT sequence FROM submissions WHERE id = ?)
          WHERE number = ? AND removed_at_us IS NULL
          """
      ).execute(arguments: [new.body, now.microseconds, new.solution?.rawValue, post.number])
      guard database.changesCount == 1 else { return nil }
      return try PostRow.post(post.id, in: database)
    }
  }

  /// Takes away what is in it; its place stays. With the post that opens a thread goes its title. A
  /// removal by staff is told by the audit log; `staff` is nil when it is the author's own.
  package func remove(
    _ post: Post, from thread: DiscussionThread, in classroom: Classroom, by staff: Account?,
    now: Timestamp
  ) async throws(StorageError) {
    try await commits.write("removing a post") { database in
      try database.execute(
        sql: """
          UPDATE posts SET body = NULL, submission = NULL, removed_at_us = ?
          WHERE number = ? AND removed_at_us IS NULL
          """, arguments: [now.microseconds, post.number])
      guard database.changesCount == 1 else { return }
      try database.execute(
        sql: """
          UPDATE threads SET title = NULL
          WHERE number = ? AND ? = (SELECT min(number) FROM posts WHERE thread = threads.number)
          """, arguments: [thread.number, post.number])
      guard let staff else { return }
      try AuditLog.add(
        AuditEntry(
          "post.remove", "post/\(post.id)", classroom: classroom.id,
          details: [
            "author": .string(post.author.account.name), "thread": .string(thread.id.rawValue),
            "problem": .string(thread.problem.rawValue),
          ]), by: staff, at: now, in: database)
    }
  }
}
