import Domain
import Sandboxing

/// When a run's time is too uncertain to be held against it. Runs beside others take their caches
/// and their turns; a figure a little over the limit may be the machine's doing. Such a run is
/// repeated once with the machine to itself, and what comes out then counts. Pure and total.
package enum RerunRule {
  /// The limits of a run beside others: CPU time up to where no company could be the reason, so
  /// that a program far too slow is told from one that misses by little.
  package static func limits(beside others: Bool, for limits: ProblemLimits) -> ExecutionLimits {
    var execution = ExecutionLimits(limits)
    if others { execution.cpuTime = doubtful(limits) }
    return execution
  }

  package static func isDoubtful(_ execution: Execution, limits: ProblemLimits) -> Bool {
    guard execution.contended else { return false }
    switch execution.exceeded {
    case .memory, .systemCalls: return false
    case .cpuTime, .wallTime, .output, nil: break
    }
    if execution.cpuTime > limits.cpuTime || execution.exceeded == .cpuTime {
      return execution.cpuTime < doubtful(limits)
    }
    // Idle is idle, however long it is given.
    return execution.exceeded == .wallTime && !VerdictRule.isIdle(execution, limits: limits)
  }

  private static func doubtful(_ limits: ProblemLimits) -> Duration {
    limits.cpuTime * (1 + JudgingLimits.doubtfulShare)
  }
}

extension ExecutionLimits {
  init(_ limits: ProblemLimits) {
    self.init(
      cpuTime: limits.cpuTime, wallTime: limits.wallTime, memory: limits.memory,
      output: limits.output, errorOutput: JudgingLimits.errorOutput,
      processes: JudgingLimits.processes, openFiles: JudgingLimits.openFiles)
  }
}
