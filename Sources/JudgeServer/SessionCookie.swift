import Domain
import HTTP

/// The cookie of a browser that is signed in.
///
/// `SameSite=Lax`, not `Strict`: a link to a problem in a course's page has to open signed in. What
/// changes something is guarded by `CrossSite`.
enum SessionCookie {
  /// Over https, a name that no other host of the same domain can set (RFC 6265bis, section 4.1.3).
  private static func name(_ client: Client) -> String {
    client.isSecure ? "__Host-aj_session" : "aj_session"
  }

  /// nil when there is none.
  static func value(in request: Request, from client: Client) -> String? {
    let name = name(client)
    for field in request.values(ofHeader: "cookie") {
      for pair in field.split(separator: ";") {
        let pair = pair.drop { $0 == " " }
        if pair.hasPrefix(name + "=") { return String(pair.dropFirst(name.utf8.count + 1)) }
      }
    }
    return nil
  }

  static func set(_ value: String, for client: Client) -> (name: StaticString, value: String) {
    field(value, seconds: ServerLimits.session.components.seconds, client)
  }

  static func clear(for client: Client) -> (name: StaticString, value: String) {
    field("", seconds: 0, client)
  }

  private static func field(
    _ value: String, seconds: Int64, _ client: Client
  ) -> (name: StaticString, value: String) {
    (
      "Set-Cookie",
      "\(name(client))=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)"
        + (client.isSecure ? "; Secure" : "")
    )
  }
}

/// Keeps other sites' pages from acting with a browser's cookie.
enum CrossSite {
  /// 403 for a request that another site's page made. With a cookie (`isStrict`) it must be shown that
  /// it was our own page: browsers say so in `Sec-Fetch-Site`, older ones in `Origin`.
  static func check(_ request: Request, from client: Client, isStrict: Bool) throws(HTTPError) {
    if let site = request[header: "sec-fetch-site"] {
      guard site == "same-origin" else { throw .crossSite }
    } else if let origin = request[header: "origin"] {
      guard isOwn(origin, request, client) else { throw .crossSite }
    } else if isStrict {
      throw .crossSite
    }
  }

  static func isSafe(_ method: Method) -> Bool {
    method == .get || method == .head || method == .options
  }

  private static func isOwn(_ origin: String, _ request: Request, _ client: Client) -> Bool {
    guard let host = request[header: "host"]?.lowercased() else { return false }
    let origin = origin.lowercased()
    // Without a trusted proxy it is not known whether somebody before us speaks https.
    return origin == "https://" + host || (!client.isSecure && origin == "http://" + host)
  }
}

extension HTTPError {
  static let crossSite = HTTPError(
    403, code: "cross_site",
    "A cookie is only taken from this server's own pages (Sec-Fetch-Site: same-origin, or an Origin "
      + "that is the Host). Programs send a token as \"Authorization: Bearer TOKEN\".")

  static func sessionExpired(_ client: Client) -> HTTPError {
    HTTPError(
      401, code: "session_expired", "You are signed out; sign in again.",
      fields: [
        ("WWW-Authenticate", "Bearer realm=\"asyncjudge\""), SessionCookie.clear(for: client),
      ])
  }
}
