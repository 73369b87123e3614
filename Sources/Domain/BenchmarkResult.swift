/// What `AsyncioSolver.benchmark(iterations)` of the guide measures, by the judge: averages over
/// nominal runs of the first sample.
package struct BenchmarkResult: Sendable, Hashable, Codable {
  /// At most this many.
  package static let largestIterations = 100

  package var iterations: Int
  /// Microseconds of virtual time, the same in every run; nil for plain problems.
  package var virtualTime: Double?
  /// Microseconds.
  package var averageCPUTime: Double
  package var minimumCPUTime: Double
  package var maximumCPUTime: Double

  /// `cpuTimes` in microseconds, one for each iteration; at least one.
  package init(virtualTime: Double?, cpuTimes: [Double]) {
    iterations = cpuTimes.count
    self.virtualTime = virtualTime
    averageCPUTime = cpuTimes.reduce(0, +) / Double(max(1, cpuTimes.count))
    minimumCPUTime = cpuTimes.min() ?? 0
    maximumCPUTime = cpuTimes.max() ?? 0
  }
}
