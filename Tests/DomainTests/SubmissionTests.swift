import Domain
import Testing

@Suite struct SubmissionIDTests {
  @Test func `sorts by time`() {
    var randomness = SystemRandomNumberGenerator()
    let times: [Int64] = [0, 1000, 31_000, 32_000, 1_772_446_500_123_000, 4_102_444_800_000_000]
    let ids = times.map {
      SubmissionID(at: Timestamp(microseconds: $0), randomness: &randomness)
    }
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == ids.count)
  }

  @Test func `is its own name`() {
    var randomness = SystemRandomNumberGenerator()
    let id = SubmissionID(at: Timestamp(microseconds: 1), randomness: &randomness)
    #expect(SubmissionID(id.rawValue) == id)
  }

  @Test(arguments: [
    "", "01", "01ARZ3NDEKTSV4RRFFQ69G5FAU", "01arz3ndektsv4rrffq69g5fav", "../../etc/passwd",
  ])
  func `refuses other texts`(text: String) {
    #expect(SubmissionID(text) == nil)
  }
}
