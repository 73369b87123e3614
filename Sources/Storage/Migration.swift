import Crypto
import Domain
import FoundationEssentials
import GRDB

/// One step of the schema: a file `Migrations/NNNN_name.sql`.
struct Migration: Sendable, Hashable {
  var number: Int
  var name: String
  var sql: String
  /// SHA-256 of the file, in hexadecimal.
  var checksum: String

  var fileName: String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_\(name).sql"
  }

  /// The migrations of a directory, in order: numbers 1, 2, 3 … without a gap.
  static func read(directory: String) throws(StorageError) -> [Migration] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory)
    } catch {
      throw .migration(.unreadable(path: directory, cause: "there is no such readable directory"))
    }
    var migrations: [Migration] = []
    for name in names.sorted() where name.hasSuffix(".sql") {
      migrations.append(try read(name, in: directory))
    }
    guard !migrations.isEmpty else {
      throw .migration(.unreadable(path: directory, cause: "it holds no NNNN_name.sql"))
    }
    migrations.sort { $0.number < $1.number }
    for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
      throw .migration(.outOfOrder(file: migration.fileName, expected: index + 1))
    }
    return migrations
  }

  private static func read(
    _ fileName: String, in directory: String
  ) throws(StorageError) -> Migration {
    let digits = fileName.prefix(4)
    guard digits.utf8.count == 4, digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(digits), fileName.dropFirst(4).hasPrefix("_"), fileName.count > 9
    else { throw .migration(.badName(file: fileName)) }
    let path = directory + "/" + fileName
    guard let data = FileManager.default.contents(atPath: path),
      data.count <= StorageLimits.migrationSize.bytes,
      let sql = String(validating: data, as: UTF8.self)
    else {
      throw .migration(
        .unreadable(
          path: path, cause: "it is not UTF-8 text of at most \(StorageLimits.migrationSize)"))
    }
    return Migration(
      number: number, name: String(fileName.dropFirst(5).dropLast(4)), sql: sql,
      checksum: hexadecimal(SHA256.hash(data: data)))
  }

  /// Brings a database up to the newest of `migrations`, each in a transaction of its own. Refuses a
  /// database whose past is not theirs.
  static func apply(
    _ migrations: [Migration], to database: GRDB.Database, now: Timestamp
  ) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS schema_migrations (
          number INTEGER PRIMARY KEY,
          name TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          applied_at_us INTEGER NOT NULL
        ) STRICT
        """)
    let applied = try Row.fetchAll(
      database, sql: "SELECT number, name, sha256 FROM schema_migrations ORDER BY number")
    for row in applied {
      let number: Int = row["number"]
      guard let known = migrations.first(where: { $0.number == number }) else {
        throw StorageError.migration(
          .newerDatabase(number: number, name: row["name"], newest: migrations.count))
      }
      guard known.checksum == row["sha256"] else {
        throw StorageError.migration(.changed(file: known.fileName))
      }
    }
    for migration in migrations.dropFirst(applied.count) {
      do {
        try database.inTransaction(.immediate) {
          try database.execute(sql: migration.sql)
          try database.execute(
            sql: "INSERT INTO schema_migrations VALUES (?, ?, ?, ?)",
            arguments: [migration.number, migration.name, migration.checksum, now.microseconds])
          return .commit
        }
      } catch let error as DatabaseError {
        throw StorageError.migration(
          .failed(file: migration.fileName, cause: error.message ?? "unknown"))
      }
    }
  }
}

/// Why the schema could not be brought up to date.
package enum MigrationFault: Sendable, Hashable, CustomStringConvertible {
  case unreadable(path: String, cause: String)
  case badName(file: String)
  case outOfOrder(file: String, expected: Int)
  case changed(file: String)
  case newerDatabase(number: Int, name: String, newest: Int)
  case failed(file: String, cause: String)

  package var description: String {
    switch self {
    case .unreadable(let path, let cause):
      "The migrations cannot be read from \(path): \(cause). Start in the directory of the "
        + "repository, or name the place with --migrations."
    case .badName(let file):
      "The migration \(file) is not named NNNN_name.sql; rename it."
    case .outOfOrder(let file, let expected):
      "The migrations are numbered 1, 2, 3 … without gaps or doubles, but \(file) stands where "
        + "number \(expected) should be; rename it."
    case .changed(let file):
      "The migration \(file) was changed after this database had applied it. Restore the file "
        + "from the release; put the change into a new migration."
    case .newerDatabase(let number, let name, let newest):
      "This database has migration \(number) (\(name)), but this program knows only up to "
        + "\(newest). Use the newer version of AsyncJudge that wrote it, or restore a backup."
    case .failed(let file, let cause):
      "The migration \(file) failed and was rolled back: SQLite says \"\(cause)\". The database is "
        + "as it was before; restore the file from the release, or correct it, and start again."
    }
  }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
