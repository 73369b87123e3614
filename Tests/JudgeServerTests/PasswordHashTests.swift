import Testing

@testable import HTTP
@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct PasswordHashTests {
  private let cheap = PasswordHash.Cost(logRounds: 4, blockSize: 1, parallelism: 1)

  @Test func `a hash knows its password and no other`() throws {
    let text = PasswordHash(of: "correct horse", cost: cheap).text
    let hash = try #require(PasswordHash(text))
    #expect(hash.text == text)
    #expect(hash.matches("correct horse"))
    for wrong in ["", "correct", "correct horse ", "Correct horse"] {
      #expect(!hash.matches(wrong))
    }
    #expect(text.hasPrefix("$scrypt$ln=4,r=1,p=1$"))
    #expect(!text.contains("horse"))
    // A salt of its own.
    #expect(PasswordHash(of: "correct horse", cost: cheap).text != text)
  }

  @Test func `a hash that another program made is read`() throws {
    // RFC 7914, section 12: scrypt("pleaseletmein", "SodiumChloride", 16384, 8, 1).
    let hash = try #require(
      PasswordHash(
        "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU"
          + "$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
      ))
    #expect(hash.matches("pleaseletmein"))
    #expect(!hash.matches("pleaseletmeout"))
  }

  @Test(arguments: [
    "", "x", "$scrypt$ln=15,r=8,p=1$$", "$argon2id$ln=15,r=8,p=1$U29kaXVt$cCO9yzr9",
    "$scrypt$ln=40,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf04/2o+",
    "$scrypt$ln=4,r=8$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf04/2o+",
    "$scrypt$ln=4,r=8,p=1,q=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf04/2o+",
    "$scrypt$ln=4,r=8,p=1$U29kaXVtQ2hsb3JpZGU$?????????????????????????",
  ])
  func `what is no hash is none`(text: String) {
    #expect(PasswordHash(text) == nil)
  }

  @Test func `where there is no hash nothing matches`() async throws {
    let queue = PasswordQueue(cost: cheap)
    #expect(try await !queue.matches("", nil))
    #expect(try await !queue.matches("anything", "no hash"))
    let hash = try await queue.hash(of: "correct horse")
    #expect(try await queue.matches("correct horse", hash))
  }

  @Test func `when too many wait the next is told to come back`() async throws {
    let queue = PasswordQueue(cost: .init(logRounds: 10, blockSize: 8, parallelism: 1))
    let answers = await withTaskGroup(of: Bool.self) { tasks in
      for _ in 1...ServerLimits.waitingPasswords * 4 {
        tasks.addTask { (try? await queue.matches("x", nil)) != nil }
      }
      return await tasks.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.contains(true))
    #expect(answers.contains(false))
    #expect(try await queue.matches("x", nil) == false)
  }
}
