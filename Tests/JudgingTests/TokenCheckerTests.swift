import Packages
import Testing

@testable import Judging

@Suite struct TokenCheckerTests {
  private func check(_ output: String, _ answer: String, _ options: CheckerOptions = .init())
    -> CheckOutcome
  {
    TokenChecker(options: options).check(output: Array(output.utf8), answer: Array(answer.utf8))
  }

  @Test(arguments: [
    ("1 2\n", "1 2"), ("1\n2", "1 2\n"), ("  1\t\r\n2  ", "1 2"), ("", ""), ("\n\n", ""),
    ("YES", "yes"), ("é", "é"),
  ])
  func `white space and ASCII case do not matter by default`(output: String, answer: String) {
    #expect(check(output, answer) == .accepted)
  }

  @Test(arguments: [
    ("1 3", "1 2", "line 1, token 2: expected \"2\", found \"3\""),
    ("1\n\n5", "1 2", "line 3, token 1: expected \"2\", found \"5\""),
    ("1", "1 2", "the output ends early: expected \"2\" next"),
    ("1 2 3", "1 2", "line 1, token 3: \"3\" after the end of the answer"),
    ("É", "é", "line 1, token 1: expected \"é\", found \"É\""),
    ("12", "1 2", "line 1, token 1: expected \"1\", found \"12\""),
    ("1.0", "1", "line 1, token 1: expected \"1\", found \"1.0\""),
  ])
  func `says where the first difference is`(output: String, answer: String, message: String) {
    #expect(check(output, answer) == .rejected(message))
  }

  @Test func `case matters when the options say so`() {
    var options = CheckerOptions()
    options.caseSensitive = true
    #expect(check("yes", "yes", options) == .accepted)
    #expect(check("YES", "yes", options) != .accepted)
  }

  @Test func `white space matters when the options say so`() {
    var options = CheckerOptions()
    options.spaceChangeSensitive = true
    #expect(check("1 2\n", "1 2\n", options) == .accepted)
    #expect(check("1  2\n", "1 2\n", options) != .accepted)
    #expect(check("1 2", "1 2\n", options) != .accepted)
  }

  @Test(arguments: [
    ("0.1000001", "0.1", true), ("1e-1", "0.1", true), ("0.2", "0.1", false),
    ("nan", "0.1", false), ("inf", "1", false), ("0x1", "1", false), ("1e999", "1", false),
    ("word", "word", true), ("1", "word", false), ("-0", "0", true),
  ])
  func `numbers may differ by an absolute tolerance`(
    output: String, answer: String, isAccepted: Bool
  ) {
    var options = CheckerOptions()
    options.floatAbsoluteTolerance = 1e-6
    #expect((check(output, answer, options) == .accepted) == isAccepted)
  }

  @Test func `numbers may differ by a relative tolerance`() {
    var options = CheckerOptions()
    options.floatRelativeTolerance = 1e-3
    #expect(check("1000.9", "1000", options) == .accepted)
    #expect(check("1001.1", "1000", options) != .accepted)
    #expect(check("0.0001", "0", options) != .accepted)
  }

  @Test func `invalid UTF-8, NULs and huge tokens are compared and cut, not trusted`() {
    let checker = TokenChecker(options: CheckerOptions())
    let huge = [UInt8](repeating: 0xFF, count: 1 << 20)
    guard case .rejected(let message) = checker.check(output: huge, answer: [0, 1]) else {
      Issue.record("a megabyte of 0xFF is not the answer")
      return
    }
    #expect(message.utf8.count < 400)
    #expect(checker.check(output: huge, answer: huge) == .accepted)
  }
}
