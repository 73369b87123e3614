import Domain
import Testing

@Suite struct WeekTests {
  @Test(arguments: [
    ("2026-03-02T00:00:00Z", "2026-W10", "2026-03-02"),
    ("2026-03-01T23:59:59.999999Z", "2026-W09", "2026-02-23"),
    // The days around a new year belong to the year of their Thursday.
    ("2025-12-29T00:00:00Z", "2026-W01", "2025-12-29"),
    ("2027-01-03T23:00:00Z", "2026-W53", "2026-12-28"),
    ("2027-01-04T00:00:00Z", "2027-W01", "2027-01-04"),
    ("2021-01-01T12:00:00Z", "2020-W53", "2020-12-28"),
    ("2024-12-31T12:00:00Z", "2025-W01", "2024-12-30"),
    ("1969-12-28T12:00:00Z", "1969-W52", "1969-12-22"),
    ("1970-01-01T00:00:00Z", "1970-W01", "1969-12-29"),
  ])
  func `a week is the one of ISO 8601`(time: String, name: String, monday: String) throws {
    let week = Week(of: try #require(Timestamp(rfc3339: time)), offset: { _ in 0 })
    #expect(week.description == name)
    #expect(week.monday == monday)
  }

  /// As in Berlin: an hour east, two from the last Sunday of March on.
  private static func summerTime(_ time: Timestamp) -> Int {
    time < Timestamp(rfc3339: "2026-03-29T01:00:00Z")! ? 3600 : 7200
  }

  @Test(arguments: [
    ("2026-03-22T22:59:59Z", "2026-W12"), ("2026-03-22T23:00:00Z", "2026-W13"),
    // The clock went forward on Sunday: Monday begins an hour earlier.
    ("2026-03-29T21:59:59Z", "2026-W13"), ("2026-03-29T22:00:00Z", "2026-W14"),
  ])
  func `a week begins at the clock's midnight, when it was set forward, too`(
    time: String, name: String
  ) throws {
    let week = Week(of: try #require(Timestamp(rfc3339: time)), offset: Self.summerTime)
    #expect(week.description == name)
  }

  @Test func `weeks follow each other over a new year`() throws {
    let last = Week(of: try #require(Timestamp(rfc3339: "2026-12-31T00:00:00Z"))) { _ in 0 }
    #expect((last + 1).description == "2027-W01")
    #expect((last + 1) - 1 == last)
    #expect(last < last + 1)
  }
}
