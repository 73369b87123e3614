import Domain
import Foundation
import Packages
import Testing

/// A package is what is in its directory, and nothing else of the machine.
@Suite struct FilesTests {
  private static let link = "is a link that leads out of the package; copy the file instead"

  @Test(arguments: [
    "problem.yaml", "statement", "statement/problem.en.md", "data", "data/secret",
    "data/secret/1.in", "data/secret/1.ans", "submissions", "submissions/accepted",
    "submissions/accepted/echo.py",
  ])
  func `a link that leaves the package is refused`(relative: String) throws {
    try withPackage { directory in
      try directory.moveAndLink(relative, to: directory.outside + "/elsewhere")
      let catalog = directory.load()
      #expect(catalog.problems.isEmpty)
      // Other faults follow from what is missing without it.
      #expect(
        catalog.faults.contains {
          $0.file.hasPrefix(directory.path(relative)) && $0.message == Self.link
        })
    }
  }

  @Test func `a link to a neighbour whose name starts the same is refused`() throws {
    try withPackage { directory in
      try directory.write("", to: "a.md", in: "easy/echo2")
      try directory.remove("statement/problem.en.md")
      try FileManager.default.createSymbolicLink(
        atPath: directory.path("statement/problem.en.md"),
        withDestinationPath: "../../echo2/a.md")
      #expect(
        directory.load().faults.contains(
          PackageFault(file: directory.path("statement/problem.en.md"), Self.link)))
    }
  }

  @Test func `a link to nothing is refused`() throws {
    try withPackage { directory in
      try FileManager.default.createSymbolicLink(
        atPath: directory.path("data/secret/2.in"), withDestinationPath: "3.in")
      #expect(
        directory.load().faults == [
          PackageFault(file: directory.path("data/secret/2.in"), Self.link)
        ])
    }
  }

  @Test func `a package that is elsewhere is refused`() throws {
    try withPackage { directory in
      try directory.moveAndLink("echo", in: "easy", to: directory.outside + "/elsewhere")
      let catalog = directory.load()
      #expect(catalog.problems.isEmpty)
      #expect(catalog.faults == [PackageFault(file: directory.root + "/easy/echo", Self.link)])
    }
  }

  @Test func `a link within the package is followed, and measured where it leads`() throws {
    try withPackage { directory in
      try directory.remove("data/secret/1.in")
      try FileManager.default.createSymbolicLink(
        atPath: directory.path("data/secret/1.in"), withDestinationPath: "../sample/1.in")
      let catalog = directory.load()
      #expect(catalog.faults == [])
      #expect(try catalog.problems.first?.groups[1].cases[0].input() == Array("hello\n".utf8))

      try directory.write(size: 64 << 20 + 1, to: "data/sample/1.in")
      #expect(
        directory.load().faults.map(\.message)
          == Array(repeating: "the file is larger than 64 MiB", count: 2))
    }
  }

  @Test func `the sets can be behind a link`() throws {
    try withPackage { directory in
      let link = directory.outside + "/link"
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: directory.root)
      let catalog = ProblemCatalog.load(directory: link)
      #expect(catalog.faults == [])
      #expect(catalog.problems.map(\.directory) == [link + "/easy/echo"])
    }
  }

  @Test func `a directory of more than 10,000 entries is not read`() throws {
    try withPackage { directory in
      for number in 0..<10_000 { try directory.write("", to: "statement/\(number)") }
      #expect(
        directory.load().faults.first
          == PackageFault(
            file: directory.path("statement"), "has more than 10000 entries; remove some"))
    }
  }
}
