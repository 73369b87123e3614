import Domain
import Testing

@Suite struct ProblemIDTests {
  @Test(arguments: ["a", "9lives", "first-bad-build", String(repeating: "x", count: 36)])
  func `accepts names for URLs`(name: String) {
    #expect(ProblemID(name)?.rawValue == name)
  }

  @Test(arguments: ["", "-a", "A", "a_b", "a/b", "..", "ä", String(repeating: "x", count: 37)])
  func `refuses everything else`(name: String) {
    #expect(ProblemID(name) == nil)
  }
}

@Suite struct ProblemLimitsTests {
  @Test func `the wall limit is a net below the CPU limit unless it is given`() {
    let limits = ProblemLimits(
      cpuTime: .seconds(2), memory: .mebibytes(1), output: .mebibytes(1), code: .kibibytes(1))
    #expect(limits.wallTime == .seconds(7))
  }
}
