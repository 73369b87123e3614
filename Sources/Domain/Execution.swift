/// The facts of one sandboxed process: how it ended and what it used. Facts only; what they mean
/// for a submission is decided by the verdict rule.
package struct Execution: Sendable, Hashable {
  /// How the process ended, as `wait4` reports it.
  package enum Ending: Sendable, Hashable {
    case exited(code: Int32)
    case signalled(Int32)
  }

  /// Which of its limits the sandbox saw it break, if any.
  package enum Limit: String, Sendable, Hashable {
    case cpuTime, wallTime, memory, output
    /// A system call on the list of plainly hostile ones.
    case systemCalls
  }

  /// Where the figure for memory comes from; the sources differ by what they count.
  package enum MemorySource: String, Sendable, Hashable {
    /// Peak of the run's own cgroup (plus the interpreter's baseline when it was warm).
    case cgroup
    /// Peak resident set of the largest process, shared pages included.
    case maximumResidentSet = "max_rss"
  }

  package var ending: Ending
  package var exceeded: Limit?
  /// User and system time of the whole process tree.
  package var cpuTime: Duration
  package var wallTime: Duration
  package var peakMemory: ByteCount
  package var memorySource: MemorySource
  /// Whether other runs were in flight beside it, at any time.
  package var contended: Bool
  /// Standard output, up to the output limit.
  package var output: [UInt8]
  /// Standard error, cut after a cap of its own.
  package var errorOutput: [UInt8]

  package init(
    ending: Ending, exceeded: Limit? = nil, cpuTime: Duration, wallTime: Duration,
    peakMemory: ByteCount, memorySource: MemorySource, contended: Bool = false,
    output: [UInt8] = [], errorOutput: [UInt8] = []
  ) {
    self.contended = contended
    self.ending = ending
    self.exceeded = exceeded
    self.cpuTime = cpuTime
    self.wallTime = wallTime
    self.peakMemory = peakMemory
    self.memorySource = memorySource
    self.output = output
    self.errorOutput = errorOutput
  }
}
