import Domain
import Foundation
import Packages
import Testing

@Suite struct ProblemCatalogTests {
  private static let secondUUID = "00000000-0000-4000-8000-000000000002"

  @Test func `problems are listed by set and id`() throws {
    try withPackage { directory in
      for (number, package) in ["hard/a", "medium/b", "easy/z", "easy/a-1"].enumerated() {
        try directory.writePackage(package, uuid: "00000000-0000-4000-8000-00000000001\(number)")
      }
      let catalog = directory.load()
      #expect(catalog.faults == [])
      #expect(catalog.problems.map(\.problem.id.rawValue) == ["a-1", "echo", "z", "b", "a"])
      #expect(catalog.problems.map(\.problem.set) == [.easy, .easy, .easy, .medium, .hard])
      #expect(catalog[ProblemID("b")!]?.problem.set == .medium)
      #expect(catalog[ProblemID("c")!] == nil)
    }
  }

  @Test func `faults are reported together`() throws {
    try withPackage { directory in
      try directory.write(
        PackageDirectory.metadata(uuid: "none", limits: "{time_limit: 0}"), to: "problem.yaml")
      try directory.remove("statement/problem.en.md")
      try directory.remove("data/secret/1.ans")
      let faults = directory.load().faults
      #expect(
        faults.map(\.file) == [
          directory.path("problem.yaml"), directory.path("problem.yaml"),
          directory.path("statement"), directory.path("data/secret/1.in"),
          directory.path("data/secret"),
        ])
      #expect(faults.map(\.key) == ["uuid", "limits.time_limit", nil, nil, nil])
    }
  }

  @Test func `a broken package does not stop another one from loading`() throws {
    try withPackage { directory in
      try directory.writePackage("easy/broken", uuid: Self.secondUUID)
      try directory.write("]", to: "problem.yaml", in: "easy/broken")
      let catalog = directory.load()
      #expect(catalog.problems.map(\.problem.id.rawValue) == ["echo"])
      #expect(catalog[ProblemID("broken")!] == nil)
      #expect(catalog.faults.map(\.file) == [directory.path("problem.yaml", in: "easy/broken")])
    }
  }

  @Test func `an id is given once over all sets`() throws {
    try withPackage { directory in
      try directory.writePackage("hard/echo", uuid: Self.secondUUID)
      let catalog = directory.load()
      #expect(catalog.problems.map(\.directory) == [directory.root + "/easy/echo"])
      #expect(
        catalog.faults == [
          PackageFault(
            file: directory.root + "/hard/echo",
            "has the id echo, which \(directory.root)/easy/echo has too; give it another")
        ])
    }
  }

  @Test func `a uuid is given once, however it is written`() throws {
    try withPackage { directory in
      let uuid = "abcdef00-0000-4000-8000-000000000001"
      try directory.writePackage("easy/echo", uuid: uuid)
      try directory.writePackage("easy/other", uuid: uuid.uppercased())
      let catalog = directory.load()
      #expect(catalog.problems.map(\.problem.id.rawValue) == ["echo"])
      #expect(
        catalog.faults == [
          PackageFault(
            file: directory.root + "/easy/other",
            "has the uuid \(uuid), which \(directory.root)/easy/echo has too; give it another")
        ])
    }
  }

  @Test func `two packages without a uuid are not the same`() throws {
    try withPackage { directory in
      try directory.writePackage("easy/echo", uuid: "")
      try directory.writePackage("easy/other", uuid: "")
      #expect(directory.load().faults.map(\.key) == ["uuid", "uuid"])
    }
  }

  @Test(arguments: ["Echo", "echo_1", "a.b", String(repeating: "a", count: 37)])
  func `a directory that is no id is refused`(name: String) throws {
    try withPackage { directory in
      try directory.writePackage("easy/" + name, uuid: Self.secondUUID)
      #expect(
        directory.load().faults == [
          PackageFault(
            file: directory.root + "/easy/" + name,
            "is no id for a problem; use 1 to 36 of a-z, 0-9 and -, not starting with -")
        ])
    }
  }

  @Test func `what the format ignores is as if absent`() throws {
    try withPackage { directory in
      try directory.write("", to: "a", in: ".git")
      try directory.write("", to: "README.md", in: ".")
      for name in [".hidden", "-x", "a b", "ä.in", "data/secret/.1.in", "data/secret/a b.in"] {
        try directory.write("", to: name)
      }
      try directory.writePackage("easy/.other", uuid: "none")
      let catalog = directory.load()
      #expect(catalog.faults == [])
      #expect(catalog.problems.map(\.problem.id.rawValue) == ["echo"])
    }
  }

  @Test func `an unknown set is refused`() throws {
    try withPackage { directory in
      try directory.writePackage("extreme/other")
      #expect(
        directory.load().faults == [
          PackageFault(
            file: directory.root + "/extreme",
            "is not a problem set; the sets are easy, medium and hard")
        ])
    }
  }

  @Test func `no directory is a fault`() {
    let catalog = ProblemCatalog.load(directory: "/nowhere")
    #expect(
      catalog.faults.map(\.description)
        == ["/nowhere: is not a directory; name that of the problem sets"])
    #expect(catalog.problems.isEmpty)
  }
}

/// The packages of this repository.
@Suite struct CommittedProblemsTests {
  private static let catalog = ProblemCatalog.load(
    directory: #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
      + "/Problems")

  @Test func `have no faults, and every set has one`() {
    #expect(Self.catalog.faults == [])
    #expect(Set(Self.catalog.problems.map(\.problem.set)) == Set(ProblemSet.allCases))
  }

  @Test func `every group has a case, and something hidden is scored`() {
    for package in Self.catalog.problems {
      let hidden = package.groups.filter { !$0.isSample }
      #expect(!hidden.isEmpty, "\(package.problem.id)")
      #expect(package.groups.allSatisfy { !$0.cases.isEmpty }, "\(package.problem.id)")
      #expect(package.problem.maxScore == (package.isScoring ? 100 : 1), "\(package.problem.id)")
      #expect(!package.problem.samples.isEmpty, "\(package.problem.id)")
      #expect(!package.problem.statement.contains("{{"), "\(package.problem.id)")
    }
  }

  @Test func `carry submissions that must pass and some that must not`() {
    for package in Self.catalog.problems {
      #expect(
        package.examples.contains { $0.expectation.required.isEmpty }, "\(package.problem.id)")
      #expect(
        package.examples.contains { !$0.expectation.required.isEmpty }, "\(package.problem.id)")
    }
  }
}
