extension Timestamp {
  /// Reads RFC 3339 with an offset: `2026-09-01T08:00:00.5+02:00`; a leap second counts as the next
  /// one. nil when `text` is anything else, or outside the years 1 to 9999.
  package init?(rfc3339 text: String) {
    var reader = Reader(bytes: Array(text.utf8)[...])
    guard let date = reader.date(), reader.skip("Tt"), let time = reader.time(),
      let offset = reader.offset(), reader.bytes.isEmpty
    else { return nil }
    let seconds = date * 86_400 + time.seconds - offset
    self.init(microseconds: seconds * 1_000_000 + time.microseconds)
  }

  /// A moment of a wall clock without a zone, `2026-09-01T08:00` or `2026-09-01T08:00:00`, as if it
  /// were UTC. nil when `text` is anything else.
  package init?(wallClock text: String) {
    var reader = Reader(bytes: Array(text.utf8)[...])
    guard let date = reader.date(), reader.skip("T"), let time = reader.time(needsSeconds: false),
      reader.bytes.isEmpty
    else { return nil }
    self.init(microseconds: (date * 86_400 + time.seconds) * 1_000_000 + time.microseconds)
  }
}

private struct Reader {
  var bytes: ArraySlice<UInt8>

  mutating func skip(_ characters: StaticString) -> Bool {
    guard let first = bytes.first, characters.description.utf8.contains(first) else { return false }
    bytes.removeFirst()
    return true
  }

  mutating func number(_ digits: Int, _ range: ClosedRange<Int64>) -> Int64? {
    let part = bytes.prefix(digits)
    guard part.count == digits, part.allSatisfy({ (48...57).contains($0) }) else { return nil }
    bytes.removeFirst(digits)
    let value = part.reduce(0) { $0 * 10 + Int64($1 - 48) }
    return range.contains(value) ? value : nil
  }

  /// Days since 1970-01-01.
  mutating func date() -> Int64? {
    guard let year = number(4, 1...9999), skip("-"), let month = number(2, 1...12), skip("-"),
      let day = number(2, 1...31), day <= Self.days(in: month, of: year)
    else { return nil }
    return daysSinceEpoch(year, month, day)
  }

  mutating func time(needsSeconds: Bool = true) -> (seconds: Int64, microseconds: Int64)? {
    guard let hour = number(2, 0...23), skip(":"), let minute = number(2, 0...59) else {
      return nil
    }
    guard skip(":") else { return needsSeconds ? nil : (hour * 3600 + minute * 60, 0) }
    guard let second = number(2, 0...60) else { return nil }
    var microseconds: Int64 = 0
    if skip(".") {
      let digits = bytes.prefix { (48...57).contains($0) }
      guard !digits.isEmpty else { return nil }
      bytes.removeFirst(digits.count)
      for place in 0..<6 {
        let digit = place < digits.count ? digits[digits.startIndex + place] - 48 : 0
        microseconds = microseconds * 10 + Int64(digit)
      }
    }
    return (hour * 3600 + minute * 60 + second, microseconds)
  }

  /// Seconds east of Greenwich.
  mutating func offset() -> Int64? {
    if skip("Zz") { return 0 }
    let isWest = bytes.first == UInt8(ascii: "-")
    guard skip("+-"), let hours = number(2, 0...23), skip(":"), let minutes = number(2, 0...59)
    else { return nil }
    return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Howard Hinnant's `days_from_civil`.
  private func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
