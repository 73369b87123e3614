/// Which part of a file a client asks for (RFC 9110, section 14). One range; a list of them is not
/// served, and gets the whole.
enum ByteRange: Sendable, Hashable {
  case whole
  case part(Range<Int>)
  case unsatisfiable

  /// `value`: of the Range field; anything that is no range of bytes counts for nothing.
  init(_ value: String, size: Int) {
    self = .whole
    guard value.utf8.count < 64, value.lowercased().hasPrefix("bytes=") else { return }
    let ends = value.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1])
    else { return }
    switch (first, last) {
    case (nil, nil): return
    case (nil, let suffix?):
      self = suffix == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - suffix)..<size)
    case (let start?, let end):
      if let end, end < start { return }
      self = start >= size ? .unsatisfiable : .part(start..<min(size, (end ?? size - 1) + 1))
    }
  }

  /// nil in nil: it is no number.
  private static func number(_ text: Substring) -> Int?? {
    if text.isEmpty { return .some(nil) }
    guard text.utf8.count <= 15, text.utf8.allSatisfy(ASCII.isDigit), let number = Int(text) else {
      return nil
    }
    return number
  }
}
