import Domain
import HTTP

/// One way to call the API.
package struct Route: Sendable {
  package enum Handler: Sendable {
    /// The same for everyone, from memory: runs on the event loop and must not block.
    case quick(@Sendable (Request) throws -> Response)
    /// Before it is known who asks: to sign in and out.
    case open(@Sendable (Request) async throws -> Response)
    /// Told who asks.
    case viewed(@Sendable (Request, Viewer) async throws -> Response)
  }

  package var method: Method
  /// `/api/v1/problems/{id}`
  package var pattern: String
  package var access: Access
  /// Bytes; nil: the server's limit.
  package var bodyLimit: ByteCount?
  package var handler: Handler
  /// What there is ready for everyone: runs on the event loop first, and must not block. nil: nothing
  /// is, and the handler answers.
  var ready: (@Sendable (Request) throws -> Response?)?

  init(
    _ method: Method, _ pattern: String,
    _ handler: @escaping @Sendable (Request) throws -> Response
  ) {
    self.method = method
    self.pattern = pattern
    access = .everyone
    self.handler = .quick(handler)
  }

  init(
    _ method: Method, _ pattern: String, bodyLimit: ByteCount,
    _ handler: @escaping @Sendable (Request) async throws -> Response
  ) {
    self.method = method
    self.pattern = pattern
    access = .everyone
    self.bodyLimit = bodyLimit
    self.handler = .open(handler)
  }

  init(
    _ method: Method, _ pattern: String, _ access: Access, bodyLimit: ByteCount? = nil,
    ready: (@Sendable (Request) throws -> Response?)? = nil,
    _ handler: @escaping @Sendable (Request, Viewer) async throws -> Response
  ) {
    precondition(ready == nil || access == .everyone, "what is ready is shown to everyone")
    self.ready = ready
    self.method = method
    self.pattern = pattern
    self.access = access
    self.bodyLimit = bodyLimit
    self.handler = .viewed(handler)
  }
}

/// Who may call a route at all. What it is about (a classroom, a submission) may ask for more, and
/// does not exist for those who may not see it.
package enum Access: String, Sendable, Hashable, CaseIterable {
  /// Guests, too.
  case everyone
  /// Whoever is signed in.
  case account
  /// Teachers and admins.
  case teacher
  case admin

  func check(_ viewer: Viewer) throws(HTTPError) {
    switch self {
    case .everyone: return
    case .account: _ = try viewer.signedIn
    case .teacher: try viewer.require(.teacher)
    case .admin: try viewer.require(.admin)
    }
  }
}

extension API {
  package var router: Router {
    var router = Router()
    for route in routes {
      switch route.handler {
      case .quick(let handler): router.on(route.method, route.pattern, handler)
      case .open(let handler):
        router.on(route.method, route.pattern, bodyLimit: route.bodyLimit?.bytes, handler)
      case .viewed(let handler):
        let limit = route.bodyLimit?.bytes
        let answer: @Sendable (Request) async throws -> Response = { request in
          let viewer = try await viewer(of: request)
          try route.access.check(viewer)
          return try await handler(request, viewer)
        }
        if let ready = route.ready {
          router.on(route.method, route.pattern, bodyLimit: limit, ready: ready, answer)
        } else {
          router.on(route.method, route.pattern, bodyLimit: limit, answer)
        }
      }
    }
    return router
  }
}
