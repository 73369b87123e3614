import Domain
import Foundation

@testable import Storage

/// A directory in the file system of a test.
struct Directory: Sendable {
  let path: String

  var database: String { path + "/judge.sqlite" }
  var migrations: String { path + "/migrations" }

  /// The migrations that are committed.
  static let committedMigrations =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Migrations"

  func write(_ text: String, to relative: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + relative))
  }

  func writeMigration(_ name: String, _ bytes: [UInt8]) throws {
    try FileManager.default.createDirectory(
      atPath: migrations, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: migrations + "/" + name))
  }

  func writeMigration(_ name: String, _ sql: String) throws {
    try writeMigration(name, Array(sql.utf8))
  }

  func removeMigration(_ name: String) throws {
    try FileManager.default.removeItem(atPath: migrations + "/" + name)
  }

  /// Opens the database for `body` and closes it after.
  func withDatabase<Result>(
    migrations: String = committedMigrations, role: Database.Role = .server,
    now: Timestamp = .start, _ body: (Database) async throws -> Result
  ) async throws -> Result {
    let database = try await Database.open(
      .file(database), migrations: migrations, role: role, now: now)
    do {
      let result = try await body(database)
      await database.close()
      return result
    } catch {
      await database.close()
      throw error
    }
  }
}

/// Makes a directory for `body` and removes it after.
func withDirectory<Result>(_ body: (Directory) async throws -> Result) async throws -> Result {
  let path = NSTemporaryDirectory() + "/storage-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(Directory(path: path))
}
