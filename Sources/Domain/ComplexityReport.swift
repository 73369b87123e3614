/// How the cost of a submission grows with the size of its input: feedback, never verdict.
package struct ComplexityReport: Sendable, Hashable, Codable {
  /// One thing that was counted, over growing sizes.
  package struct Growth: Sendable, Hashable, Codable {
    /// `requests`, which the world counted; `operations`, which the sandbox did.
    package var measure: String
    package var sizes: [Int]
    package var values: [Double]
    /// `O(n log n)`: the simplest class that fits.
    package var complexity: String

    /// Fits the values at once. At least two sizes.
    package init(measure: String, sizes: [Int], values: [Double]) {
      self.measure = measure
      self.sizes = sizes
      self.values = values
      complexity = ComplexityClass.fitting(sizes: sizes, values: values).rawValue
    }
  }

  package var growths: [Growth]

  package init(growths: [Growth]) { self.growths = growths }
}
