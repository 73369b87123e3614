import Domain
import Foundation
import Testing

@testable import Storage

/// Whatever order verdicts come in, whatever is judged again, and wherever the process ends: what is
/// kept is what the whole log says.
@Suite(.timeLimit(.minutes(5))) struct StandingPropertyTests {
  private static let problems = ["a", "b", "c"].map { ProblemID($0)! }

  /// One run of a server's life, told by a seed.
  private struct Life {
    var random: SeededGenerator
    var accounts: [Account] = []
    var claims: [Claim] = []
    var rejudged: [Int64] = []
    var clock: Int64 = 0

    var now: Timestamp { .second(clock) }

    mutating func step(_ database: Database) async throws {
      clock += 1
      switch Int.random(in: 0..<12, using: &random) {
      case 0...4:
        try await database.submit(
          at: problems.randomElement(using: &random)!,
          by: Bool.random(using: &random)
            ? accounts.randomElement(using: &random) : accounts[0], now: now)
      case 5, 6:
        if let claim = try await database.claim(worker: "w", lease: .seconds(100_000), now: now) {
          claims.append(claim)
        }
      case 7, 8:
        // In any order.
        guard let index = claims.indices.randomElement(using: &random) else { return }
        let claim = claims.remove(at: index)
        _ = try await database.finish(claim, with: judgement(), now: now)
      case 9:
        guard let newest = try await database.number("SELECT max(submission) FROM judgements"),
          newest > 0
        else { return }
        let submission = Int64.random(in: 1...Int64(newest), using: &random)
        guard
          try await database.number(
            "SELECT 1 FROM judgements WHERE submission = \(submission)") != nil
        else { return }
        rejudged.append(
          try await database.addRejudgement(
            of: submission, Verdict.allCases.randomElement(using: &random)!,
            score: Double.random(in: 0...3, using: &random)))
      default:
        guard let index = rejudged.indices.randomElement(using: &random) else { return }
        try await database.applyRejudgement(rejudged.remove(at: index), now: now)
      }
    }

    private mutating func judgement() -> Judgement {
      var judgement = Judgement.example(
        [.accepted, .wrongAnswer, .compileError, .judgeError].randomElement(using: &random)!)
      judgement.maxScore = 3
      judgement.score = Double(Int.random(in: 0...3, using: &random))
      return judgement
    }
  }

  @Test(arguments: UInt64(1)...12)
  func `kept standings are those of the whole log`(seed: UInt64) async throws {
    var life = Life(random: SeededGenerator(seed: seed))
    var past: [(Timestamp, [Standings.Place: ProblemStanding])] = []
    var directories: [Directory] = [try Self.makeDirectory()]
    defer { for one in directories { try? FileManager.default.removeItem(atPath: one.path) } }
    var database = try await Self.open(directories[0])
    for name in ["ada", "bob", "cy"] {
      life.accounts.append(try await database.addAccount(name))
    }
    var mirror = try await StandingMirror(database, now: life.now)
    for _ in 1...150 {
      try await life.step(database)
      switch Int.random(in: 0..<20, using: &life.random) {
      case 0...9: try await mirror.follow(database, now: life.now)
      case 10: try await mirror.save(database)
      case 11:
        // The memory is lost, the database goes on.
        mirror = try await StandingMirror(database, now: life.now)
      case 12:
        // Killed: what the files hold in this moment is what the next life finds.
        let next = try Self.copy(directories[directories.count - 1])
        directories.append(next)
        await database.close()
        database = try await Self.open(next)
        mirror = try await StandingMirror(database, now: life.now)
      default: continue
      }
      try await mirror.follow(database, now: life.now)
      let whole = try await database.foldWholeLog(Self.problems)
      #expect(mirror.live == whole)
      past.append((life.now, whole))
    }
    for (time, whole) in past {
      let question = HistoryQuestion(problems: Self.problems, at: time)
      let cells = try await database.standings(question, now: life.now).cells
      #expect(cells.mapValues(\.live) == whole, "at \(time)")
    }
    await database.close()
  }

  private static func makeDirectory() throws -> Directory {
    let path = NSTemporaryDirectory() + "/standings-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return Directory(path: path)
  }

  private static func copy(_ directory: Directory) throws -> Directory {
    let next = try makeDirectory()
    for ending in ["", "-wal"] {
      try FileManager.default.copyItem(
        atPath: directory.database + ending, toPath: next.database + ending)
    }
    return next
  }

  private static func open(_ directory: Directory) async throws -> Database {
    try await Database.open(
      .file(directory.database), migrations: Directory.committedMigrations, role: .server,
      now: .start)
  }
}
