import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct DiscussionsTests {
  private struct Fixture {
    var database: Database
    var teacher: Account
    var student: Account
    var classroom: Classroom

    init() async throws {
      database = try await Database.inMemory()
      teacher = try await database.addAccount(named: "grace", role: .teacher, now: .start).account
      classroom = try await database.addClassroom(
        ClassroomSettings(name: "Asyncio", timeZone: "UTC"), teacher: teacher, by: teacher,
        now: .start)
      student = try await database.addAccount("ada")
      let code = try #require(classroom.joinCode.flatMap(JoinCode.init(typed:)))
      _ = try await database.join(code, as: student, named: "Ada", now: .start)
    }

    /// Each an hour after the one before.
    func open(_ titles: String...) async throws -> [DiscussionThread] {
      var threads: [DiscussionThread] = []
      for (hour, title) in titles.enumerated() {
        threads.append(
          try await database.addThread(
            title, NewPost(author: student, body: "Body of \(title)"), to: classroom, about: .echo,
            now: .second(Int64(hour) * 3600)))
      }
      return threads
    }

    func threads(after: String? = nil, limit: Int = 2) async throws -> ThreadPage {
      try await database.threads(of: classroom, about: .echo, after: after, limit: limit)
    }
  }

  @Test func `threads are listed newest first, the pinned ones apart`() async throws {
    let fixture = try await Fixture()
    let threads = try await fixture.open("a", "b", "c", "d")
    _ = try await fixture.database.change(
      threads[1], in: fixture.classroom, title: nil, isPinned: true, isClosed: nil,
      by: fixture.teacher, now: .start)
    let first = try await fixture.threads()
    #expect(first.pinned.map(\.title) == ["b"])
    #expect(first.threads.map(\.title) == ["d", "c"])
    let second = try await fixture.threads(after: first.nextCursor)
    #expect(second.pinned.isEmpty)
    #expect(second.threads.map(\.title) == ["a"])
    #expect(second.nextCursor == nil)
    await #expect(throws: StorageError.invalidCursor("x")) {
      _ = try await fixture.threads(after: "x")
    }
    let other = try await fixture.database.threads(
      of: fixture.classroom, about: .sum, after: nil, limit: 10)
    #expect(other.threads.isEmpty)
  }

  @Test func `posts are listed oldest first`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open("a")[0]
    for body in ["second", "third"] {
      _ = try await fixture.database.addPost(
        NewPost(author: fixture.teacher, body: body), to: thread, isStaff: true, now: .second(5))
    }
    let first = try await fixture.database.posts(of: thread, after: nil, limit: 2)
    #expect(first.posts.map(\.body) == ["Body of a", "second"])
    let last = try await fixture.database.posts(of: thread, after: first.nextCursor, limit: 2)
    #expect(last.posts.map(\.body) == ["third"])
    #expect(last.nextCursor == nil)
    let read = try #require(try await fixture.database.thread(thread.id))
    #expect(read.posts == 3)
    #expect(read.lastPostAt == .second(5))
    #expect(first.posts.map(\.author.membership?.name) == ["Ada", "grace"])
  }

  @Test func `a removed post keeps its place and nothing else`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open("a")[0]
    let opening = try await fixture.database.posts(of: thread, after: nil, limit: 1).posts[0]
    try await fixture.database.remove(
      opening, from: thread, in: fixture.classroom, by: fixture.teacher, now: .second(1))
    let left = try await fixture.database.posts(of: thread, after: nil, limit: 10).posts
    #expect(left.map(\.isRemoved) == [true])
    #expect(try await fixture.database.thread(thread.id)?.title == nil)
    let text = try await fixture.database.texts("SELECT coalesce(body, '-') FROM posts")
    #expect(text == ["-"])
    let (records, _) = try await fixture.database.auditLog(AuditFilter(limit: 1))
    #expect(records[0].entry.action == "post.remove")
    #expect(records[0].entry.details["author"] == .string("ada"))
    #expect(records[0].account == "grace")
    // What is removed is not edited, and not told of twice.
    let again = try await fixture.database.replace(
      opening, with: NewPost(author: fixture.student, body: "back"), now: .second(2))
    #expect(again == nil)
    try await fixture.database.remove(
      opening, from: thread, in: fixture.classroom, by: fixture.teacher, now: .second(3))
    let count = try await fixture.database.number(
      "SELECT count(*) FROM audit_log WHERE action = 'post.remove'")
    #expect(count == 1)
  }

  @Test func `the author's own removal is no deed of staff, and a reply takes no title along`()
    async throws
  {
    let fixture = try await Fixture()
    let thread = try await fixture.open("a")[0]
    let reply = try await fixture.database.addPost(
      NewPost(author: fixture.student, body: "reply"), to: thread, isStaff: false, now: .start)
    try await fixture.database.remove(
      reply, from: thread, in: fixture.classroom, by: nil, now: .second(1))
    #expect(try await fixture.database.thread(thread.id)?.title == "a")
    let count = try await fixture.database.number(
      "SELECT count(*) FROM audit_log WHERE action = 'post.remove'")
    #expect(count == 0)
  }

  @Test func `who writes too much has to wait`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open("a")[0]
    func write(at second: Int64, by author: Account) async throws {
      _ = try await fixture.database.addPost(
        NewPost(author: author, body: "x"), to: thread, isStaff: false, now: .second(second))
    }
    for second in 1..<Int64(StorageLimits.postsInWindow) {
      try await write(at: second, by: fixture.student)
    }
    await #expect(throws: StorageError.classroom(.tooManyPosts(wait: .seconds(590)))) {
      try await write(at: 10, by: fixture.student)
    }
    try await write(at: 10, by: fixture.teacher)
    try await write(at: 600, by: fixture.student)
    await #expect(throws: StorageError.classroom(.tooManyPosts(wait: .seconds(1)))) {
      try await write(at: 600, by: fixture.student)
    }
  }

  @Test func `a closed thread takes posts of staff only`() async throws {
    let fixture = try await Fixture()
    let thread = try await fixture.open("a")[0]
    let closed = try await fixture.database.change(
      thread, in: fixture.classroom, title: nil, isPinned: nil, isClosed: true, by: fixture.teacher,
      now: .start)
    #expect(closed.isClosed)
    #expect(!closed.isPinned)
    // Decided by the row, not by what the caller has read before.
    await #expect(throws: StorageError.classroom(.threadClosed)) {
      _ = try await fixture.database.addPost(
        NewPost(author: fixture.student, body: "x"), to: thread, isStaff: false, now: .start)
    }
    _ = try await fixture.database.addPost(
      NewPost(author: fixture.teacher, body: "x"), to: thread, isStaff: true, now: .start)
  }

  @Test func `only so many threads are pinned`() async throws {
    let fixture = try await Fixture()
    var threads: [DiscussionThread] = []
    for number in 0...StorageLimits.pinnedThreads {
      threads += [
        try await fixture.database.addThread(
          "t", NewPost(author: fixture.student, body: "x"), to: fixture.classroom, about: .echo,
          now: .second(Int64(number) * 3600))
      ]
    }
    func pin(_ thread: DiscussionThread) async throws {
      _ = try await fixture.database.change(
        thread, in: fixture.classroom, title: nil, isPinned: true, isClosed: nil,
        by: fixture.teacher, now: .start)
    }
    for thread in threads.dropLast() { try await pin(thread) }
    await #expect(
      throws: StorageError.classroom(
        .tooMany("pinned threads", limit: StorageLimits.pinnedThreads))
    ) { try await pin(threads[threads.count - 1]) }
    // Pinning again what is pinned changes nothing.
    try await pin(threads[0])
  }
}
