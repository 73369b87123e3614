extension Timestamp {
  /// The point in time at which a clock with `offset` (seconds east of UTC, at a point in time)
  /// shows `wallClock`, as RFC 5545 has it (3.3.5): of two, when the clock is set back, the first;
  /// when the clock is set forward past it, as if it had not been set yet, so later on the new one.
  package init(wallClock: Timestamp, offset: (Timestamp) -> Int) {
    let before = offset(wallClock + .seconds(-86_400))
    let after = offset(wallClock + .seconds(86_400))
    let first = wallClock + .seconds(-before)
    let second = wallClock + .seconds(-after)
    self = offset(first) != before && offset(second) == after ? second : first
  }

  /// RFC 3339 as a clock shows it that is `offset` seconds east of UTC: `2026-09-01T08:00:00+02:00`.
  package func description(offset: Int) -> String {
    let shown = self + .seconds(offset)
    let minutes = abs(offset) / 60
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return shown.description.prefix(19) + (offset < 0 ? "-" : "+") + two(minutes / 60) + ":"
      + two(minutes % 60)
  }
}
