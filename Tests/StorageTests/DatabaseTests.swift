import Domain
import GRDB
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct DatabaseTests {
  @Test func `a commit is on the disk before it is confirmed`() async throws {
    try await withDirectory { directory in
      try await directory.withDatabase { database in
        let settings = try await database.connection.writeWithoutTransaction { database in
          try ["journal_mode", "synchronous", "foreign_keys", "journal_size_limit", "busy_timeout"]
            .map { try String.fetchOne(database, sql: "PRAGMA \($0)") }
        }
        // 2 is FULL.
        #expect(settings == ["wal", "2", "1", "67108864", "5000"])
      }
    }
  }

  @Test func `every table is strict`() async throws {
    let database = try await Storage.Database.inMemory()
    let loose = try await database.texts(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 "
        + "AND name NOT LIKE 'sqlite_%'")
    #expect(loose == [])
    let strict = try await database.texts(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 1")
    #expect(strict.contains("submissions"))
  }

  @Test func `what was submitted is there after the next start`() async throws {
    try await withDirectory { directory in
      let submission = try await directory.withDatabase { database in
        let ada = try await database.addAccount("ada")
        return try await database.submit("print('é\\n')", at: .sum, by: ada, now: .second(7))
      }
      #expect(submission.state == .queued)
      try await directory.withDatabase { database in
        let found = try await database.submission(submission.id)
        #expect(found == submission)
        let counts = try await database.queueCounts()
        #expect(counts == (queued: 1, judging: 0))
      }
    }
  }

  @Test func `a second server is refused, a tool is not`() async throws {
    try await withDirectory { directory in
      try await directory.withDatabase { server in
        let error = await #expect(throws: StorageError.self) {
          try await directory.withDatabase { _ in }
        }
        #expect(error == .inUse(path: directory.database))
        #expect(
          error?.description
            == "Another server is using the database \(directory.database). Stop it first, or give "
            + "this one its own directory with --data.")
        // What a tool stores, the server sees.
        let account = try await directory.withDatabase(role: .tool) { tool in
          try await tool.addAccount("ada")
        }
        let accounts = try await server.accounts()
        #expect(accounts == [account])
      }
      // The lock ends with its server.
      try await directory.withDatabase { _ in }
    }
  }

  @Test func `a start that fails leaves no lock behind`() async throws {
    try await withDirectory { directory in
      try directory.writeMigration("0001_first.sql", "NONSENSE")
      await #expect(throws: StorageError.self) {
        try await directory.withDatabase(migrations: directory.migrations) { _ in }
      }
      try await directory.withDatabase { _ in }
    }
  }

  @Test func `a place that cannot be written to is named`() async throws {
    try await withDirectory { directory in
      let path = directory.path + "/missing/judge.sqlite"
      let error = await #expect(throws: StorageError.self) {
        try await Storage.Database.open(
          .file(path), migrations: Directory.committedMigrations, role: .server, now: .start)
      }
      #expect(
        error?.description == "opening failed: \(path).lock: No such file or directory.")
    }
  }

  @Test func `a file that is no database is refused`() async throws {
    try await withDirectory { directory in
      try directory.write(String(repeating: "not a database ", count: 1000), to: "judge.sqlite")
      let error = await #expect(throws: StorageError.self) {
        try await directory.withDatabase { _ in }
      }
      #expect(
        error?.description
          == "opening the database \(directory.database) failed: SQLite says \"file is not a "
          + "database\" (code 26).")
    }
  }
}
