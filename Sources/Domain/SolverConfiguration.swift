/// What a student submits: a program, and how it is to be called.
package struct SolverConfiguration: Sendable, Hashable {
  /// Id of a runtime of this server, `python3` for one.
  package var runtime: String
  package var source: String
  /// Name of the function to call; nil runs the source as a program.
  package var entry: String?
  /// Keyword arguments for `entry`.
  package var parameters: [String: JSONValue]

  /// How many times to run the first sample for a `BenchmarkResult`; nil: no benchmark.
  package var benchmarkIterations: Int?

  package init(
    runtime: String, source: String, entry: String? = nil, parameters: [String: JSONValue] = [:],
    benchmarkIterations: Int? = nil
  ) {
    self.benchmarkIterations = benchmarkIterations
    self.runtime = runtime
    self.source = source
    self.entry = entry
    self.parameters = parameters
  }
}
