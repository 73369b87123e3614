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
}
