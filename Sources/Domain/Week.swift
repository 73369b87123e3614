/// A week as ISO 8601 counts them: from Monday to Sunday on somebody's wall, `2026-W10`.
package struct Week: Sendable, Hashable, Comparable {
  /// Weeks since the one that began on Monday, 1969-12-29.
  package var number: Int

  package init(number: Int) { self.number = number }

  /// The week on a clock with `offset` (seconds east of UTC, at a point in time).
  package init(of time: Timestamp, offset: (Timestamp) -> Int) {
    let shown = time.microseconds + Int64(offset(time)) * 1_000_000
    let sinceMonday = shown - Self.firstMonday
    let week = sinceMonday / Self.microseconds
    number = Int(sinceMonday % Self.microseconds < 0 ? week - 1 : week)
  }

  /// What the clock shows when the week begins: `2026-03-02`.
  package var monday: String { String(day(0).description.prefix(10)) }

  package static func < (a: Week, b: Week) -> Bool { a.number < b.number }

  package static func + (week: Week, count: Int) -> Week { Week(number: week.number + count) }

  package static func - (week: Week, count: Int) -> Week { Week(number: week.number - count) }

  /// A week belongs to the year in which most of its days are: that of its Thursday.
  private var year: Substring { day(3).description.prefix(4) }

  private func day(_ day: Int64) -> Timestamp {
    Timestamp(
      microseconds: Self.firstMonday + Int64(number) * Self.microseconds
        + day * Self.microseconds / 7)
  }

  private static let microseconds: Int64 = 7 * 86_400_000_000
  private static let firstMonday: Int64 = -3 * 86_400_000_000
}

extension Week: CustomStringConvertible {
  package var description: String {
    guard let newYear = Timestamp(wallClock: "\(year)-01-01T00:00") else { return monday }
    let days = (day(3) - newYear).components.seconds / 86_400
    let week = days / 7 + 1
    return "\(year)-W\(week < 10 ? "0" : "")\(week)"
  }
}
