import Domain
import Testing

@Suite struct LocalTimeTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-09-01T08:00:00+02:00", 1_788_242_400_000_000),
    ("2026-09-01T06:00:00.25Z", 1_788_242_400_250_000),
    ("2026-09-01 01:30-04:30", 1_788_242_400_000_000),
    ("2024-02-29T23:59:59.1234567Z", 1_709_251_199_123_456),
  ])
  func `a time with an offset is a point in time`(text: String, microseconds: Int64) {
    #expect(Timestamp(text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "2026", "2026-09-01", "2026-09-01T08:00", "2026-13-01T08:00Z", "2026-02-29T08:00Z",
    "2026-09-31T08:00Z", "2026-09-01T24:00Z", "2026-09-01T08:60Z", "2026-09-01T08:00:61Z",
    "2026-09-01T08:00:00+2:00", "2026-09-01T08:00:00.Z", "2026-09-01T08:00:00Zz",
    "1969-12-31T23:59Z",
    "２026-09-01T08:00Z",
  ])
  func `what is no such time is refused`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: ["2026-09-01T08:00Z", "2026-09-01T08:00+02:00", "2026-9-1T08:00", "08:00"])
  func `a local time has no offset`(text: String) {
    #expect(LocalTime(text) == nil)
  }

  @Test func `every time that is written can be read`() {
    for step in 0..<4000 {
      let time = Timestamp(microseconds: Int64(step) * 61_234_567_891_000)
      #expect(Timestamp(time.description) == time)
      let shown = Timestamp(microseconds: time.microseconds / 1_000_000 * 1_000_000)
      #expect(Timestamp(shown.description(offset: -12_600)) == shown)
    }
  }

  /// A clock that is an hour ahead of UTC, and two between hours 1000 and 2000.
  private func summer(_ time: Timestamp) -> Int {
    (1000 * 3600..<2000 * 3600).contains(Int(time.microseconds / 1_000_000)) ? 7200 : 3600
  }

  @Test(arguments: [
    // Shown once.
    (500.0, 499.0), (1500.0, 1498.0), (1000.99, 999.99), (1002.0, 1000.0), (2100.0, 2099.0),
    // Skipped: the clock goes from 1001 to 1002.
    (1001.0, 1000.0), (1001.5, 1000.5),
    // Shown twice: the clock goes from 2002 back to 2001.
    (2001.0, 1999.0), (2001.5, 1999.5), (2002.0, 2001.0),
  ])
  func `a clock that is set back or forward is read as RFC 5545 has it`(
    local: Double, utc: Double
  ) {
    let time = LocalTime(seconds: Int64(local * 3600)).resolved(offset: summer)
    #expect(time.microseconds == Int64(utc * 3600) * 1_000_000)
  }
}
