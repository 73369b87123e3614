import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/threads/{thread}/posts?after=&limit=`: oldest first.
  func listPosts(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["after", "limit"])
    let place = try await thread(of: request, for: viewer)
    try await checkOpen(place, to: viewer)
    let after = try request.query("after")
    let limit = try request.pageSize()
    let page = try await paging {
      try await database.posts(of: place.thread, after: after, limit: limit)
    }
    let reader = try place.reader(viewer)
    return .encoding(
      PostPageView(
        posts: page.posts.map { PostView($0, for: reader) }, nextAfter: page.nextCursor))
  }

  /// `POST /api/v1/threads/{thread}/posts {"body": "…", "submission_id": "01J…"}`
  func addPost(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let place = try await thread(of: request, for: viewer)
    try await checkOpen(place, to: viewer)
    guard place.classroom.archivedAt == nil else { throw HTTPError.archived }
    let document = try JSONDocument(request, known: ["body", "submission_id"])
    let new = try await newPost(document, about: place.thread.problem, by: viewer)
    return try await refusing {
      let post = try await database.addPost(
        new, to: place.thread, isStaff: place.role == .staff, now: now())
      return .encoding(PostView(post, for: try place.reader(viewer)), status: 201)
    }
  }

  /// `PATCH /api/v1/posts/{post} {"body": "…", "submission_id": null}`: what the body does not name
  /// stays as it is; null takes the shared solution back.
  func changePost(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (post, place) = try await post(of: request, for: viewer)
    try await checkOpen(place, to: viewer)
    guard place.classroom.archivedAt == nil else { throw HTTPError.archived }
    guard post.author.account.id == (try viewer.signedIn.id) else { throw HTTPError.notYourPost }
    guard let text = post.body else { throw HTTPError.postRemoved }
    let document = try JSONDocument(request, known: ["body", "submission_id"])
    var new = NewPost(
      author: post.author.account, body: try document.markdown("body") ?? text,
      solution: post.solution)
    if document.has("submission_id") {
      new.solution = try await shared(
        document.string("submission_id"), at: place.thread.problem, by: viewer)
    }
    let edited = new
    return try await refusing {
      guard place.role == .staff || !place.thread.isClosed else {
        throw StorageError.classroom(.threadClosed)
      }
      guard let post = try await database.replace(post, with: edited, now: now()) else {
        throw HTTPError.postRemoved
      }
      return .encoding(PostView(post, for: try place.reader(viewer)))
    }
  }

  /// `DELETE /api/v1/posts/{post}`: by its author, at any time, and by staff. Its place stays.
  func removePost(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (post, place) = try await post(of: request, for: viewer)
    let isOwn = post.author.account.id == (try viewer.signedIn.id)
    if !isOwn {
      try await checkOpen(place, to: viewer)
      guard place.role == .staff else { throw HTTPError.staffOnly }
    }
    guard place.classroom.archivedAt == nil else { throw HTTPError.archived }
    try await database.remove(
      post, from: place.thread, in: place.classroom, by: isOwn ? nil : viewer.account, now: now())
    return Response(204)
  }

  /// `GET /api/v1/posts/{post}/solution`: what its author shares, for those who may read the thread.
  func showSolution(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let (post, place) = try await post(of: request, for: viewer)
    try await checkOpen(place, to: viewer)
    guard let id = post.solution, let submission = try await database.submission(id) else {
      throw HTTPError.noSolution
    }
    return .encoding(SolutionView(submission, in: post))
  }
}
