/// What an account proves itself with to the API; the secret itself is kept nowhere.
package struct Token: Sendable, Hashable {
  /// Its name in URLs; says nothing about the secret.
  package var id: String
  /// What its owner calls it: `laptop`.
  package var name: String
  package var createdAt: Timestamp
  /// nil: does not expire.
  package var expiresAt: Timestamp?
  /// To the hour; nil: not used yet.
  package var lastUsedAt: Timestamp?
  /// Good for one sign-in, and for nothing else.
  package var isOneTime: Bool

  package init(
    id: String, name: String, createdAt: Timestamp, expiresAt: Timestamp? = nil,
    lastUsedAt: Timestamp? = nil, isOneTime: Bool = false
  ) {
    self.id = id
    self.name = name
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.lastUsedAt = lastUsedAt
    self.isOneTime = isOneTime
  }
}

/// What is said of a token before it exists.
package struct NewToken: Sendable, Hashable {
  package var name: String
  package var expiresAt: Timestamp?
  package var isOneTime: Bool

  package init(name: String, expiresAt: Timestamp? = nil, isOneTime: Bool = false) {
    self.name = name
    self.expiresAt = expiresAt
    self.isOneTime = isOneTime
  }

  /// For somebody's first sign-in, or after they lost everything else: once, within a day.
  package static func signIn(at now: Timestamp) -> NewToken {
    NewToken(name: "sign-in", expiresAt: now + .seconds(24 * 3600), isOneTime: true)
  }
}
