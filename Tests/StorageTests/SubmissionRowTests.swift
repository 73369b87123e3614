import Domain
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct SubmissionRowTests {
  private let judgement = Judgement(
    verdict: .wrongAnswer, score: 12.5, maxScore: 100, startedAt: .second(1), endedAt: .second(2),
    isolation: .a, message: "a message",
    groups: [
      GroupResult(name: "sample", verdict: .accepted, score: 0, maxScore: 0),
      GroupResult(name: "secret/1", verdict: .wrongAnswer, score: 12.5, maxScore: 50),
      GroupResult(name: "secret/2", verdict: nil, score: 0, maxScore: 50),
    ],
    runs: [
      Run(
        ordinal: 1, testCase: "sample/1", group: "sample", isSample: true, verdict: .accepted,
        cpuTime: .microseconds(1_234_567), wallTime: .microseconds(2_345_678),
        peakMemory: .bytes(9_999_999), memorySource: .cgroup, ending: .exited(code: 0),
        feedback: RunFeedback(output: "1\n", expected: "1\n", errorOutput: "é\u{0}\"")),
      Run(
        ordinal: 2, testCase: "secret/1/01", group: "secret/1", isSample: false,
        verdict: .wrongAnswer, cpuTime: .zero, wallTime: .zero, peakMemory: .bytes(0),
        memorySource: .maximumResidentSet, ending: .signalled(9)),
      Run(
        ordinal: 7, testCase: "secret/1/06", group: "secret/1", isSample: false,
        verdict: .idleLimitExceeded, cpuTime: .zero, wallTime: .zero, peakMemory: .bytes(0),
        memorySource: .cgroup, ending: nil),
    ])

  /// Judges the only submission that waits.
  private func judge(_ database: Database, _ judgement: Judgement) async throws {
    let claim = try #require(try await database.claim())
    #expect(try await database.finish(claim, with: judgement))
  }

  @Test func `a judgement comes back with its groups and runs`() async throws {
    let database = try await Database.inMemory()
    let id = try await database.submit().id
    try await judge(database, judgement)
    #expect(try await database.submission(id)?.judgement == judgement)
  }

  @Test(arguments: Verdict.allCases)
  func `every verdict can be stored`(verdict: Verdict) async throws {
    let database = try await Database.inMemory()
    let id = try await database.submit().id
    try await judge(database, .example(verdict))
    #expect(try await database.submission(id)?.judgement == .example(verdict))
  }

  @Test(arguments: IsolationTier.allCases)
  func `every tier of isolation can be stored`(tier: IsolationTier) async throws {
    let database = try await Database.inMemory()
    let id = try await database.submit().id
    var judgement = Judgement.example(.accepted)
    judgement.isolation = tier
    try await judge(database, judgement)
    #expect(try await database.submission(id)?.judgement?.isolation == tier)
  }

  @Test func `the newest judgement is current and the others stay in the log`() async throws {
    let database = try await Database.inMemory()
    let submission = try await database.submit()
    try await judge(database, judgement)
    try await database.commits.write("rejudging") {
      try Queue.enqueue(submission.sequence, account: 0, priority: 1, in: $0)
    }
    // Until it is judged again, the old judgement stands.
    let waiting = try #require(try await database.submission(submission.id))
    #expect(waiting.state == .queued)
    #expect(waiting.judgement == judgement)
    try await judge(database, .example(.accepted))
    #expect(try await database.submission(submission.id)?.judgement == .example(.accepted))
    #expect(
      try await database.texts("SELECT verdict || is_current FROM judgements ORDER BY sequence")
        == ["WA0", "AC1"])
    #expect(try await database.number("SELECT count(*) FROM runs") == 3)
  }

  @Test func `a configuration comes back as it was sent`() async throws {
    let database = try await Database.inMemory()
    let configuration = SolverConfiguration(
      runtime: "python3", source: "# é\u{0}\r\n", entry: "löse",
      parameters: [
        "n": .integer(.min), "x": .number(0.1), "s": .string("/\u{0}\u{1F600}"), "z": .null,
        "deep": .array([.object(["a": .bool(true)]), .array([])]),
      ])
    let submitted = try await database.submit(
      NewSubmission(
        problem: .echo, account: nil, configuration: configuration, submittedAt: .second(3)))
    let found = try #require(try await database.submission(submitted.id))
    #expect(found == submitted)
    #expect(found.configuration == configuration)
    #expect(found.submittedAt == .second(3))
  }

  @Test func `there is no submission that nobody made`() async throws {
    let database = try await Database.inMemory()
    try await database.submit()
    #expect(try await database.submission(SubmissionID("01ARZ3NDEKTSV4RRFFQ69G5FAV")!) == nil)
  }

  @Test(
    arguments: [
      ("UPDATE runs SET verdict = 'XX'", "the verdict XX"),
      ("UPDATE submissions SET problem = 'No Name'", "the problem id No Name"),
      ("UPDATE submissions SET id = 'iiiiiiiiiiiiiiiiiiiiiiiiii'", nil),
      (
        "UPDATE runs SET feedback = '{' WHERE feedback IS NOT NULL",
        "a text that is not the JSON it should be"
      ),
      (
        "UPDATE submissions SET parameters = '{\"a\":1e999}'",
        "a text that is not the JSON it should be"
      ),
      (
        "UPDATE blobs SET content = x'00', compression = 'zlib'",
        "a source that does not decompress"
      ),
      (
        "UPDATE blobs SET size_bytes = 1 << 40, compression = 'zlib'",
        "a source that does not decompress"
      ),
    ] as [(String, String?)])
  func `a row that means nothing to this version is an error`(
    change: String, what: String?
  ) async throws {
    let database = try await Database.inMemory()
    let id = try await database.submit().id
    try await judge(database, judgement)
    try await database.execute(change)
    guard let what else {
      #expect(try await database.submission(id) == nil)
      let error = await #expect(throws: StorageError.self) {
        try await database.submissions(SubmissionFilter(limit: 1, for: .admin))
      }
      #expect(error == .corrupt("a submission with the id iiiiiiiiiiiiiiiiiiiiiiiiii"))
      return
    }
    let error = await #expect(throws: StorageError.self) { try await database.submission(id) }
    #expect(error == .corrupt(what))
    #expect(
      error?.description
        == "The database holds \(what), which this version does not understand. Restore a "
        + "backup, or use the version that wrote it.")
  }
}
