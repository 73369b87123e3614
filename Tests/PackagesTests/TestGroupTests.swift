import Domain
import Packages
import Testing

@Suite struct TestGroupTests {
  private static let unknown = "is not a key of the format here; check its spelling or remove it"
  private static let group = "data/secret/2-large/test_group.yaml"

  private static func changed(
    _ description: String, _ key: String, _ message: String, _ text: String
  ) -> Breakage {
    Breakage(description, group, key: key, message) {
      try $0.writeGroups()
      try $0.write(text, to: group)
    }
  }

  private static func options(_ message: String, _ options: String) -> Breakage {
    Breakage(options, "data/secret/1.yaml", key: "output_validator_args", message) {
      try $0.write("output_validator_args: \(options)\n", to: "data/secret/1.yaml")
    }
  }

  @Test(
    arguments: [
      Breakage("no settings", group, "is missing; a group needs its max_score") {
        try $0.writeGroups()
        try $0.remove(group)
      },
      changed(
        "no score", "max_score", "is missing; a group needs its share of the score",
        "score_aggregation: sum\n"),
      changed("no bound", "max_score", "must be a number", "max_score: unbounded\n"),
      changed("a negative score", "max_score", "must not be negative", "max_score: -1\n"),
      changed(
        "unknown aggregation", "score_aggregation", "must be pass-fail, sum or min",
        "max_score: 1\nscore_aggregation: max\n"),
      changed(
        "requires itself", "require_pass", "names 2-large, which is no group before this one",
        "max_score: 1\nrequire_pass: 2-large\n"),
      changed(
        "requires nothing", "require_pass", "names 1, which is no group before this one",
        "max_score: 1\nrequire_pass: [sample, 1]\n"),
      changed("unknown key", "max_scroe", unknown, "max_score: 1\nmax_scroe: 1\n"),
      Breakage(
        "requires a later group", "data/secret/1-small/test_group.yaml", key: "require_pass",
        "names 2-large, which is no group before this one"
      ) {
        try $0.writeGroups()
        try $0.write(
          "max_score: 1\nrequire_pass: 2-large\n", to: "data/secret/1-small/test_group.yaml")
      },
    ] as [Breakage])
  func `a group says what it is worth`(breakage: Breakage) throws { try breakage.check() }

  @Test(arguments: [
    options("float_tolerance needs a number that is not negative after it", "float_tolerance"),
    options(
      "float_tolerance needs a number that is not negative after it", "float_tolerance -1e-6"),
    options("float_tolerance needs a number that is not negative after it", "float_tolerance inf"),
    options(
      "float_absolute_tolerance needs a number that is not negative after it",
      "[float_absolute_tolerance, much]"),
    options("case_sensitive is given twice; leave one out", "case_sensitive case_sensitive"),
    options(
      "case-sensitive is unknown; the options are case_sensitive, space_change_sensitive, float_absolute_tolerance, float_relative_tolerance and float_tolerance",
      "case-sensitive"),
    options("must be a text or a list of texts", "{float_tolerance: 1}"),
  ])
  func `options of the checker must be known`(breakage: Breakage) throws { try breakage.check() }

  @Test func `groups and cases are judged in the order of their bytes`() throws {
    try withPackage { directory in
      try directory.writeGroups()
      for name in ["10", "2", "B", "a", "_"] {
        try directory.write("", to: "data/secret/1-small/\(name).in")
        try directory.write("", to: "data/secret/1-small/\(name).ans")
      }
      try directory.write(
        "max_score: 70\nscore_aggregation: sum\nrequire_pass: [sample, 1-small]\n",
        to: Self.group)
      let catalog = directory.load()
      #expect(catalog.faults == [])
      let package = try #require(catalog.problems.first)
      #expect(package.groups.map(\.name) == ["sample", "secret/1-small", "secret/2-large"])
      #expect(package.groups.map(\.isSample) == [true, false, false])
      #expect(package.groups.map(\.maxScore) == [0, 30, 70])
      #expect(package.groups.map(\.aggregation) == [.passFail, .passFail, .sum])
      #expect(package.groups.map(\.requires) == [[], [], ["sample", "secret/1-small"]])
      #expect(package.problem.maxScore == 100)
      #expect(
        package.groups[1].cases.map(\.name)
          == ["1", "10", "2", "B", "_", "a"].map { "secret/1-small/" + $0 })
      #expect(try package.groups[1].cases[0].input() == Array("hello\n".utf8))
      #expect(try package.groups[1].cases[1].answer() == [])
    }
  }

  @Test func `the options of a case go before those of its group`() throws {
    try withPackage { directory in
      try directory.writeGroups()
      let arguments = "output_validator_args: "
      try directory.write(arguments + "case_sensitive\n", to: "data/secret/test_group.yaml")
      try directory.write(
        "max_score: 1\n" + arguments + "float_tolerance 1e-6\n", to: Self.group)
      try directory.write(
        arguments + "[space_change_sensitive]\nhint: none\n", to: "data/secret/1-small/1.yaml")
      let package = try #require(directory.load().problems.first)
      var (small, large) = (CheckerOptions(), CheckerOptions())
      small.spaceChangeSensitive = true
      (large.floatAbsoluteTolerance, large.floatRelativeTolerance) = (1e-6, 1e-6)
      #expect(package.groups[0].cases.map(\.checker) == [CheckerOptions()])
      #expect(package.groups[1].cases.map(\.checker) == [small])
      #expect(package.groups[2].cases.map(\.checker) == [large])
    }
  }

  @Test func `hidden cases can depend on the samples`() throws {
    try withPackage { directory in
      try directory.write("require_pass: sample\n", to: "data/secret/test_group.yaml")
      let catalog = directory.load()
      #expect(catalog.faults == [])
      #expect(catalog.problems.first?.groups.map(\.requires) == [[], ["sample"]])
    }
  }
}
