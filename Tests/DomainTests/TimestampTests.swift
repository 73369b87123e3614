import Domain
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000Z"),
    (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
    (1_772_446_500_123_999, "2026-03-02T10:15:00.123Z"),
    (-1, "1969-12-31T23:59:59.999Z"),
    (4_107_542_399_999_000, "2100-02-28T23:59:59.999Z"),
    (4_107_542_400_000_000, "2100-03-01T00:00:00.000Z"),
  ])
  func `is written as RFC 3339`(microseconds: Int64, text: String) {
    #expect(Timestamp(microseconds: microseconds).description == text)
  }

  @Test func `a duration counts whole microseconds`() {
    #expect(Duration.milliseconds(1500).microseconds == 1_500_000)
    #expect(Duration.nanoseconds(1999).microseconds == 1)
    let start = Timestamp(microseconds: 5)
    #expect((start + .seconds(2)) - start == .seconds(2))
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", Int64(0)),
    ("2000-02-29T00:00:00z", 951_782_400_000_000),
    ("2026-03-02T10:15:00.123999Z", 1_772_446_500_123_999),
    ("2026-03-02t11:15:00.1239999+01:00", 1_772_446_500_123_999),
    ("2026-03-01T23:45:00.5-10:30", 1_772_446_500_500_000),
    ("1969-12-31T23:59:60Z", 0),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
  ])
  func `is read as RFC 3339 has it`(text: String, microseconds: Int64) {
    #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "2026-03-02", "2026-03-02T10:15Z", "2026-03-02T10:15:00", "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02T10:60:00Z",
    "2026-03-02T10:15:00.Z", "2026-03-02T10:15:00+0100", "2026-03-02T10:15:00Z ",
    "0000-03-02T10:15:00Z", "２026-03-02T10:15:00Z",
  ])
  func `refuses what is not RFC 3339`(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test func `reads a wall clock with and without seconds`() {
    #expect(Timestamp(wallClock: "1970-01-01T08:00")?.microseconds == 28_800_000_000)
    #expect(Timestamp(wallClock: "1970-01-01T08:00:01")?.microseconds == 28_801_000_000)
    #expect(Timestamp(wallClock: "1970-01-01T08:00Z") == nil)
  }
}
