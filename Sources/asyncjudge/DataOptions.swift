import ArgumentParser
import Glibc
import Posix
import Storage

/// Where the data are; shared by every command that opens the database.
struct DataOptions: ParsableArguments {
  @Option(help: "Directory of the database. (ASYNCJUDGE_DATA)")
  var data = Environment.text("DATA", default: "./data")

  @Option(help: "Directory of the database migrations. (ASYNCJUDGE_MIGRATIONS)")
  var migrations = Environment.text("MIGRATIONS", default: "./Migrations")

  var databasePath: String { data + "/asyncjudge.sqlite" }

  func open(_ role: Database.Role) async throws -> Database {
    try makeDirectory()
    return try await Database.open(
      .file(databasePath), migrations: migrations, role: role, now: currentTime())
  }

  func makeDirectory() throws {
    if unsafe mkdir(data, 0o700) != 0, errno != EEXIST {
      let error = SystemError("create the directory \(data)")
      throw ValidationError("\(error). Name a writable place with --data.")
    }
  }
}
