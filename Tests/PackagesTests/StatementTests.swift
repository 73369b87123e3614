import Domain
import Packages
import Testing

@Suite struct StatementTests {
  private static let file = "statement/problem.en.md"

  @Test(arguments: [
    Breakage("no statement", "statement", "has no statement; write statement/problem.en.md") {
      try $0.remove(file)
    },
    Breakage("no directory", "statement", "has no statement; write statement/problem.en.md") {
      try $0.remove("statement")
    },
    Breakage("an empty one", file, "is empty") { try $0.write("\n \n", to: file) },
    Breakage("CRLF", file, "has CRLF line ends; use LF") { try $0.write("a\r\n", to: file) },
    Breakage("not UTF-8", file, "is not valid UTF-8; save it as UTF-8") {
      try $0.write([0x61, 0xFF], to: file)
    },
    Breakage("too large", file, "the file is larger than 1 MiB") {
      try $0.write(size: 1 << 20 + 1, to: file)
    },
    Breakage(
      "an unknown constant", file, "uses {{M}}, which problem.yaml does not define in constants"
    ) {
      try $0.writePackage(more: "constants: {N: 1}\n")
      try $0.write("{{N}} {{M}} {{M}}", to: file)
    },
  ])
  func `a fault names the file`(breakage: Breakage) throws { try breakage.check() }

  @Test(arguments: [
    ("at most {{MAX_N}}", "at most 100000"), ("{{MAX_N}}{{NAME}}", "100000Ada Lovelace"),
    ("{{RATE}}", "0.50"), ("{{HELD}}", "7"), ("{NAME} } } {{", "{NAME} } } {{"),
    ("é{{NAME}}é", "éAda Lovelaceé"),
  ])
  func `constants are put in`(statement: String, expected: String) throws {
    try withPackage { directory in
      try directory.writePackage(
        more: """
          constants:
            MAX_N: 100000
            NAME: Ada Lovelace
            RATE: 0.50
            HELD: {value: 7}

          """)
      try directory.write(statement, to: Self.file)
      let catalog = directory.load()
      #expect(catalog.faults == [])
      #expect(catalog.problems.first?.problem.statement == expected)
    }
  }

  @Test func `a constant is not looked for in the value of another`() throws {
    try withPackage { directory in
      try directory.writePackage(more: "constants: {A: \"{{B}}\", B: b}\n")
      try directory.write("{{A}}", to: Self.file)
      #expect(directory.load().problems.first?.problem.statement == "{{B}}")
    }
  }

  @Test func `English goes first, then the first by name`() throws {
    try withPackage { directory in
      try directory.write("Deutsch", to: "statement/problem.de.md")
      #expect(directory.load().problems.first?.problem.statement == "Print what you read.\n")
      try directory.remove(Self.file)
      try directory.write("Svenska", to: "statement/problem.sv.md")
      try directory.write("TeX", to: "statement/problem.aa.tex")
      #expect(directory.load().problems.first?.problem.statement == "Deutsch")
    }
  }
}
