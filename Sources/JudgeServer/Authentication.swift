import Domain
import HTTP
import Storage

extension API {
  /// Who sends the request: a guest, when it carries neither a token nor a cookie. A token that is
  /// wrong is an error and not a guest: the student would wonder why nothing ranks.
  func viewer(of request: Request) async throws -> Viewer {
    let client = Client(request)
    var viewer = Viewer(client: client)
    if let header = request[header: "authorization"] {
      let parts = header.split(separator: " ", omittingEmptySubsequences: true)
      guard parts.count == 2, parts[0].lowercased() == "bearer",
        let account = try await database.account(withToken: String(parts[1]), now: now())
      else { throw HTTPError.invalidToken }
      viewer.account = account
    } else if let cookie = SessionCookie.value(in: request, from: client) {
      let isSafe = CrossSite.isSafe(request.method)
      if !isSafe { try CrossSite.check(request, from: client, isStrict: true) }
      viewer.account = try await database.account(withSession: cookie, now: now())
      viewer.isByCookie = viewer.account != nil
      // To look around as a guest is fine; to submit as one unknowingly is not.
      guard viewer.account != nil || isSafe else { throw HTTPError.sessionExpired(client) }
    }
    return viewer
  }
}
