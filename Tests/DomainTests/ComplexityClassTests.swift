import Testing

@testable import Domain

@Suite struct ComplexityClassTests {
  static let sizes = [8, 16, 32, 64, 128, 256]

  @Test func `exact curves are recognised, with a constant added too`() {
    func fit(_ curve: (Double) -> Double) -> String {
      ComplexityClass.fitting(sizes: Self.sizes, values: Self.sizes.map { curve(Double($0)) })
        .rawValue
    }
    #expect(fit { _ in 3 } == "O(1)")
    #expect(fit { $0 } == "O(n)")
    #expect(fit { 5 * $0 + 3 } == "O(n)")
    #expect(fit { $0 * $0 } == "O(n^2)")
    #expect(fit { $0 * $0 / 2 + 3 * $0 } == "O(n^2)")
    #expect(fit { $0 * $0 * $0 } == "O(n^3)")
    // log2 by halving.
    let halvings = Self.sizes.map { Double($0.trailingZeroBitCount + 1) }
    #expect(ComplexityClass.fitting(sizes: Self.sizes, values: halvings).rawValue == "O(log n)")
    let sorting = Self.sizes.map { Double($0 * $0.trailingZeroBitCount) }
    #expect(ComplexityClass.fitting(sizes: Self.sizes, values: sorting).rawValue == "O(n log n)")
    let small = [2, 4, 6, 8, 10, 12]
    let doubling = small.map { Double(1 << $0) }
    #expect(ComplexityClass.fitting(sizes: small, values: doubling).rawValue == "O(2^n)")
  }

  @Test func `nothing to fit is constant`() {
    #expect(ComplexityClass.fitting(sizes: [], values: []) == .constant)
    #expect(ComplexityClass.fitting(sizes: [1, 2], values: [0, 0]) == .constant)
  }
}
