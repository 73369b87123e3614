import GRDB

/// What went wrong with the database, and what to do about it.
package enum StorageError: Error, Sendable, Hashable {
  case accountExists(String)
  case invalidAccountName(String)
  case invalidCursor(String)
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
    case .invalidCursor(let cursor): "\"\(cursor)\" is not a cursor of this server."
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
