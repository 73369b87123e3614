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
    field = Array("Date: \(HTTPDate.text(Int(wall)))\r\n".utf8)
  }
}
