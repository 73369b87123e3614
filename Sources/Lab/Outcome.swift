import Domain

/// The facts of one finished run, and the conclusion from them.
package struct Outcome {
  package let scenario: Scenario
  package let plan: Plan
  package let ending: Session.Ending
  package let record: WorldRecord
  let world: World
  /// From the sandbox: advice, never verdict.
  package let notes: JSONValue?

  package var answer: JSONValue? {
    if case .result(let value) = ending { value } else { nil }
  }

  package var hash: UInt64 { record.hash(answer: answer) }

  /// What a solution did wrong; `detail` may speak of hidden data.
  package struct Failure: Sendable, Hashable {
    package var reason: Reason
    package var detail: String

    package init(reason: Reason, detail: String) {
      self.reason = reason
      self.detail = detail
    }
  }

  /// Nil when the run is right. `expected` is the case's `.ans`. A function of the wire's trace and
  /// the answer alone; the order of the guards is the policy.
  package func failure(expected: JSONValue) -> Failure? {
    switch ending {
    case .stopped(let reason, let detail): return Failure(reason: reason, detail: detail)
    case .gone: return Failure(reason: .noAnswer, detail: "the process ended without an answer")
    case .exception(let text) where !mayRaise: return Failure(reason: .exception, detail: text)
    case .exception, .result, .cancelled: break
    }
    if let cancelledAt = world.cancelledAt {
      if let failure = failureAfterCancel(at: cancelledAt) { return failure }
    } else if !mayRaise {
      if ending == .cancelled {
        return Failure(reason: .exception, detail: "CancelledError left the entry point")
      }
      if let failure = checkerFailure(expected: expected) ?? budgetFailure() { return failure }
    }
    for (name, peak) in scenario.budgets.peak.sorted(by: { $0.key < $1.key }) {
      let seen = world.services[name]?.peak ?? 0
      if seen > peak {
        return Failure(
          reason: .concurrencyExceeded,
          detail: "\(seen) requests to \(name) at the same time; \(peak) are allowed")
      }
    }
    if let violation = record.violations.first {
      return Failure(
        reason: violation.reason, detail: "at \(seconds(violation.time)): \(violation.what)")
    }
    if record.orphans > 0 {
      return Failure(
        reason: .orphans,
        detail: "\(record.orphans) requests were still running when the answer was given")
    }
    if record.leaks > 0 {
      return Failure(reason: .leak, detail: "\(record.leaks) things were acquired and not released")
    }
    if let block = scenario.budgets.block, record.longestBlock > block {
      return Failure(reason: .blockedLoop, detail: blocked())
    }
    return nil
  }

  /// A fault that nobody has to survive was injected: only how the world is left counts.
  private var mayRaise: Bool { plan.fault != nil && scenario.campaign.faults == .fatal }

  /// After a cancellation only how the program ended counts.
  private func failureAfterCancel(at time: Int) -> Failure? {
    let delay = record.makespan - time
    if delay > scenario.budgets.cancelGrace {
      return Failure(
        reason: .cancelIgnored, detail: "it ended \(seconds(delay)) after it was cancelled")
    }
    // An answer that was ready when the cancellation came is as good as none.
    if case .result = ending, delay > 0 {
      return Failure(reason: .cancelSwallowed, detail: "it went on and answered")
    }
    return nil
  }

  private func budgetFailure() -> Failure? {
    let budgets = scenario.budgets
    if plan.isNominal {
      if let allowed = budgets.allowedMakespan, record.makespan > allowed {
        // Would it have been in time without what blocked the loop?
        if record.makespan - record.blocked <= allowed {
          return Failure(reason: .blockedLoop, detail: blocked())
        }
        return Failure(
          reason: .tooSlow,
          detail: "it took \(seconds(record.makespan)) of virtual time; "
            + "\(seconds(allowed)) is allowed")
      }
      for (name, service) in world.services.sorted(by: { $0.key < $1.key }) {
        guard let front = service as? FrontService else { continue }
        if let limit = budgets.slowestReply, front.replyTime(share: 1000) > limit {
          return Failure(
            reason: record.blocked > limit ? .blockedLoop : .tooSlow,
            detail: "the slowest reply of \(name) took \(seconds(front.replyTime(share: 1000))); "
              + "\(seconds(limit)) is allowed")
        }
        if let limit = budgets.reply99, front.replyTime(share: 990) > limit {
          return Failure(
            reason: .tooSlow,
            detail: "1 of 100 replies of \(name) took \(seconds(front.replyTime(share: 990))) or "
              + "more; \(seconds(limit)) is allowed")
        }
      }
    }
    // A fault that the campaign injects may cost one more.
    let extra = plan.fault == nil ? 0 : 1
    if let allowed = budgets.requests, record.requests > allowed + extra {
      return Failure(
        reason: .tooManyRequests,
        detail: "\(record.requests) requests; \(allowed) are enough")
    }
    for (name, allowed) in budgets.requestsPerService.sorted(by: { $0.key < $1.key }) {
      let count = world.services[name]?.count ?? 0
      if count > allowed + extra {
        return Failure(
          reason: .tooManyRequests,
          detail: "\(count) requests to \(name); \(allowed) are enough")
      }
    }
    return nil
  }

  private func blocked() -> String {
    let longest = record.blocks.max { $0.duration < $1.duration }
    return "the event loop was blocked for \(seconds(record.longestBlock))"
      + (longest?.place.map { " at \($0)" } ?? "")
  }
}
