/// The methods that a route can be for. Others of RFC 9110 are known but not served (405).
package enum Method: String, Sendable, Hashable, CaseIterable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"
  case options = "OPTIONS"

  /// What a request line can name: a method to route, one that RFC 9110 defines and we do not serve,
  /// or something else (501).
  enum Named: Sendable, Hashable {
    case routable(Method)
    case unserved
    case unknown

    init(_ token: String) {
      if let method = Method(rawValue: token) {
        self = .routable(method)
      } else {
        self = token == "CONNECT" || token == "TRACE" ? .unserved : .unknown
      }
    }
  }
}
