import Domain
import Packages
import Testing

@Suite struct ExampleReaderTests {
  private static let settings = "submissions/submissions.yaml"
  private static let unknown = "is not a key of the format here; check its spelling or remove it"

  private static func configured(
    _ description: String, _ key: String, _ message: String, _ text: String
  ) -> Breakage {
    Breakage(description, settings, key: key, message) { try $0.write(text, to: settings) }
  }

  @Test(arguments: [
    Breakage(
      "no accepted submission", "submissions/accepted",
      "holds no accepted submission; a problem needs at least one that solves it"
    ) {
      try $0.remove("submissions/accepted/echo.py")
    },
    Breakage(
      "no submissions", "submissions/accepted",
      "holds no accepted submission; a problem needs at least one that solves it"
    ) {
      try $0.remove("submissions")
    },
    Breakage(
      "an unknown directory", "submissions/slow",
      "is not a place for submissions; use accepted, rejected, wrong_answer, time_limit_exceeded, run_time_error or brute_force"
    ) {
      try $0.write("", to: "submissions/slow/a.py")
    },
    Breakage(
      "a file of its own", "submissions/a.py",
      "is not a place for submissions; use accepted, rejected, wrong_answer, time_limit_exceeded, run_time_error or brute_force"
    ) {
      try $0.write("", to: "submissions/a.py")
    },
    Breakage(
      "an unknown language", "submissions/rejected/a.rb",
      "is in no language known here; use the endings .py, .c, .cpp or .cc"
    ) {
      try $0.write("", to: "submissions/rejected/a.rb")
    },
    Breakage("a huge source", "submissions/rejected/a.py", "the file is larger than 1 MiB") {
      try $0.write(size: 1 << 20 + 1, to: "submissions/rejected/a.py")
    },
    configured("a pattern for nothing", "rejected/*", "matches no submission", "rejected/*: {}\n"),
    configured(
      "an unknown verdict", "accepted/echo.py.permitted", "names OK, which is no verdict",
      "accepted/echo.py: {permitted: [AC, OK]}\n"),
    configured(
      "an unknown key", "accepted/echo.py.entry", unknown, "accepted/echo.py: {entry: main}\n"),
    configured(
      "no settings", "accepted/echo.py", "must be a mapping of keys to values",
      "accepted/echo.py: AC\n"),
  ])
  func `a fault names file and key`(breakage: Breakage) throws { try breakage.check() }

  /// The expectation of a submission filed under `directory`, and of the settings in `yaml`.
  private func expectation(
    _ directory: String, yaml: String = ""
  ) throws -> ExampleSubmission.Expectation? {
    try withPackage {
      try $0.write("", to: "submissions/\(directory)/example.py")
      try $0.write(yaml, to: Self.settings)
      let catalog = $0.load()
      #expect(catalog.faults == [])
      return catalog.problems.first?.examples.first { $0.name == "\(directory)/example.py" }?
        .expectation
    }
  }

  @Test(
    arguments: [
      ("accepted", [.accepted], []),
      (
        "wrong_answer", [.accepted, .wrongAnswer, .outputLimitExceeded],
        [.wrongAnswer, .outputLimitExceeded]
      ),
      (
        "time_limit_exceeded", [.accepted, .timeLimitExceeded, .idleLimitExceeded],
        [.timeLimitExceeded, .idleLimitExceeded]
      ),
      (
        "run_time_error",
        [.accepted, .runTimeError, .memoryLimitExceeded, .securityViolation, .compileError],
        [.runTimeError, .memoryLimitExceeded, .securityViolation, .compileError]
      ),
    ] as [(String, Set<Verdict>, Set<Verdict>)])
  func `a directory says which verdicts may and must be`(
    directory: String, permitted: Set<Verdict>, required: Set<Verdict>
  ) throws {
    let expectation = try expectation(directory)
    #expect(expectation?.permitted == permitted)
    #expect(expectation?.required == required)
  }

  @Test func `a rejected one may fail in any way but the judge's`() throws {
    let all = Set(Verdict.allCases).subtracting([.judgeError])
    let rejected = try expectation("rejected")
    #expect(rejected?.permitted == all)
    #expect(rejected?.required == all.subtracting([.accepted]))
    let slow = try expectation("brute_force")
    #expect(slow?.permitted == all.subtracting([.wrongAnswer, .outputLimitExceeded]))
  }

  @Test func `submissions yaml goes before the directory`() throws {
    let expectation = try expectation(
      "rejected", yaml: "rejected/example.py: {permitted: [AC, WA], required: WA}\n")
    #expect(expectation?.permitted == [.accepted, .wrongAnswer, .outputLimitExceeded])
    #expect(expectation?.required == [.wrongAnswer, .outputLimitExceeded])
  }

  @Test(arguments: [
    ("accepted/echo.py", true), ("accepted/*", true), ("*/echo.py", true), ("*/*", true),
    ("accepted/*o.py", true), ("a*d/e*o.p*", true), ("accepted/echo.py*", true),
    ("accepted/e*", true), ("*", false), ("accepted", false), ("accepted*", false),
    ("accepted/*c", false), ("echo.py", false), ("*echo.py", false), ("accepted/echo.py*y", false),
  ])
  func `a star stands for anything but a slash`(pattern: String, matches: Bool) throws {
    try withPackage { directory in
      try directory.write("\"\(pattern)\": {entrypoint: main}\n", to: Self.settings)
      let catalog = directory.load()
      #expect(
        catalog.faults.map(\.message) == (matches ? [] : ["matches no submission"]))
      #expect(catalog.problems.first?.examples.map(\.entry) == (matches ? ["main"] : nil))
    }
  }

  @Test func `examples are read with their runtimes`() throws {
    try withPackage { directory in
      for name in ["a.c", "b.cpp", "c.cc", "d.py"] {
        try directory.write(name, to: "submissions/wrong_answer/" + name)
      }
      let examples = try #require(directory.load().problems.first?.examples)
      #expect(
        examples.map(\.name) == [
          "accepted/echo.py", "wrong_answer/a.c", "wrong_answer/b.cpp", "wrong_answer/c.cc",
          "wrong_answer/d.py",
        ])
      #expect(examples.map(\.runtime) == ["python3", "c", "cpp", "cpp", "python3"])
      #expect(try examples[1].source() == Array("a.c".utf8))
    }
  }
}
