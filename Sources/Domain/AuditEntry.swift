/// What a member of staff did, for the audit log. Holds no secret: no token, no password, no source.
package struct AuditEntry: Sendable, Hashable {
  /// `account.create`, `submission.rejudge`: a thing and a verb.
  package var action: String
  /// What it was done to: `account/ada`, `classroom/01J…`.
  package var subject: String
  /// The classroom that it belongs to, whose teachers may read it; nil: for admins only.
  package var classroom: ClassroomID?
  /// What else there is to know, small.
  package var details: [String: JSONValue]

  package init(
    _ action: String, _ subject: String, classroom: ClassroomID? = nil,
    details: [String: JSONValue] = [:]
  ) {
    self.action = action
    self.subject = subject
    self.classroom = classroom
    self.details = details
  }
}

/// A line of the audit log.
package struct AuditRecord: Sendable, Hashable {
  /// Position in the log; grows.
  package var sequence: Int64
  package var at: Timestamp
  /// The name of who did it; nil: the command line.
  package var account: String?
  package var entry: AuditEntry

  package init(sequence: Int64, at: Timestamp, account: String?, entry: AuditEntry) {
    self.sequence = sequence
    self.at = at
    self.account = account
    self.entry = entry
  }
}
