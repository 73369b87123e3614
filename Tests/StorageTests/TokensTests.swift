import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct TokensTests {
  @Test func `only hashes are stored, of tokens and of sessions`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    let (_, token) = try await database.addToken(
      NewToken(name: "laptop"), to: ada, by: ada, now: .start)
    let signIn = try await database.signIn(
      withToken: token, for: .session(until: .second(10), replacing: nil), now: .start)
    let session = try #require(signIn?.secret)
    for table in ["tokens", "sessions"] {
      let hashes = try await database.texts("SELECT CAST(hash AS TEXT) FROM \(table)")
      #expect(!hashes.isEmpty)
      for secret in [token, session] { #expect(!hashes.contains { secret.contains($0) }) }
    }
    #expect(try await database.account(withSession: session, now: .start) == ada)
    // One is not taken for the other.
    #expect(try await database.account(withToken: session, now: .start) == nil)
    #expect(try await database.account(withSession: token, now: .start) == nil)
  }

  @Test func `a token expires`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    let (_, token) = try await database.addToken(
      NewToken(name: "laptop", expiresAt: .second(10)), to: ada, by: nil, now: .start)
    #expect(try await database.account(withToken: token, now: .second(9)) == ada)
    #expect(try await database.account(withToken: token, now: .second(10)) == nil)
    #expect(try await database.tokens(of: ada, now: .second(10)).map(\.name) == ["token"])
  }

  @Test func `of those who use a token for one sign-in at the same time one gets in`() async throws
  {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    let (_, token) = try await database.addToken(
      .signIn(at: .start), to: ada, by: nil, now: .start)
    let signIns = try await withThrowingTaskGroup(of: SignIn?.self) { tasks in
      for _ in 1...8 {
        tasks.addTask {
          try await database.signIn(
            withToken: token, for: .token(NewToken(name: "x")), now: .start)
        }
      }
      return try await tasks.reduce(into: []) { $0.append($1) }
    }
    #expect(signIns.count { $0 != nil } == 1)
  }

  @Test func `the last use is written once an hour`() async throws {
    let database = try await Database.inMemory()
    let (ada, token) = try await database.addAccount(named: "ada", now: .start)
    func lastUse(_ now: Timestamp) async throws -> Timestamp? {
      #expect(try await database.account(withToken: token, now: now) == ada)
      return try await database.tokens(of: ada, now: now).first?.lastUsedAt
    }
    #expect(try await lastUse(.second(1)) == .second(1))
    #expect(try await lastUse(.second(3600)) == .second(1))
    #expect(try await lastUse(.second(3601)) == .second(3601))
  }

  @Test func `an account has a bounded number of tokens and of sign-ins`() async throws {
    let database = try await Database.inMemory()
    let (ada, token) = try await database.addAccount(named: "ada", now: .start)
    for _ in 1..<StorageLimits.tokens {
      _ = try await database.addToken(NewToken(name: "x"), to: ada, by: ada, now: .start)
    }
    let error = await #expect(throws: StorageError.self) {
      try await database.addToken(NewToken(name: "x"), to: ada, by: ada, now: .start)
    }
    #expect(error == .tooManyTokens)
    var sessions: [String] = []
    for second in 0...StorageLimits.sessions {
      let signIn = try await database.signIn(
        withToken: token, for: .session(until: .second(1000), replacing: nil),
        now: .second(Int64(second)))
      sessions.append(try #require(signIn?.secret))
    }
    #expect(try await database.account(withSession: sessions[0], now: .second(100)) == nil)
    for session in sessions.dropFirst() {
      #expect(try await database.account(withSession: session, now: .second(100)) == ada)
    }
  }

  @Test func `a password that changed in between signs nobody in`() async throws {
    let database = try await Database.inMemory()
    let ada = try await database.addAccount("ada")
    func set(_ new: String?, _ old: PasswordCheck) async throws -> Bool {
      try await database.setPassword(new, of: ada, inPlaceOf: old, by: ada, now: .start).isDone
    }
    func signIn(_ hash: String) async throws -> Bool {
      try await database.signIn(
        ada, checkedBy: hash, for: .session(until: .second(1), replacing: nil), now: .start) != nil
    }
    #expect(try await set("one", .was(nil)))
    #expect(try await !set("two", .was(nil)))
    #expect(try await signIn("one"))
    #expect(try await set("two", .was("one")))
    #expect(try await !signIn("one"))
    #expect(try await signIn("two"))
    #expect(try await set(nil, .anything))
    #expect(try await !signIn("two"))
    #expect(try await database.password(of: "ada") == nil)
  }

  @Test func `the first admin is made when there is none`() async throws {
    let database = try await Database.inMemory()
    _ = try await database.addAccount("admin")
    let admin = try #require(try await database.addFirstAdmin(now: .start))
    // A student who took the name does not become one.
    #expect(admin.account.name == "admin2")
    #expect(admin.account.role == .admin)
    #expect(admin.token?.isOneTime == true)
    #expect(try await database.account(withToken: admin.secret, now: .start) == nil)
    #expect(try await database.addFirstAdmin(now: .start) == nil)
  }
}
