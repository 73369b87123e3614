import Domain
import GRDB
import Glibc
import Posix

/// The database of one server: accounts, the submission log, the queue, the judgements.
///
/// Durable: a call that stores something returns after a commit that is on the disk. Blocks nobody:
/// the work runs on GRDB's own queues.
package final class Database: Sendable {
  package enum Location: Sendable, Hashable {
    case file(String)
    /// Gone with the object; for tests.
    case memory
  }

  package enum Role: Sendable, Hashable {
    /// The only server of this database: holds `<path>.lock` while it runs.
    case server
    /// A command beside a server that may be running.
    case tool
  }

  let connection: any DatabaseWriter
  let commits: GroupCommit
  /// The number and name of the newest migration.
  package let schema: String
  private let lock: LockFile?

  private init(connection: any DatabaseWriter, schema: String, lock: consuming LockFile?) {
    self.connection = connection
    commits = GroupCommit(connection)
    self.schema = schema
    self.lock = lock
  }

  /// Opens the database, makes it when there is none, and brings its schema up to date.
  package static func open(
    _ location: Location, migrations directory: String, role: Role, now: Timestamp
  ) async throws(StorageError) -> Database {
    let migrations = try Migration.read(directory: directory)
    var lock: LockFile?
    if case .file(let path) = location, role == .server { lock = try LockFile.take(of: path) }
    do {
      let connection = try connect(location)
      try await connection.writeWithoutTransaction { database in
        try Migration.apply(migrations, to: database, now: now)
        // The pool sets NORMAL after every hook that it offers; FULL has to come last.
        try database.execute(sql: "PRAGMA synchronous = FULL")
      }
      let newest = migrations[migrations.count - 1]
      return Database(connection: connection, schema: newest.fileName, lock: lock)
    } catch {
      let name = if case .file(let path) = location { path } else { "in memory" }
      throw .wrapping(error, "opening the database \(name)")
    }
  }

  private static func connect(_ location: Location) throws -> any DatabaseWriter {
    var configuration = Configuration()
    configuration.label = "storage"
    configuration.foreignKeysEnabled = true
    configuration.maximumReaderCount = StorageLimits.readers
    configuration.busyMode = .timeout(Double(StorageLimits.busyTimeout.components.seconds))
    configuration.prepareDatabase { database in
      try database.execute(
        sql: "PRAGMA journal_size_limit = \(StorageLimits.journalSize.bytes)")
    }
    return switch location {
    case .file(let path): try DatabasePool(path: path, configuration: configuration)
    case .memory: try DatabaseQueue(configuration: configuration)
    }
  }

  /// Commits what is under way, empties the write-ahead log, closes. Call it last.
  package func close() async {
    // A failure here costs nothing: the next start reads the write-ahead log.
    try? await connection.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA optimize")
      _ = try? database.checkpoint(.truncate)
    }
    try? connection.close()
  }

  /// Several reads of one request see one snapshot.
  func read<Value: Sendable>(
    _ operation: String, _ work: @escaping @Sendable (GRDB.Database) throws -> Value
  ) async throws(StorageError) -> Value {
    do {
      return try await connection.read(work)
    } catch {
      throw .wrapping(error, operation)
    }
  }
}

/// Keeps a second server off a database. The kernel lets go of the lock when the process ends,
/// however it ends; the file itself stays.
struct LockFile: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  static func take(of path: String) throws(StorageError) -> LockFile {
    let file = path + ".lock"
    let opened = unsafe Glibc.open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else {
      throw .failed(operation: "opening", cause: SystemError(file).description)
    }
    let lock = LockFile(descriptor: FileDescriptor(owning: opened))
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(path: path) }
    return lock
  }
}
