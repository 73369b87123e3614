/// A date and a time of day without a zone: `2026-09-01T08:00`.
package struct LocalTime: Sendable, Hashable {
  /// Seconds since 1970-01-01T00:00 of the same clock.
  package var seconds: Int64

  package init(seconds: Int64) { self.seconds = seconds }

  /// `2026-09-01T08:00` or with `:30` for seconds; a space may stand for the T.
  package init?(_ text: String) {
    var reader = DigitReader(text)
    guard let seconds = reader.dateAndTime(), reader.isAtEnd else { return nil }
    self.seconds = seconds
  }

  /// The point in time at which a clock with `offset` (seconds east of UTC, at a point in time)
  /// shows it, as RFC 5545 has it (3.3.5): of two, when the clock is set back, the first; when the
  /// clock is set forward past it, as if it had not been set yet, so an hour later on the new clock.
  package func resolved(offset: (Timestamp) -> Int) -> Timestamp {
    let day = Duration.seconds(86_400)
    let unshifted = Timestamp(microseconds: seconds * 1_000_000)
    let before = offset(unshifted - day)
    let after = offset(unshifted + day)
    let first = unshifted + .seconds(-before)
    let second = unshifted + .seconds(-after)
    return offset(first) != before && offset(second) == after ? second : first
  }
}

extension Timestamp {
  /// RFC 3339 with an offset: `2026-09-01T08:00:00+02:00`, `2026-09-01T06:00:00.5Z`. nil when it is
  /// something else, or before 1970 or after 9999.
  package init?(_ text: String) {
    var reader = DigitReader(text)
    guard let local = reader.dateAndTime(), let fraction = reader.fraction(),
      let offset = reader.offset(), reader.isAtEnd
    else { return nil }
    let seconds = local - offset
    guard seconds >= 0 else { return nil }
    self.init(microseconds: seconds * 1_000_000 + fraction)
  }

  /// RFC 3339 as a clock shows it that is `offset` seconds east of UTC: `2026-09-01T08:00:00+02:00`.
  package func description(offset: Int) -> String {
    let shown = self + .seconds(offset)
    let minutes = abs(offset) / 60
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return shown.description.prefix(19) + (offset < 0 ? "-" : "+") + two(minutes / 60) + ":"
      + two(minutes % 60)
  }

  fileprivate static func - (time: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(microseconds: time.microseconds - duration.microseconds)
  }
}

/// Reads dates and times as RFC 3339 writes them.
private struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  /// `2026-09-01T08:00` or `2026-09-01T08:00:30` as seconds since 1970 of that clock.
  mutating func dateAndTime() -> Int64? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
      take("T") || take("t") || take(" "), let hour = number(2), take(":"), let minute = number(2),
      year >= 1970, (1...12).contains(month),
      (1...daysOfMonth(month, year)).contains(day), hour < 24, minute < 60
    else { return nil }
    var second: Int64 = 0
    if take(":") {
      guard let given = number(2), given < 60 else { return nil }
      second = given
    }
    let days = dayNumber(year, month, day)
    return ((days * 24 + hour) * 60 + minute) * 60 + second
  }

  /// Microseconds; 0 when there is none. More than six digits are cut.
  mutating func fraction() -> Int64? {
    guard take(".") else { return 0 }
    var value: Int64 = 0
    var digits = 0
    while let digit = digit() {
      if digits < 6 { value = value * 10 + digit }
      digits += 1
    }
    guard (1...12).contains(digits) else { return nil }
    for _ in min(digits, 6)..<6 { value *= 10 }
    return value
  }

  /// Seconds east of UTC.
  mutating func offset() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let sign: Int64
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes) * 60
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: scalar) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func digit() -> Int64? {
    guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
      return nil
    }
    rest.removeFirst()
    return Int64(byte - UInt8(ascii: "0"))
  }

  private mutating func number(_ digits: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private func daysOfMonth(_ month: Int64, _ year: Int64) -> Int64 {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 (Howard Hinnant's `days_from_civil`).
  private func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
