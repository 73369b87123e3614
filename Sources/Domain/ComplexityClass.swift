/// The guide's complexity table.
package enum ComplexityClass: String, Sendable, Hashable, CaseIterable {
  case constant = "O(1)"
  case logarithmic = "O(log n)"
  case linear = "O(n)"
  case linearithmic = "O(n log n)"
  case quadratic = "O(n^2)"
  case cubic = "O(n^3)"
  case exponential = "O(2^n)"

  /// Natural logarithm of the class's function, for `n` of at least 1.
  private func logarithm(_ n: Double) -> Double {
    let log = Self.naturalLogarithm
    return switch self {
    case .constant: 0
    case .logarithmic: log(max(1, log(n + 1)))
    case .linear: log(n)
    case .linearithmic: log(n) + log(max(1, log(n + 1)))
    case .quadratic: 2 * log(n)
    case .cubic: 3 * log(n)
    case .exponential: n * 0.6931471805599453
    }
  }

  /// The class whose curve, shifted to the best constant factor, lies nearest to the values in
  /// relative terms. The smaller half of the sizes counts less: there constants hide the growth.
  package static func fitting(sizes: [Int], values: [Double]) -> ComplexityClass {
    let points = zip(sizes, values).filter { $0.0 > 0 && $0.1 > 0 }
    guard points.count >= 2 else { return .constant }
    var best = (ComplexityClass.constant, Double.infinity)
    for candidate in allCases {
      let offsets = points.enumerated().map { index, point in
        (
          value: naturalLogarithm(point.1) - candidate.logarithm(Double(point.0)),
          weight: Double(index + 1)
        )
      }
      let weight = offsets.reduce(0) { $0 + $1.weight }
      let mean = offsets.reduce(0) { $0 + $1.value * $1.weight } / weight
      let error = offsets.reduce(0) {
        $0 + ($1.value - mean) * ($1.value - mean) * $1.weight
      }
      // A more complicated class must be clearly better.
      if error < best.1 * 0.9 { best = (candidate, error) }
    }
    return best.0
  }

  /// ln, from the exponent and a series: Domain imports nothing.
  private static func naturalLogarithm(_ x: Double) -> Double {
    guard x > 0 else { return -.infinity }
    // x = m * 2^e with 1 <= m < 2; ln m = 2 artanh((m - 1) / (m + 1)).
    let t = (x.significand - 1) / (x.significand + 1)
    var term = t
    var sum = 0.0
    for k in stride(from: 1.0, through: 41, by: 2) {
      sum += term / k
      term *= t * t
    }
    return 2 * sum + Double(x.exponent) * 0.6931471805599453
  }
}
