import Domain

/// From facts to a conclusion: the verdict of one run. Pure and total; the order of the guards is
/// the policy. What ended a program outranks what it printed before.
package enum VerdictRule {
  /// Whether the program ended by itself, successfully: only then is its output worth checking.
  package static func isCheckable(_ execution: Execution, limits: ProblemLimits) -> Bool {
    failure(of: execution, limits: limits) == nil
  }

  package static func verdict(
    of execution: Execution, limits: ProblemLimits, check: @autoclosure () -> CheckOutcome
  ) -> Verdict {
    if let failure = failure(of: execution, limits: limits) { return failure }
    return check() == .accepted ? .accepted : .wrongAnswer
  }

  /// Whether it hardly worked.
  static func isIdle(_ execution: Execution, limits: ProblemLimits) -> Bool {
    execution.cpuTime < limits.cpuTime * JudgingLimits.idleShare
  }

  private static func failure(of execution: Execution, limits: ProblemLimits) -> Verdict? {
    if execution.exceeded == .systemCalls { return .securityViolation }
    if execution.exceeded == .memory { return .memoryLimitExceeded }
    if execution.exceeded == .cpuTime || execution.cpuTime > limits.cpuTime {
      return .timeLimitExceeded
    }
    if execution.exceeded == .output { return .outputLimitExceeded }
    if execution.exceeded == .wallTime {
      return isIdle(execution, limits: limits) ? .idleLimitExceeded : .timeLimitExceeded
    }
    if execution.ending != .exited(code: 0) { return .runTimeError }
    return nil
  }
}
