/// The methods that a route can be for. Others of RFC 9110, and QUERY, are known but not served (405).
package enum Method: String, Sendable, Hashable, CaseIterable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"
  case options = "OPTIONS"

  /// What a request line can name: a method to route, one that is defined and that we do not serve, or
  /// something else (501).
  enum Named: Sendable, Hashable {
    case routable(Method)
    case unserved
    case unknown

    /// By the bytes, so that no string is made for each request. Methods have their case.
    init(_ token: Range<Int>, in bytes: Span<UInt8>) {
      self =
        switch token.count {
        case 3 where bytes.equals(token, "GET"): .routable(.get)
        case 3 where bytes.equals(token, "PUT"): .routable(.put)
        case 4 where bytes.equals(token, "HEAD"): .routable(.head)
        case 4 where bytes.equals(token, "POST"): .routable(.post)
        case 5 where bytes.equals(token, "PATCH"): .routable(.patch)
        case 6 where bytes.equals(token, "DELETE"): .routable(.delete)
        case 7 where bytes.equals(token, "OPTIONS"): .routable(.options)
        case 5 where bytes.equals(token, "TRACE") || bytes.equals(token, "QUERY"),
          7 where bytes.equals(token, "CONNECT"):
          .unserved
        default: .unknown
        }
    }
  }
}
