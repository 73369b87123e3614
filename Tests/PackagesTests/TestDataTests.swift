import Domain
import Packages
import Testing

@Suite struct TestDataTests {
  private static let unknown = "is not a key of the format here; check its spelling or remove it"
  private static let noCase = "has no test case; add at least one .in with its .ans"

  @Test(arguments: [
    Breakage(
      "an input without answer", "data/secret/2.in", "has no 2.ans beside it; add the answer"
    ) {
      try $0.write("", to: "data/secret/2.in")
    },
    Breakage("an answer without input", "data/secret/2.ans", "has no 2.in beside it; add the input")
    {
      try $0.write("", to: "data/secret/2.ans")
    },
    Breakage("no samples", "data/sample", noCase) { try $0.remove("data/sample") },
    Breakage("no hidden cases", "data/secret", noCase) { try $0.remove("data/secret") },
    Breakage("a group without cases", "data/secret/3", noCase) {
      try $0.writeGroups()
      try $0.write("max_score: 1", to: "data/secret/3/test_group.yaml")
    },
    Breakage(
      "cases beside groups", "data/secret",
      "holds both cases and groups; move the cases into a group"
    ) {
      try $0.writeGroups()
      try $0.write("", to: "data/secret/1.in")
    },
    Breakage(
      "a directory of samples", "data/sample/more", "is a directory; groups cannot be nested"
    ) {
      try $0.write("", to: "data/sample/more/1.in")
    },
    Breakage(
      "a group in a group", "data/secret/1-small/more", "is a directory; groups cannot be nested"
    ) {
      try $0.writeGroups()
      try $0.write("", to: "data/secret/1-small/more/1.in")
    },
    Breakage("a huge input", "data/secret/1.in", "the file is larger than 64 MiB") {
      try $0.write(size: 64 << 20 + 1, to: "data/secret/1.in")
    },
    Breakage("a huge answer", "data/sample/1.ans", "the file is larger than 64 MiB") {
      try $0.write(size: 64 << 20 + 1, to: "data/sample/1.ans")
    },
    Breakage("too many cases", "data", "has 2002 cases; at most 2000 can be judged") { directory in
      for number in 1...2000 {
        try directory.write("", to: "data/secret/x\(number).in")
        try directory.write("", to: "data/secret/x\(number).ans")
      }
    },
    Breakage("an unknown key of a case", "data/secret/1.yaml", key: "hints", unknown) {
      try $0.write("hints: none\n", to: "data/secret/1.yaml")
    },
  ])
  func `cases come with their answers, and groups with their cases`(
    breakage: Breakage
  ) throws { try breakage.check() }

  @Test func `a file that vanishes is an error when it is read`() throws {
    try withPackage { directory in
      let testCase = try #require(directory.load().problems.first?.groups.last?.cases.first)
      try directory.remove("data/secret/1.in")
      let error = #expect(throws: PackageError.self) { try testCase.input() }
      #expect(
        error?.description
          == directory.path("data/secret/1.in")
          + ": the file is missing or cannot be read; restore the file and restart the server")
    }
  }

  @Test func `samples are shown, and long ones cut`() throws {
    try withPackage { directory in
      try directory.write(String(repeating: "x", count: 16 << 10 + 1), to: "data/sample/1.in")
      let samples = try #require(directory.load().problems.first?.problem.samples)
      #expect(
        samples == [
          Problem.Sample(
            name: "1", input: String(repeating: "x", count: 16 << 10), answer: "hello\n")
        ])
    }
  }
}
