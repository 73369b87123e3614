/// Whether a text can be shown as a name: neither empty nor too long, in one line, without anything
/// that hides or moves what stands beside it.
func isPlainText(_ text: String, length: ClosedRange<Int>) -> Bool {
  // As SQLite counts them: a character can be an accent on an accent without end.
  length.contains(text.unicodeScalars.count)
    && text.unicodeScalars.allSatisfy { !$0.properties.generalCategory.isControl }
    && text.first?.isWhitespace == false && text.last?.isWhitespace == false
}

extension Unicode.GeneralCategory {
  /// Control characters, line ends, and those that change the direction or vanish.
  fileprivate var isControl: Bool {
    switch self {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      true
    default: false
    }
  }
}
