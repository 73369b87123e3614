import Domain
import HTTP

extension API {
  /// Accounts, how they prove who they are, and what staff did.
  var accountRoutes: [Route] {
    let body = ServerLimits.accountBody
    let account = "/api/v1/accounts/{account}"
    return [
      // Signing in
      Route(.post, "/api/v1/session", bodyLimit: body, signIn),
      Route(.delete, "/api/v1/session", bodyLimit: body, signOut),
      Route(.post, "/api/v1/tokens", bodyLimit: body, exchangeForToken),

      // One's own account
      Route(.get, "/api/v1/me", .account, showMe),
      Route(.put, "/api/v1/me/password", .account, bodyLimit: body, changeMyPassword),
      Route(.get, "/api/v1/me/tokens", .account, listMyTokens),
      Route(.post, "/api/v1/me/tokens", .account, bodyLimit: body, addMyToken),
      Route(.delete, "/api/v1/me/tokens/{token}", .account, revokeMyToken),

      // All accounts
      Route(.get, "/api/v1/accounts", .admin, listAccounts),
      Route(.post, "/api/v1/accounts", .admin, bodyLimit: body, addAccount),
      Route(.get, account, .admin, showAccount),
      Route(.patch, account, .admin, bodyLimit: body, changeAccount),
      Route(.put, account + "/password", .admin, bodyLimit: body, setPassword),
      Route(.delete, account + "/password", .admin, removePassword),
      Route(.get, account + "/tokens", .admin, listTokens),
      Route(.post, account + "/tokens", .admin, bodyLimit: body, addToken),
      Route(.delete, account + "/tokens", .admin, revokeTokens),
      Route(.delete, account + "/tokens/{token}", .admin, revokeToken),

      Route(.get, "/api/v1/audit", .teacher, listAudit),
    ]
  }
}
