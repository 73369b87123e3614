import Domain
import Packages
import Testing

@Suite struct ProblemMetadataTests {
  private static let good = PackageDirectory.metadata()
  private static let version = "must be 2025-09, the version that this server reads"
  private static let uuid =
    "must be a UUID; make one with `uuidgen` or `cat /proc/sys/kernel/random/uuid`"
  private static let missingTime = "is missing; give the CPU seconds of one test case"
  private static let wrongTime = "must be a positive number of seconds, at most 60"
  private static let unknown = "is not a key of the format here; check its spelling or remove it"

  private static func limits(_ text: String) -> String {
    PackageDirectory.metadata(limits: text)
  }

  private static func limit(_ text: String) -> String { limits("{time_limit: 1, \(text)}") }

  @Test(arguments: [
    Breakage("no problem.yaml", "problem.yaml", "is missing; every package needs one") {
      try $0.remove("problem.yaml")
    },
    .metadata("a list", nil, "must be a mapping of keys to values", "- a\n"),
    .metadata(
      "older version", "problem_format_version", version,
      PackageDirectory.metadata(version: "legacy")),
    .metadata(
      "no version", "problem_format_version", version,
      String(good.split(separator: "\n", maxSplits: 1)[1])),
    .metadata("no uuid", "uuid", uuid, PackageDirectory.metadata(uuid: "")),
    .metadata(
      "short uuid", "uuid", uuid,
      PackageDirectory.metadata(uuid: "00000000-0000-4000-8000-00000000000")),
    .metadata(
      "uuid with a g", "uuid", uuid,
      PackageDirectory.metadata(uuid: "g0000000-0000-4000-8000-000000000001")),
    .metadata("unknown key", "time_limit", unknown, good + "time_limit: 1\n"),
    .metadata("unknown limit", "limits.memroy", unknown, limit("memroy: 1")),
    .metadata("unknown extension", "asyncjudge.wall", unknown, good + "asyncjudge: {wall: 1}\n"),
    .metadata(
      "key given twice", nil, "is not valid YAML: it has the key name more than once",
      good + "name: Again\n"),
    .metadata(
      "long name", "name", "must be a text of 1 to 100 characters, or one for each language",
      good.replacing("Echo", with: String(repeating: "E", count: 101))),
    .metadata(
      "empty name", "name", "must be a text of 1 to 100 characters, or one for each language",
      good.replacing("Echo", with: "\"\"")),
    .metadata(
      "interactive", "type", "cannot be interactive here yet; use pass-fail or scoring",
      good + "type: interactive\n"),
    .metadata(
      "no languages", "languages", "must be all, or a list of at least one runtime",
      good + "languages: []\n"),
    .metadata(
      "languages of a wrong type", "languages", "must be a text or a list of texts",
      good + "languages: [[python3]]\n"),
    .metadata(
      "file writing of a wrong type", "allow_file_writing", "must be true or false",
      good + "allow_file_writing: perhaps\n"),
  ])
  func `a fault names file and key`(breakage: Breakage) throws { try breakage.check() }

  @Test(
    arguments: [
      .metadata("no limits", "limits.time_limit", missingTime, limits("{}")),
      .metadata("no time", "limits.time_limit", missingTime, limits("{memory: 64}")),
      .metadata("a time of nothing", "limits.time_limit", missingTime, limits("{time_limit: }")),
      .metadata("a time of zero", "limits.time_limit", wrongTime, limits("{time_limit: 0}")),
      .metadata("a negative time", "limits.time_limit", wrongTime, limits("{time_limit: -1}")),
      .metadata(
        "a time too short to measure", "limits.time_limit", wrongTime,
        limits("{time_limit: 0.0004}")),
      .metadata("a time too long", "limits.time_limit", wrongTime, limits("{time_limit: 60.1}")),
      .metadata(
        "an endless time", "limits.time_limit", "must be a number", limits("{time_limit: .inf}")),
      .metadata(
        "a time in words", "limits.time_limit", "must be a number", limits("{time_limit: one}")),
      .metadata(
        "wall time too long", "asyncjudge.wall_time",
        "must be a positive number of seconds, at most 600", good + "asyncjudge: {wall_time: 601}\n"
      ),
      .metadata(
        "too much memory", "limits.memory", "must be positive and at most 4096",
        limit("memory: 4097")),
      .metadata(
        "memory below a byte", "limits.memory", "must be positive and at most 4096",
        limit("memory: 1e-9")),
      .metadata(
        "no output", "limits.output", "must be positive and at most 64", limit("output: 0")),
      .metadata(
        "too much code", "limits.code", "must be positive and at most 512", limit("code: 513")),
    ] as [Breakage])
  func `a limit must be there and make sense`(breakage: Breakage) throws { try breakage.check() }

