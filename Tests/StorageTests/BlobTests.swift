import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct BlobTests {
  @Test func `equal sources are stored once`() async throws {
    let database = try await Database.inMemory()
    let ids = [
      try await database.submit("print(1)").id, try await database.submit("print(1)").id,
      try await database.submit("print(2)").id,
    ]
    #expect(try await database.number("SELECT count(*) FROM blobs") == 2)
    var sources: [String?] = []
    for id in ids { sources.append(try await database.submission(id)?.configuration.source) }
    #expect(sources == ["print(1)", "print(1)", "print(2)"])
  }

  @Test(arguments: [
    ("x", "none"), ("", "none"), (String(repeating: "await ", count: 100_000), "zlib"),
  ])
  func `a source is compressed when that makes it smaller`(
    source: String, compression: String
  ) async throws {
    let database = try await Database.inMemory()
    let id = try await database.submit(source).id
    #expect(try await database.texts("SELECT compression FROM blobs") == [compression])
    #expect(try await database.number("SELECT size_bytes FROM blobs") == source.utf8.count)
    let stored = try #require(try await database.number("SELECT length(content) FROM blobs"))
    #expect(compression == "zlib" ? stored < source.utf8.count / 100 : stored == source.utf8.count)
    #expect(try await database.submission(id)?.configuration.source == source)
  }

  @Test func `a source has the SHA-256 of its bytes as its name`() async throws {
    let database = try await Database.inMemory()
    try await database.submit("print(1)")
    #expect(
      try await database.texts("SELECT lower(hex(hash)) FROM blobs") == [
        "d287bb7f9d15abdc5b6e98536263815744b6ef21c8f3c839fc434ca70d8efe99"
      ])
  }
}
