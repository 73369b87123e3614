/// A point in time: microseconds since 1970-01-01T00:00:00Z, as SQLite stores it.
package struct Timestamp: Sendable, Hashable, Comparable {
  package var microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  package static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

  package static func + (time: Timestamp, duration: Duration) -> Timestamp {
    Timestamp(microseconds: time.microseconds + duration.microseconds)
  }

  package static func - (a: Timestamp, b: Timestamp) -> Duration {
    .microseconds(a.microseconds - b.microseconds)
  }
}

extension Duration {
  /// Whole microseconds, rounded towards zero; the unit of `…_us` in SQL and JSON.
  package var microseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with milliseconds: `2026-03-02T10:15:00.123Z`.
  package var description: String {
    let (days, inDay) = microseconds.flooredDivision(by: 86_400_000_000)
    let (year, month, day) = civil(daysSinceEpoch: days)
    let milliseconds = inDay / 1000
    let second = milliseconds / 1000
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T"
      + padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2)
      + "." + padded(milliseconds % 1000, 3) + "Z"
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

private func padded(_ value: Int64, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Proleptic Gregorian date of a day number (Howard Hinnant's `civil_from_days`).
private func civil(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let (era, dayOfEra) = (daysSinceEpoch + 719_468).flooredDivision(by: 146_097)
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shifted = (5 * dayOfYear + 2) / 153
  let month = shifted < 10 ? shifted + 3 : shifted - 9
  return (
    era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1
  )
}
