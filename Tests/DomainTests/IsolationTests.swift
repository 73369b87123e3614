import Domain
import Testing

@Suite struct IsolationTierTests {
  @Test func `tiers are ordered by strength`() {
    #expect([IsolationTier.b, .none, .d, .a, .c].sorted() == [.none, .d, .c, .b, .a])
  }
}
