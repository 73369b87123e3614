import Domain
import Testing

@Suite struct VerdictTests {
  @Test func `ids are unique and in the field's spelling`() {
    #expect(
      Verdict.allCases.map(\.rawValue)
        == ["AC", "WA", "TLE", "MLE", "OLE", "RTE", "CE", "ILE", "SV", "JE"])
  }

  @Test func `only the student's own rejections cost penalty`() {
    #expect(
      Set(Verdict.allCases.filter { !$0.costsPenalty }) == [.accepted, .compileError, .judgeError])
  }
}
