import Domain
import GRDB
import Glibc
import Posix

/// Copies of the database that stand alone: one file, checked.
extension Database {
  /// Writes a copy to `path`, which must not exist yet. The server may go on meanwhile: the copy is
  /// the database as it was at one moment. It is checked before it gets its name, so that a file of
  /// this name is a good backup.
  package func backUp(to path: String) async throws(StorageError) {
    guard unsafe access(path, F_OK) != 0 else { throw .fileExists(path) }
    let partial = path + ".partial"
    unsafe unlink(partial)
    do {
      try await connection.unsafeRead { database in
        try database.execute(sql: "VACUUM INTO ?", arguments: [partial])
      }
    } catch {
      unsafe unlink(partial)
      throw .wrapping(error, "writing the backup \(path)")
    }
    do {
      _ = try await Backup.check(partial)
      try Backup.publish(partial, as: path)
    } catch {
      unsafe unlink(partial)
      throw error
    }
  }

  /// Puts the backup at `source` in the place of the database at `path`, which no server may have
  /// open. What was there is kept beside it; returns where, or nil when nothing was.
  package static func restore(
    from source: String, to path: String, migrations directory: String, now: Timestamp
  ) async throws(StorageError) -> String? {
    guard unsafe access(source, R_OK) == 0 else {
      throw .failed(operation: "reading the backup", cause: "there is no readable file \(source)")
    }
    let lock = try LockFile.take(of: path)
    let incoming = path + ".restoring"
    try Backup.copy(source, to: incoming)
    do {
      _ = try await Backup.check(incoming)
      // A backup of an older version is brought up to date, one of a newer version refused.
      let database = try await open(.file(incoming), migrations: directory, role: .tool, now: now)
      await database.close()
    } catch {
      Backup.remove(incoming)
      throw error
    }
    var kept: String?
    if unsafe access(path, F_OK) == 0 {
      let aside = path + ".before-restore-\(now.microseconds / 1_000_000)"
      for suffix in ["", "-wal", "-shm"] {
        _ = unsafe rename(path + suffix, aside + suffix)
      }
      kept = aside
    }
    try Backup.publish(incoming, as: path)
    _ = consume lock
    return kept
  }
}

/// What a backup file has to be.
enum Backup {
  /// Submissions in the log of the file at `path`; throws when SQLite finds fault with it.
  static func check(_ path: String) async throws(StorageError) -> Int {
    do {
      var configuration = Configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      return try await queue.read { database in
        let faults = try String.fetchAll(database, sql: "PRAGMA integrity_check(10)")
        guard faults == ["ok"] else { throw StorageError.damagedBackup(faults[0]) }
        let dangling = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").count
        guard dangling == 0 else {
          throw StorageError.damagedBackup("\(dangling) rows refer to rows that are not there")
        }
        guard try database.tableExists("schema_migrations") else {
          throw StorageError.damagedBackup("it is no database of AsyncJudge")
        }
        return try Int.fetchOne(database, sql: "SELECT count(*) FROM submissions") ?? 0
      }
    } catch let error as DatabaseError {
      throw .damagedBackup(error.message ?? "SQLite cannot read it")
    } catch {
      throw .wrapping(error, "checking \(path)")
    }
  }

  /// Flushes a file to the disk and gives it its name. It holds everybody's sources: nobody but its
  /// owner reads it.
  static func publish(_ partial: String, as path: String) throws(StorageError) {
    let opened = unsafe Glibc.open(partial, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw failure("opening", partial) }
    let descriptor = FileDescriptor(owning: opened)
    guard fchmod(descriptor.rawValue, 0o600) == 0, fsync(descriptor.rawValue) == 0 else {
      throw failure("flushing", partial)
    }
    guard unsafe rename(partial, path) == 0 else { throw failure("naming", path) }
  }

  static func copy(_ source: String, to target: String) throws(StorageError) {
    remove(target)
    let input = unsafe Glibc.open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw failure("opening", source) }
    let from = FileDescriptor(owning: input)
    let output = unsafe Glibc.open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw failure("creating", target) }
    let to = FileDescriptor(owning: output)
    while true {
      let count = sendfile(to.rawValue, from.rawValue, nil, 16 << 20)
      if count == 0 { return }
      guard count > 0 else {
        let error = failure("copying to", target)
        remove(target)
        throw error
      }
    }
  }

  /// The database file and what SQLite keeps beside it.
  static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unsafe unlink(path + suffix) }
  }

  private static func failure(_ operation: String, _ path: String) -> StorageError {
    .failed(operation: operation, cause: SystemError(path).description)
  }
}
