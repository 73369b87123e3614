import GRDB

/// What went wrong with the database, and what to do about it.
package enum StorageError: Error, Sendable, Hashable {
  case accountExists(String)
  case invalidAccountName(String)
  case unknownAccount(String)
  /// Nobody would be left who could let others in.
  case lastAdmin(String)
  case invalidTokenName(String)
  case tooManyTokens
  case invalidCursor(String)
  case nothingToRejudge
  case tooManyToRejudge(limit: Int)
  /// The id of the rejudging that has one of the submissions.
  case alreadyRejudging(String)
  /// Some of its submissions are still to be judged, or it has ended.
  case rejudgingNotReady
  case tooManyTestsWaiting(limit: Int)
  case fileExists(String)
  /// What SQLite, or we, found wrong with it.
  case damagedBackup(String)
  case classroom(ClassroomFault)
  /// Another server has this database open.
  case inUse(path: String)
  case migration(MigrationFault)
  /// A row that does not mean anything to this version.
  case corrupt(String)
  /// SQLite or the file system refused.
  case failed(operation: String, cause: String)
}

extension StorageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .accountExists(let name):
      "There is an account \"\(name)\" already; choose another name."
    case .invalidAccountName(let name):
      "\"\(name)\" cannot be an account's name; use 1 to 64 characters, no control characters, "
        + "no space at either end."
    case .unknownAccount(let name): "There is no account \"\(name)\"."
    case .lastAdmin(let name):
      "\"\(name)\" is the last admin who can sign in; make somebody else an admin first."
    case .invalidTokenName(let name):
      "\"\(name)\" cannot be a token's name; use 1 to 64 characters, no control characters, no "
        + "space at either end."
    case .tooManyTokens:
      "The account has \(StorageLimits.tokens) tokens; revoke one that is not used any more."
    case .invalidCursor(let cursor): "\"\(cursor)\" is not a cursor of this server."
    case .nothingToRejudge: "No judged submission is meant by this filter."
    case .tooManyToRejudge(let limit):
      "More than \(limit) submissions are meant; name a problem, an assignment or an account."
    case .alreadyRejudging(let id):
      "The rejudging \(id) has some of these submissions; apply or discard it first."
    case .rejudgingNotReady:
      "The rejudging has ended, or some of its submissions are still to be judged."
    case .tooManyTestsWaiting(let limit):
      "\(limit) of your suites of tests wait to be judged; send more when one of them is."
    case .fileExists(let path): "There is a file \(path) already; name another one."
    case .damagedBackup(let what):
      "This backup cannot be used: \(what). Use an older one."
    case .classroom(let fault): fault.description
    case .inUse(let path):
      "Another server is using the database \(path). Stop it first, or give this one its own "
        + "directory with --data."
    case .migration(let fault): fault.description
    case .corrupt(let what):
      "The database holds \(what), which this version does not understand. Restore a backup, or "
        + "use the version that wrote it."
    case .failed(let operation, let cause): "\(operation) failed: \(cause)."
    }
  }

  /// Any error of a piece of work as a storage error.
  static func wrapping(_ error: any Error, _ operation: String) -> StorageError {
    switch error {
    case let error as StorageError: error
    case let error as DatabaseError:
      .failed(
        operation: operation,
        cause:
          "SQLite says \"\(error.message ?? "unknown")\" (code \(error.extendedResultCode.rawValue))"
          + (error.resultCode == .SQLITE_FULL ? "; free some disk space" : ""))
    default: .failed(operation: operation, cause: "\(error)")
    }
  }
}
