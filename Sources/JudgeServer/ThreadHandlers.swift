import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/classrooms/{classroom}/problems/{id}/threads?after=&limit=`: newest first; the
  /// pinned ones are apart, on the first page.
  func listThreads(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["after", "limit"])
    let (classroom, role) = try await classroom(of: request, for: viewer, as: .member)
    let problem = try package(request).problem.id
    try await checkOpen(problem, in: classroom, role, to: viewer)
    let after = try request.query("after")
    let limit = try request.pageSize()
    let page = try await paging {
      try await database.threads(of: classroom, about: problem, after: after, limit: limit)
    }
    let reader = DiscussionReader(account: try viewer.signedIn, classroom: classroom, role: role)
    return .encoding(
      ThreadPageView(
        pinned: page.pinned.map { ThreadView($0, for: reader) },
        threads: page.threads.map { ThreadView($0, for: reader) }, nextAfter: page.nextCursor))
  }

  /// `POST /api/v1/classrooms/{classroom}/problems/{id}/threads
  /// {"title": "Why a semaphore?", "body": "…", "submission_id": "01J…"}`
  func openThread(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (classroom, role) = try await classroom(of: request, for: viewer, as: .member)
    guard classroom.archivedAt == nil else { throw HTTPError.archived }
    let problem = try package(request).problem.id
    try await checkOpen(problem, in: classroom, role, to: viewer)
    let document = try JSONDocument(request, known: ["title", "body", "submission_id"])
    let title = try document.string("title") ?? document.missing("title")
    let opening = try await newPost(document, about: problem, by: viewer)
    return try await refusing {
      let thread = try await database.addThread(
        title, opening, to: classroom, about: problem, now: now())
      let reader = DiscussionReader(
        account: opening.author, classroom: classroom, role: role)
      return .encoding(
        ThreadView(thread, for: reader), status: 201,
        fields: [("Location", "/api/v1/threads/\(thread.id)")])
    }
  }

  /// `GET /api/v1/threads/{thread}`
  func showThread(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let place = try await thread(of: request, for: viewer)
    try await checkOpen(place, to: viewer)
    return .encoding(ThreadView(place.thread, for: try place.reader(viewer)))
  }

  /// `PATCH /api/v1/threads/{thread} {"title": "…", "pinned": true, "closed": true}`: the title is
  /// its author's to change, the rest the staff's.
  func changeThread(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    var place = try await thread(of: request, for: viewer)
    try await checkOpen(place, to: viewer)
    guard place.classroom.archivedAt == nil else { throw HTTPError.archived }
    let document = try JSONDocument(request, known: ["title", "pinned", "closed"])
    let title = try document.string("title")
    let isPinned = try document.bool("pinned")
    let isClosed = try document.bool("closed")
    if isPinned != nil || isClosed != nil, place.role != .staff { throw HTTPError.staffOnly }
    if title != nil {
      guard place.thread.author.account.id == (try viewer.signedIn.id) else {
        throw HTTPError.notYourPost
      }
      guard place.thread.title != nil else { throw HTTPError.postRemoved }
    }
    let before = place
    place.thread = try await refusing {
      if title != nil, before.thread.isClosed, before.role != .staff {
        throw StorageError.classroom(.threadClosed)
      }
      return try await database.change(
        before.thread, in: before.classroom, title: title, isPinned: isPinned,
        isClosed: isClosed, by: viewer.account, now: now())
    }
    return .encoding(ThreadView(place.thread, for: try place.reader(viewer)))
  }

  /// Of a body with `body` and `submission_id`.
  func newPost(
    _ document: JSONDocument, about problem: ProblemID, by viewer: Viewer
  ) async throws -> NewPost {
    NewPost(
      author: try viewer.signedIn,
      body: try document.markdown("body") ?? document.missing("body"),
      solution: try await shared(document.string("submission_id"), at: problem, by: viewer))
  }

  /// A page, where a cursor of nowhere is the client's error.
  func paging<Page>(_ read: () async throws -> Page) async throws -> Page {
    do {
      return try await read()
    } catch StorageError.invalidCursor {
      throw HTTPError.invalidCursor
    }
  }
}
