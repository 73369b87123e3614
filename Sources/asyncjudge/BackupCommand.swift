import ArgumentParser
import Storage

/// `asyncjudge backup FILE`: a copy of the database, while the server runs.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Write a checked copy of the database to a file; the server may run meanwhile.")

  @Argument(help: "The file to write; it must not exist yet.")
  var file: String

  @OptionGroup var options: DataOptions

  func run() async throws {
    let database = try await options.open(.tool)
    try await database.backUp(to: file)
    await database.close()
    print("\(file) holds a copy of \(options.databasePath); `asyncjudge restore` puts it back.")
  }
}

/// `asyncjudge restore FILE`: a backup in the place of the database.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of the database; the server must not run.",
    discussion: "The database that was there is kept beside it.")

  @Argument(help: "A file that `asyncjudge backup` wrote.")
  var file: String

  @OptionGroup var options: DataOptions

  func run() async throws {
    try options.makeDirectory()
    let kept = try await Database.restore(
      from: file, to: options.databasePath, migrations: options.migrations, now: currentTime())
    print("\(options.databasePath) is the backup \(file) now.")
    if let kept { print("The database that was there before is \(kept).") }
  }
}
