import Domain
import Testing

@testable import JudgeServer

@Suite struct ClassroomClockTests {
  @Test(arguments: [
    ("Europe/Berlin", "2026-09-01T08:00", "2026-09-01T08:00:00+02:00"),
    ("Europe/Berlin", "2026-12-01T08:00", "2026-12-01T08:00:00+01:00"),
    // 02:30 does not exist on the day the clocks go forward, and exists twice when they go back.
    ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T03:30:00+02:00"),
    ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),
    ("America/New_York", "2026-11-01T01:30", "2026-11-01T01:30:00-04:00"),
    ("Asia/Kolkata", "2026-01-01T00:00:05", "2026-01-01T00:00:05+05:30"),
    ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T02:45:00+11:00"),
    ("UTC", "2026-09-01T08:00", "2026-09-01T08:00:00+00:00"),
    ("Europe/Berlin", "2026-09-01T08:00:00-05:00", "2026-09-01T15:00:00+02:00"),
  ])
  func `times are read and shown on the classroom's clock`(
    zone: String, text: String, shown: String
  ) throws {
    let clock = try #require(ClassroomClock(zone: zone))
    let time = try #require(clock.time(text))
    #expect(clock.local(time) == shown)
    #expect(clock.time(shown) == time)
  }

  @Test(arguments: ["", "Berlin", "Europe/Nowhere", "EST", "GMT+3", "Europe/../Berlin"])
  func `a zone that is not known is none`(name: String) {
    #expect(ClassroomClock(zone: name) == nil)
  }
}
