import Domain
import Testing

@Suite struct LocalTimeTests {
  @Test func `every time that is written can be read`() {
    for step in 0..<4000 {
      let time = Timestamp(microseconds: Int64(step) * 61_234_567_891_000)
      #expect(Timestamp(rfc3339: time.description) == time)
      let shown = Timestamp(microseconds: time.microseconds / 1_000_000 * 1_000_000)
      #expect(Timestamp(rfc3339: shown.description(offset: -12_600)) == shown)
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
    let shown = Timestamp(microseconds: Int64(local * 3600) * 1_000_000)
    let time = Timestamp(wallClock: shown, offset: summer)
    #expect(time.microseconds == Int64(utc * 3600) * 1_000_000)
  }
}
