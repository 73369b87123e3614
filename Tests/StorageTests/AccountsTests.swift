import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct AccountsTests {
  @Test func `a token names its account and nobody else`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount(named: "ada", now: .start)
    let bob = try await database.addAccount(named: "bob", now: .start)
    #expect(ada.account == Account(id: 1, name: "ada"))
    #expect(bob.account == Account(id: 2, name: "bob"))
    #expect(try await database.account(withToken: ada.token, now: .start) == ada.account)
    #expect(try await database.account(withToken: bob.token, now: .start) == bob.account)
    for wrong in ["", "ada", String(ada.token.dropLast()), ada.token + "A", ada.token.lowercased()]
    {
      #expect(try await database.account(withToken: wrong, now: .start) == nil)
    }
  }

  @Test func `a token is 256 random bits, and only its hash is stored`() async throws {
    let database = try await Database.inMemory()
    let token = try await database.addAccount(named: "ada", now: .start).token
    let other = try await database.addAccount(named: "bob", now: .start).token
    #expect(token != other)
    #expect(try token.wholeMatch(of: Regex("aj_[A-Za-z0-9_-]{43}")) != nil)
    let stored = try await database.texts("SELECT hex(hash) FROM tokens")
    #expect(stored.count == 2)
    #expect(stored.allSatisfy { $0.utf8.count == 64 })
    let hashes = try await database.texts("SELECT CAST(hash AS TEXT) FROM tokens")
    #expect(!hashes.contains { token.contains($0) })
  }

  @Test func `a name is given once`() async throws {
    let database = try await Database.inMemory()
    _ = try await database.addAccount("ada")
    let error = await #expect(throws: StorageError.self) { try await database.addAccount("ada") }
    #expect(error == .accountExists("ada"))
    #expect(
      error?.description == "There is an account \"ada\" already; choose another name.")
    _ = try await database.addAccount("Ada")
    #expect(try await database.accounts().map(\.name) == ["Ada", "ada"])
  }

  @Test func `of those who want one name at the same time one gets it`() async throws {
    let database = try await Database.inMemory()
    let added = await withTaskGroup(of: Bool.self) { tasks in
      for _ in 1...8 { tasks.addTask { (try? await database.addAccount("ada")) != nil } }
      return await tasks.reduce(into: []) { $0.append($1) }
    }
    #expect(added.count { $0 } == 1)
    #expect(try await database.accounts() == [Account(id: 1, name: "ada")])
  }

  @Test(arguments: [
    "", " ada", "ada ", "a\nb", "a\u{0}b", "a\u{200B}b", "a\u{202E}b", "\u{2028}", "a\u{E000}b",
    String(repeating: "a", count: 65), "e" + String(repeating: "\u{301}", count: 64),
    "\u{3000}ada",
  ])
  func `a name that misleads or is too long is refused`(name: String) async throws {
    let database = try await Database.inMemory()
    let error = await #expect(throws: StorageError.self) { try await database.addAccount(name) }
    #expect(error == .invalidAccountName(name))
    #expect(
      error?.description
        == "\"\(name)\" cannot be an account's name; use 1 to 64 characters, no control "
        + "characters, no space at either end.")
    #expect(try await database.accounts() == [])
  }

  @Test(arguments: [
    "a", "Ada Lovelace", "José", "李雷", "o'brien", String(repeating: "é", count: 64),
  ])
  func `other names are as they were given`(name: String) async throws {
    let database = try await Database.inMemory()
    let (account, token) = try await database.addAccount(named: name, now: .start)
    #expect(account.name == name)
    #expect(try await database.account(withToken: token, now: .start)?.name == name)
  }
}
