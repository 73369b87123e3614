/// What answers a request. A quick one runs on the connection's event loop and must not block; a
/// suspending one gives the loop up while it waits.
package enum Handler: Sendable {
  case quick(@Sendable (Request) throws -> Response)
  case suspending(@Sendable (Request) async throws -> Response)
}

/// Routes by method and path: `/problems/{id}` matches any one segment in place of `{id}`; a literal
/// segment wins over a parameter.
package struct Router: Sendable {
  struct Route: Sendable {
    var method: Method
    var pattern: [Substring]
    /// nil: the server's limit.
    var bodyLimit: Int?
    var handler: Handler
  }

  private(set) var routes: [Route] = []

  package init() {}

  /// The routes in the order they were added, as `GET /problems/{id}`.
  package var descriptions: [String] {
    routes.map { "\($0.method.rawValue) /\($0.pattern.joined(separator: "/"))" }
  }

  package mutating func on(
    _ method: Method, _ pattern: String, bodyLimit: Int? = nil,
    _ handler: @escaping @Sendable (Request) throws -> Response
  ) {
    add(method, pattern, bodyLimit, .quick(handler))
  }

  package mutating func on(
    _ method: Method, _ pattern: String, bodyLimit: Int? = nil,
    _ handler: @escaping @Sendable (Request) async throws -> Response
  ) {
    add(method, pattern, bodyLimit, .suspending(handler))
  }

  private mutating func add(
    _ method: Method, _ pattern: String, _ bodyLimit: Int?, _ handler: Handler
  ) {
    precondition(pattern.hasPrefix("/"), "a pattern starts with a slash")
    routes.append(
      Route(
        method: method, pattern: pattern.split(separator: "/"), bodyLimit: bodyLimit,
        handler: handler))
  }
}

/// What a request's path and method lead to.
enum RouteMatch: Sendable {
  struct Parameter: Sendable, Hashable {
    var name: String
    /// In the head's bytes, still encoded.
    var range: Range<Int>
  }

  case handler(Handler, [Parameter], bodyLimit: Int?)
  /// The path exists, with these methods.
  case otherMethods(String)
  case nothing
}

/// A router's routes as a tree of path segments, made once.
final class RouteTree: Sendable {
  private let literals: [(segment: [UInt8], child: RouteTree)]
  private let parameter: (name: String, child: RouteTree)?
  private let handlers: [Method: (handler: Handler, bodyLimit: Int?)]
  /// For the `Allow` field.
  private let allow: String

  convenience init(_ router: Router) { self.init(router.routes, depth: 0) }

  private init(_ routes: [Router.Route], depth: Int) {
    var handlers: [Method: (handler: Handler, bodyLimit: Int?)] = [:]
    var children: [Substring: [Router.Route]] = [:]
    var order: [Substring] = []
    for route in routes {
      if route.pattern.count == depth {
        precondition(handlers[route.method] == nil, "two routes for one method and path")
        handlers[route.method] = (route.handler, route.bodyLimit)
      } else {
        let segment = route.pattern[depth]
        if children[segment] == nil { order.append(segment) }
        children[segment, default: []].append(route)
      }
    }
    if handlers[.head] == nil { handlers[.head] = handlers[.get] }
    self.handlers = handlers
    let methods = Method.allCases.filter { handlers[$0] != nil || $0 == .options }
    allow = methods.map(\.rawValue).joined(separator: ", ")
    let trees = order.map { ($0, RouteTree(children[$0] ?? [], depth: depth + 1)) }
    literals = trees.filter { !$0.0.hasPrefix("{") }.map { (Array($0.0.utf8), $0.1) }
    let parameters = trees.filter { $0.0.hasPrefix("{") }
    precondition(parameters.count <= 1, "two names for one parameter")
    parameter = parameters.first.map { (String($0.0.dropFirst().dropLast()), $0.1) }
  }

  func match(_ method: Method, _ path: Range<Int>, in head: Span<UInt8>) -> RouteMatch {
    var parameters: [RouteMatch.Parameter] = []
    guard let node = node(path, in: head, &parameters), !node.handlers.isEmpty else {
      return .nothing
    }
    guard let found = node.handlers[method] else { return .otherMethods(node.allow) }
    return .handler(found.handler, parameters, bodyLimit: found.bodyLimit)
  }

  private func node(
    _ path: Range<Int>, in head: Span<UInt8>, _ parameters: inout [RouteMatch.Parameter]
  ) -> RouteTree? {
    var index = path.lowerBound
    // One slash leads each segment; a path of nothing but "/" has none.
    guard index < path.upperBound, head[index] == ASCII.slash else {
      return path.isEmpty ? self : nil
    }
    index += 1
    if index == path.upperBound { return self }
    var node = self
    while true {
      let start = index
      while index < path.upperBound, head[index] != ASCII.slash { index += 1 }
      let segment = start..<index
      if let next = node.literal(segment, in: head) {
        node = next
      } else if let (name, next) = node.parameter, !segment.isEmpty {
        parameters.append(RouteMatch.Parameter(name: name, range: segment))
        node = next
      } else {
        return nil
      }
      if index == path.upperBound { return node }
      index += 1
    }
  }

  private func literal(_ segment: Range<Int>, in head: Span<UInt8>) -> RouteTree? {
    for (expected, child) in literals where expected.count == segment.count {
      if zip(expected, segment).allSatisfy({ $0 == head[$1] }) { return child }
    }
    return nil
  }
}
