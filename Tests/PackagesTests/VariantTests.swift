import Domain
import Packages
import Testing

@Suite struct VariantTests {
  /// A whole variant of `easy/echo`.
  private func write(_ name: String, to directory: PackageDirectory) throws {
    let root = "variants/\(name)/"
    try directory.write("Print \(name).\n", to: root + "statement/problem.en.md")
    for path in ["data/sample/1", "data/secret/1"] {
      try directory.write("hello\n", to: root + path + ".in")
      try directory.write("\(name)\n", to: root + path + ".ans")
    }
    try directory.write("print('\(name)')\n", to: root + "submissions/accepted/a.py")
  }

  @Test func `a variant has a statement, data and examples of its own`() throws {
    try withPackage { directory in
      try write("loud", to: directory)
      try write("shy", to: directory)
      let catalog = directory.load()
      #expect(catalog.faults == [])
      let package = try #require(catalog[ProblemID("echo")!])
      #expect(package.all.map(\.name) == ["echo", "echo/loud", "echo/shy"])
      let loud = try #require(package.variant("loud"))
      #expect(loud.problem.statement == "Print loud.\n")
      #expect(loud.problem.samples.map(\.answer) == ["loud\n"])
      #expect(loud.problem.id == package.problem.id)
      #expect(loud.problem.limits == package.problem.limits)
      #expect(loud.groups.flatMap(\.cases).count == 2)
      #expect(loud.examples.map(\.name) == ["accepted/a.py"])
      #expect(package.variant(nil)?.problem.statement == "Print what you read.\n")
      #expect(package.variant("none") == nil)
    }
  }

  @Test func `what is wrong with a variant is wrong with its package`() throws {
    try withPackage { directory in
      try write("loud", to: directory)
      try directory.remove("variants/loud/data/secret/1.ans")
      let catalog = directory.load()
      #expect(catalog.problems.isEmpty)
      #expect(catalog.faults.contains { $0.file.contains("variants/loud/data/secret") })
    }
  }

  @Test func `a variant can be worth no more than another`() throws {
    try withPackage { directory in
      try directory.writeGroups()
      try write("loud", to: directory)
      try directory.remove("variants/loud/data/secret")
      for (group, score) in [("1-small", 30), ("2-large", 60)] {
        let root = "variants/loud/data/secret/\(group)/"
        try directory.write("max_score: \(score)\n", to: root + "test_group.yaml")
        try directory.write("hello\n", to: root + "1.in")
        try directory.write("hello\n", to: root + "1.ans")
      }
      #expect(directory.load().faults.map(\.file) == [directory.path("variants/loud")])
    }
  }
}
