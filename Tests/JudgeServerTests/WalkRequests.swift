/// What the walk over all routes sends where `{}` is not enough. `TOKEN` becomes the token of whoever
/// asks, `CLASSROOM` the member's classroom.
enum WalkRequests {
  static let bodies: [String: String] = [
    "POST /api/v1/rejudgings":
      #"{"reason": "new cases", "classroom": "CLASSROOM", "problem": "echo"}"#,
    "POST /api/v1/classrooms": #"{"name": "a third"}"#,
    "POST /api/v1/classrooms/join": #"{"code": "7KQ4M-X9TBD"}"#,
    "PATCH /api/v1/classrooms/{classroom}": #"{"names": "aliased"}"#,
    "POST /api/v1/classrooms/{classroom}/members": #"{"account": "other teacher"}"#,
    "PATCH /api/v1/classrooms/{classroom}/members/{account}": #"{"name": "Ada"}"#,
    "POST /api/v1/classrooms/{classroom}/assignments": """
    {"name": "Week 2", "opens_at": "2026-03-02T10:15", "due_at": "2026-03-02T12:15",
     "problems": [{"problem_id": "echo"}]}
    """,
    "PATCH /api/v1/assignments/{assignment}": #"{"name": "Week 0"}"#,
    "PUT /api/v1/assignments/{assignment}/extensions/{account}": #"{"more_attempts": 1}"#,
    "PUT /api/v1/me/goal": #"{"weekly": 3}"#,
    "POST /api/v1/classrooms/{classroom}/problems/{id}/threads":
      #"{"title": "Why?", "body": "Because."}"#,
    "PATCH /api/v1/threads/{thread}": #"{"pinned": true}"#,
    "POST /api/v1/threads/{thread}/posts": #"{"body": "Yes."}"#,
    "PATCH /api/v1/posts/{post}": #"{"body": "No."}"#,
    "POST /api/v1/problems/{id}/submissions": #"{"solver": {"source": "print(2)"}}"#,
    "POST /api/v1/session": #"{"token": "TOKEN"}"#,
    "POST /api/v1/tokens": #"{"token": "TOKEN"}"#,
    "PUT /api/v1/me/password": #"{"password": "correct horse"}"#,
    "POST /api/v1/accounts": #"{"name": "somebody new"}"#,
    "PUT /api/v1/accounts/{account}/password": #"{"password": "correct horse"}"#,
  ]

  static let queries = ["GET /api/v1/rejudgings": "?classroom=CLASSROOM"]

  /// Sent as CSV.
  static let roster = "account,name\nsomebody,Somebody\n"
}
