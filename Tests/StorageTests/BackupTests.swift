import Domain
import Foundation
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(2))) struct BackupTests {
  @Test func `a backup under load is whole, and its log is the start of the original's`()
    async throws
  {
    try await withDirectory { directory in
      let backup = directory.path + "/backup.sqlite"
      let all = try await directory.withDatabase { database in
        let ada = try await database.addAccount("ada")
        try await withThrowingTaskGroup(of: Void.self) { tasks in
          for writer in 0..<4 {
            tasks.addTask {
              for number in 0..<100 {
                try await database.submit("print(\(writer), \(number))", by: ada)
                if let claim = try await database.claim() {
                  _ = try await database.finish(claim, with: .example(.accepted))
                }
              }
            }
          }
          tasks.addTask {
            // Not before there is something to lose.
            while (try await database.number("SELECT count(*) FROM submissions") ?? 0) < 20 {
              await Task.yield()
            }
            try await database.backUp(to: backup)
          }
          try await tasks.waitForAll()
        }
        return try await database.texts("SELECT id FROM submissions ORDER BY sequence")
      }
      #expect(all.count == 400)
      let kept = try await Backup.check(backup)
      #expect(kept > 0)
      let elsewhere = directory.path + "/other.sqlite"
      let replaced = try await Database.restore(
        from: backup, to: elsewhere, migrations: Directory.committedMigrations, now: .start)
      #expect(replaced == nil)
      let restored = try await Database.open(
        .file(elsewhere), migrations: Directory.committedMigrations, role: .server, now: .start)
      let log = try await restored.texts("SELECT id FROM submissions ORDER BY sequence")
      await restored.close()
      #expect(log.count == kept)
      #expect(log == Array(all.prefix(kept)))
    }
  }

  @Test func `a restore keeps what was there`() async throws {
    try await withDirectory { directory in
      let backup = directory.path + "/backup.sqlite"
      try await directory.withDatabase { database in
        try await database.submit("first")
        try await database.backUp(to: backup)
        try await database.submit("second")
      }
      let replaced = try await Database.restore(
        from: backup, to: directory.database, migrations: Directory.committedMigrations,
        now: .start)
      let kept = try #require(replaced)
      try await directory.withDatabase { database in
        let count = try await database.number("SELECT count(*) FROM submissions")
        #expect(count == 1)
      }
      #expect(try await Backup.check(kept) == 2)
    }
  }

  @Test func `nothing is overwritten, and no server loses its database`() async throws {
    try await withDirectory { directory in
      let backup = directory.path + "/backup.sqlite"
      try await directory.withDatabase { database in
        try await database.backUp(to: backup)
        await #expect(throws: StorageError.fileExists(backup)) {
          try await database.backUp(to: backup)
        }
        await #expect(throws: StorageError.inUse(path: directory.database)) {
          _ = try await Database.restore(
            from: backup, to: directory.database, migrations: Directory.committedMigrations,
            now: .start)
        }
      }
    }
  }

  @Test func `what is no backup is refused and changes nothing`() async throws {
    try await withDirectory { directory in
      try await directory.withDatabase { database in _ = try await database.submit("first") }
      try directory.write("not a database", to: "broken")
      await #expect(throws: StorageError.self) {
        _ = try await Database.restore(
          from: directory.path + "/broken", to: directory.database,
          migrations: Directory.committedMigrations, now: .start)
      }
      try await directory.withDatabase { database in
        let count = try await database.number("SELECT count(*) FROM submissions")
        #expect(count == 1)
      }
    }
  }

  @Test func `a damaged copy is noticed`() async throws {
    try await withDirectory { directory in
      let backup = directory.path + "/backup.sqlite"
      try await directory.withDatabase { database in
        for number in 0..<200 { try await database.submit("print(\(number))") }
        try await database.backUp(to: backup)
      }
      var bytes = try Data(contentsOf: URL(fileURLWithPath: backup))
      for index in stride(from: 8192, to: min(bytes.count, 65_536), by: 7) { bytes[index] ^= 0x5A }
      try bytes.write(to: URL(fileURLWithPath: backup))
      await #expect(throws: StorageError.self) { _ = try await Backup.check(backup) }
    }
  }
}
