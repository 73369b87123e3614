/// What the walk over all routes sends where `{}` is not enough. `TOKEN` becomes the token of whoever
/// asks.
enum WalkRequests {
  static let bodies: [String: String] = [
    "POST /api/v1/problems/{id}/submissions": #"{"solver": {"source": "print(2)"}}"#,
    "POST /api/v1/session": #"{"token": "TOKEN"}"#,
    "POST /api/v1/tokens": #"{"token": "TOKEN"}"#,
    "PUT /api/v1/me/password": #"{"password": "correct horse"}"#,
    "POST /api/v1/accounts": #"{"name": "somebody new"}"#,
    "PUT /api/v1/accounts/{account}/password": #"{"password": "correct horse"}"#,
  ]
}
