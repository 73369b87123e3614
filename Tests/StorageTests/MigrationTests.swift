import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct MigrationTests {
  private let first = "CREATE TABLE a (x INTEGER) STRICT;\n"
  private let second = "ALTER TABLE a ADD COLUMN y INTEGER;\nINSERT INTO a VALUES (1, 2);\n"

  private func open(_ directory: Directory, now: Int64 = 0) async throws {
    try await directory.withDatabase(migrations: directory.migrations, now: .second(now)) { _ in }
  }

  private func fault(_ directory: Directory) async throws -> MigrationFault? {
    let error = await #expect(throws: StorageError.self) { try await open(directory) }
    guard case .migration(let fault) = error else { return nil }
    #expect(error?.description == fault.description)
    return fault
  }

  @Test func `are applied in order and recorded`() async throws {
    try await withDirectory { directory in
      try directory.writeMigration("0002_second.sql", second)
      try directory.writeMigration("0001_first.sql", first)
      try directory.writeMigration("README.md", "no migration")
      try await directory.withDatabase(migrations: directory.migrations) { database in
        #expect(database.schema == "0002_second.sql")
        #expect(try await database.texts("SELECT x || ' ' || y FROM a") == ["1 2"])
        let rows = try await database.texts(
          "SELECT number || ' ' || name || ' ' || sha256 || ' ' || applied_at_us "
            + "FROM schema_migrations ORDER BY number")
        // The checksums are what sha256sum says of the two files.
        #expect(
          rows == [
            "1 first a03c80479578052d47a7b93adbc448eb9a64ca4beb6cce21e318510dcadfc12a 1700000000000000",
            "2 second e4de3708f7d0d13a2fc220135995dd74404fab7e003b268c53d9bbfad9279734 1700000000000000",
          ])
      }
    }
  }

  @Test func `only the new ones are applied to a database with a past`() async throws {
    try await withDirectory { directory in
      try directory.writeMigration("0001_first.sql", first)
      try await open(directory, now: 1)
      try directory.writeMigration("0002_second.sql", second)
      try await open(directory, now: 2)
      try await directory.withDatabase(migrations: directory.migrations, now: .second(3)) {
        let times = try await $0.texts(
          "SELECT (applied_at_us - 1700000000000000) / 1000000 FROM schema_migrations "
            + "ORDER BY number")
        #expect(times == ["1", "2"])
        #expect(try await $0.number("SELECT count(*) FROM a") == 1)
      }
    }
  }

  @Test func `a change of an applied one is refused`() async throws {
    try await withDirectory { directory in
      try directory.writeMigration("0001_first.sql", first)
      try await open(directory)
      try directory.writeMigration("0001_first.sql", first + "-- a comment\n")
      let fault = try await fault(directory)
      #expect(fault == .changed(file: "0001_first.sql"))
      #expect(fault?.description.contains("Restore the file from the release") == true)
      try directory.writeMigration("0001_first.sql", first)
      try await open(directory)
    }
  }

  @Test func `a database newer than the program is refused and left alone`() async throws {
    try await withDirectory { directory in
      try directory.writeMigration("0001_first.sql", first)
      try directory.writeMigration("0002_second.sql", second)
      try await open(directory)
      try directory.removeMigration("0002_second.sql")
      let fault = try await fault(directory)
      #expect(fault == .newerDatabase(number: 2, name: "second", newest: 1))
      #expect(fault?.description.contains("Use the newer version of AsyncJudge") == true)
      try directory.writeMigration("0002_second.sql", second)
      try await open(directory)
    }
  }

  @Test(arguments: [
    (["0001_a.sql", "0003_c.sql"], "0003_c.sql", 2), (["0002_b.sql"], "0002_b.sql", 1),
    (["0001_a.sql", "0001_b.sql"], "0001_b.sql", 2), (["0000_a.sql"], "0000_a.sql", 1),
  ])
  func `a gap or a double is refused`(
    names: [String], wrong: String, expected: Int
  ) async throws {
    try await withDirectory { directory in
      for name in names { try directory.writeMigration(name, first) }
      let fault = try await fault(directory)
      #expect(fault == .outOfOrder(file: wrong, expected: expected))
      #expect(fault?.description.hasSuffix("rename it.") == true)
    }
  }

  @Test(arguments: ["1_a.sql", "00001_a.sql", "0001a.sql", "0001_.sql", "٠٠٠١_a.sql", "first.sql"])
  func `another name is refused`(name: String) async throws {
    try await withDirectory { directory in
      try directory.writeMigration("0001_first.sql", first)
      try directory.writeMigration(name, second)
      let fault = try await fault(directory)
      #expect(fault == .badName(file: name))
      #expect(
        fault?.description == "The migration \(name) is not named NNNN_name.sql; rename it.")
    }
  }

  @Test(arguments: [[0xFF, 0xFE], Array(repeating: 32, count: (1 << 20) + 1)] as [[UInt8]])
  func `a file that is no text of reasonable size is refused`(bytes: [UInt8]) async throws {
    try await withDirectory { directory in
      try directory.writeMigration("0001_first.sql", bytes)
      let path = directory.migrations + "/0001_first.sql"
      let fault = try await fault(directory)
      #expect(
        fault == .unreadable(path: path, cause: "it is not UTF-8 text of at most 1 MiB"))
      #expect(fault?.description.hasSuffix("or name the place with --migrations.") == true)
    }
  }

  @Test func `no directory and an empty one are refused`() async throws {
    try await withDirectory { directory in
      let path = directory.migrations
      #expect(
        try await fault(directory)
          == .unreadable(path: path, cause: "there is no such readable directory"))
      try directory.writeMigration("0001_first.sql", first)
      try directory.removeMigration("0001_first.sql")
      #expect(
        try await fault(directory) == .unreadable(path: path, cause: "it holds no NNNN_name.sql"))
    }
  }

  @Test func `one that fails leaves the version before it`() async throws {
    try await withDirectory { directory in
      try directory.writeMigration("0001_first.sql", first)
      try directory.writeMigration("0002_second.sql", second + "CREATE TABLE b (x TEXT); NONSENSE;")
      let fault = try await fault(directory)
      #expect(
        fault
          == .failed(file: "0002_second.sql", cause: "near \"NONSENSE\": syntax error"))
      #expect(
        fault?.description
          == "The migration 0002_second.sql failed and was rolled back: SQLite says \"near "
          + "\"NONSENSE\": syntax error\". The database is as it was before; restore the file from "
          + "the release, or correct it, and start again.")
      try directory.removeMigration("0002_second.sql")
      try await directory.withDatabase(migrations: directory.migrations) { database in
        #expect(database.schema == "0001_first.sql")
        let tables = try await database.texts("SELECT name FROM sqlite_master ORDER BY name")
        #expect(tables == ["a", "schema_migrations"])
        #expect(try await database.number("SELECT count(*) FROM pragma_table_info('a')") == 1)
        #expect(try await database.number("SELECT max(number) FROM schema_migrations") == 1)
      }
      try directory.writeMigration("0002_second.sql", second)
      try await open(directory)
    }
  }
}
