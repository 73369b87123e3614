import Glibc

/// The `Date` field, written once a second, and the loop's coarse clock.
struct DateStamp: Sendable {
  /// `Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n`
  private(set) var field: [UInt8] = []
  /// Monotonic seconds; deadlines are given in them.
  private(set) var seconds: UInt32 = 0

  mutating func refresh() {
    var monotonic = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &monotonic)
    let now = UInt32(truncatingIfNeeded: monotonic.tv_sec)
    guard now != seconds || field.isEmpty else { return }
    seconds = now
    var wall = time_t()
    unsafe time(&wall)
    var parts = unsafe tm()
    unsafe gmtime_r(&wall, &parts)
    field = unsafe Self.field(
      weekday: Int(parts.tm_wday), day: Int(parts.tm_mday), month: Int(parts.tm_mon),
      year: Int(parts.tm_year) + 1900, hour: Int(parts.tm_hour), minute: Int(parts.tm_min),
      second: Int(parts.tm_sec))
  }

  /// RFC 9110, section 5.6.7, IMF-fixdate. Weekday and month count from 0.
  static func field(
    weekday: Int, day: Int, month: Int, year: Int, hour: Int, minute: Int, second: Int
  ) -> [UInt8] {
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(days[weekday]), \(two(day)) \(months[month]) \(year)"
    return Array("Date: \(date) \(two(hour)):\(two(minute)):\(two(second)) GMT\r\n".utf8)
  }
}
