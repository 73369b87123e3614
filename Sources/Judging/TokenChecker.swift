import Packages

/// The default checker of the package format: compares the tokens of an output with those of the
/// answer. Tokens are separated by ASCII white space, whose amount does not matter unless the
/// options say so; case matters only if they say so; a token that is a number in the answer may
/// differ by a tolerance where one is given.
///
/// Source: the "Default Output Validator Specification" of the problem package format 2025-09.
package struct TokenChecker: Sendable {
  private let options: CheckerOptions

  package init(options: CheckerOptions) { self.options = options }

  /// O(output + answer).
  package func check(output: [UInt8], answer: [UInt8]) -> CheckOutcome {
    var ours = TokenReader(answer)
    var theirs = TokenReader(output)
    while true {
      let expected = ours.next()
      let found = theirs.next()
      if options.spaceChangeSensitive, expected.space != found.space {
        return .rejected("\(found.position): the white space differs from the answer's")
      }
      switch (expected.token.isEmpty, found.token.isEmpty) {
      case (true, true): return .accepted
      case (false, true):
        return .rejected("the output ends early: expected \(quoted(expected.token)) next")
      case (true, false):
        return .rejected("\(found.position): \(quoted(found.token)) after the end of the answer")
      case (false, false):
        guard matches(found.token, expected: expected.token) else {
          return .rejected(
            "\(found.position): expected \(quoted(expected.token)), found \(quoted(found.token))")
        }
      }
    }
  }

  private func matches(_ found: ArraySlice<UInt8>, expected: ArraySlice<UInt8>) -> Bool {
    if options.floatAbsoluteTolerance != nil || options.floatRelativeTolerance != nil,
      let answer = decimalNumber(expected)
    {
      guard let value = decimalNumber(found) else { return false }
      let difference = abs(value - answer)
      if let tolerance = options.floatAbsoluteTolerance, difference <= tolerance { return true }
      if let tolerance = options.floatRelativeTolerance {
        return difference <= tolerance * abs(answer)
      }
      return false
    }
    guard found.count == expected.count else { return false }
    if options.caseSensitive { return found.elementsEqual(expected) }
    return found.elementsEqual(expected) { lowercased($0) == lowercased($1) }
  }
}

/// Reads a text token by token, with the white space before each and its line and column.
private struct TokenReader {
  struct Item {
    var space: ArraySlice<UInt8>
    /// Empty at the end of the text.
    var token: ArraySlice<UInt8>
    var line: Int
    var ordinal: Int
    var position: String { "line \(line), token \(ordinal)" }
  }

  private let text: [UInt8]
  private var index = 0
  private var line = 1
  private var ordinal = 0

  init(_ text: [UInt8]) { self.text = text }

  mutating func next() -> Item {
    let spaceStart = index
    while index < text.count, isSpace(text[index]) {
      if text[index] == UInt8(ascii: "\n") {
        line += 1
        ordinal = 0
      }
      index += 1
    }
    let tokenStart = index
    while index < text.count, !isSpace(text[index]) { index += 1 }
    ordinal += 1
    return Item(
      space: text[spaceStart..<tokenStart], token: text[tokenStart..<index], line: line,
      ordinal: ordinal)
  }
}

/// Space, form feed, newline, carriage return, tab, vertical tab.
private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

private func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

/// A finite number in plain or scientific notation; "nan", "inf" and hexadecimal are words.
private func decimalNumber(_ token: ArraySlice<UInt8>) -> Double? {
  guard token.count <= JudgingLimits.numberLength,
    token.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }),
    let value = Double(String(decoding: token, as: UTF8.self)), value.isFinite
  else { return nil }
  return value
}

/// A token in quotes, cut so that one line of 100 MB does not become a message of 100 MB.
private func quoted(_ token: ArraySlice<UInt8>) -> String {
  let shown = String(decoding: token.prefix(JudgingLimits.quotedToken), as: UTF8.self)
  let escaped = shown.unicodeScalars.map { $0.value < 32 ? "\u{FFFD}" : String($0) }.joined()
  return "\"\(escaped)\(token.count > JudgingLimits.quotedToken ? "…" : "")\""
}
