/// What answers a request. A quick one runs on the connection's event loop and must not block; a
/// suspending one gives the loop up while it waits.
package enum Handler: Sendable {
  case quick(@Sendable (Request) throws -> Response)
  case suspending(@Sendable (Request) async throws -> Response)
}

/// Routes by method and path: `/problems/{id}` matches any one segment in place of `{id}`, and
/// `/files/{path*}` all that follow; a literal segment wins over a parameter. A dot segment, however it
/// is written, matches nothing.
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
  private let parameter: (name: String, takesRest: Bool, child: RouteTree)?
  /// Those that end here.
  private let routes: [Router.Route]
  /// For the `Allow` field.
  private let allow: String
  /// The methods of all routes from here on, for `OPTIONS *`.
  let allMethods: String

  convenience init(_ router: Router) { self.init(router.routes, depth: 0) }

  private init(_ all: [Router.Route], depth: Int) {
    var routes = all.filter { $0.pattern.count == depth }
    precondition(
      Set(routes.map(\.method)).count == routes.count, "two routes for one method and path")
    if var head = routes.first(where: { $0.method == .get }) {
      head.method = .head
      // One of its own comes first.
      routes.append(head)
    }
    self.routes = routes
    allow = Self.list(routes)
    allMethods = Self.list(all)
    let below = Dictionary(grouping: all.filter { $0.pattern.count > depth }) { $0.pattern[depth] }
    var literals: [(segment: [UInt8], child: RouteTree)] = []
    var parameter: (name: String, takesRest: Bool, child: RouteTree)?
    for (segment, routes) in below {
      let child = RouteTree(routes, depth: depth + 1)
      if segment.hasPrefix("{") {
        precondition(parameter == nil, "two names for one parameter")
        let takesRest = segment.hasSuffix("*}")
        parameter = (String(segment.dropFirst().dropLast(takesRest ? 2 : 1)), takesRest, child)
      } else {
        literals.append((Array(segment.utf8), child))
      }
    }
    self.literals = literals
    self.parameter = parameter
  }

  private static func list(_ routes: [Router.Route]) -> String {
    let methods = Set(routes.map(\.method))
    return Method.allCases.filter { method in
      method == .options || methods.contains(method) || method == .head && methods.contains(.get)
    }.map(\.rawValue).joined(separator: ", ")
  }

  func match(_ method: Method, _ path: Range<Int>, in head: Span<UInt8>) -> RouteMatch {
    // Only OPTIONS comes as an asterisk.
    if path.count == 1, head[path.lowerBound] == ASCII.asterisk { return .otherMethods(allMethods) }
    var parameters: [RouteMatch.Parameter] = []
    guard let node = node(path, in: head, &parameters), !node.routes.isEmpty else {
      return .nothing
    }
    guard let route = node.routes.first(where: { $0.method == method }) else {
      return .otherMethods(node.allow)
    }
    return .handler(route.handler, parameters, bodyLimit: route.bodyLimit)
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
      } else if let (name, takesRest, next) = node.parameter {
        if takesRest {
          parameters.append(RouteMatch.Parameter(name: name, range: start..<path.upperBound))
          return next
        }
        guard !segment.isEmpty, !Self.isDots(segment, in: head) else { return nil }
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
      var offset = 0
      while offset < expected.count, head[segment.lowerBound + offset] == expected[offset] {
        offset += 1
      }
      if offset == expected.count { return child }
    }
    return nil
  }

  /// `.` or `..`, also percent-encoded (RFC 3986, section 3.3): a proxy in front may read more into
  /// them than we do.
  private static func isDots(_ segment: Range<Int>, in head: Span<UInt8>) -> Bool {
    var index = segment.lowerBound
    var dots = 0
    while index < segment.upperBound {
      if head[index] == UInt8(ascii: ".") {
        index += 1
      } else if index + 3 <= segment.upperBound, head.matches(index..<index + 3, "%2e") {
        index += 3
      } else {
        return false
      }
      dots += 1
    }
    return dots <= 2
  }
}