  @Test(arguments: [
    Breakage("not UTF-8", "problem.yaml", "is not valid UTF-8; save it as UTF-8") {
      try $0.write([0xFF], to: "problem.yaml")
    },
    Breakage("byte order mark", "problem.yaml", "starts with a byte order mark; save it without") {
      try $0.write("\u{FEFF}" + good, to: "problem.yaml")
    },
    Breakage("CRLF", "problem.yaml", "has CRLF line ends; use LF") {
      try $0.write(good.replacing("\n", with: "\r\n"), to: "problem.yaml")
    },
    Breakage("too large", "problem.yaml", "the file is larger than 256 KiB") {
      try $0.write(size: 256 << 10 + 1, to: "problem.yaml")
    },
    Breakage("a directory", "problem.yaml", "the file is no regular file") {
      try $0.remove("problem.yaml")
      try $0.write("", to: "problem.yaml/a")
    },
  ])
  func `the file must be a text`(breakage: Breakage) throws { try breakage.check() }

  @Test func `a fault in the YAML has its line`() throws {
    try withPackage { directory in
      try directory.write(Self.good + "keywords: [a\nb: c\n", to: "problem.yaml")
      let fault = try #require(directory.load().faults.first)
      #expect(fault.file == directory.path("problem.yaml"))
      #expect(fault.key == nil)
      #expect(fault.line == 6)
      #expect(fault.message.hasPrefix("is not valid YAML: "))
    }
  }

  @Test func `a fault in a value has its line`() throws {
    try withPackage { directory in
      try directory.write(
        Self.good.replacing("{time_limit: 1}", with: "\n  time_limit: 0"), to: "problem.yaml")
      #expect(
        directory.load().faults.map(\.description) == [
          directory.path("problem.yaml") + ":5: limits.time_limit: " + Self.wrongTime
        ])
    }
  }

  @Test func `what is not said has a default`() throws {
    try withPackage { directory in
      let package = try #require(directory.load().problems.first)
      #expect(package.problem.name == "Echo")
      #expect(package.problem.id == ProblemID("echo"))
      #expect(package.problem.set == .easy)
      #expect(package.problem.keywords == [])
      #expect(package.problem.runtimes == nil)
      #expect(package.problem.maxScore == 1)
      #expect(
        package.problem.limits
          == ProblemLimits(
            cpuTime: .seconds(1), wallTime: .seconds(4), memory: .mebibytes(256),
            output: .mebibytes(8), code: .kibibytes(128)))
      #expect(!package.isScoring)
      #expect(!package.allowsFileWriting)
    }
  }

  @Test func `what is said goes`() throws {
    try withPackage { directory in
      try directory.write(
        Self.limits("{time_limit: 0.25, memory: 64, output: 0.5, code: 1}")
          .replacing("name: Echo", with: "name: {de: Echo (de), en: Echo (en)}") + """
            type: scoring
            keywords: [a, b c]
            languages: [python3]
            allow_file_writing: true
            asyncjudge: {wall_time: 9.5}
            credits: {authors: Ada}
            license: cc by

            """, to: "problem.yaml")
      let catalog = directory.load()
      #expect(catalog.faults == [])
      let package = try #require(catalog.problems.first)
      #expect(package.problem.name == "Echo (en)")
      #expect(package.problem.keywords == ["a", "b c"])
      #expect(package.problem.runtimes == ["python3"])
      #expect(package.problem.maxScore == 100)
      #expect(
        package.problem.limits
          == ProblemLimits(
            cpuTime: .milliseconds(250), wallTime: .milliseconds(9500), memory: .mebibytes(64),
            output: .kibibytes(512), code: .kibibytes(1)))
      #expect(package.isScoring)
      #expect(package.allowsFileWriting)
    }
  }
}
