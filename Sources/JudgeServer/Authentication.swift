import Domain
import HTTP
import Storage

extension API {
  /// Who sends the request: a guest, when it carries no token. A token that is wrong is an error and
  /// not a guest: the student would wonder why nothing ranks.
  func viewer(of request: Request) async throws -> Viewer {
    var viewer = Viewer(address: request.peer)
    guard let header = request[header: "authorization"] else { return viewer }
    let parts = header.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].lowercased() == "bearer",
      let account = try await database.account(withToken: String(parts[1]), now: now())
    else { throw HTTPError.invalidToken }
    viewer.account = account
    return viewer
  }
}
