import Domain

/// What a test case tries beyond the nominal run, in the order in which it is tried.
package enum Campaign {
  /// `nominal` is what the nominal run saw. Without `cancelsAfter` the order in which a result and a
  /// cancellation collide is left out: CPython before 3.12 loses that cancellation inside `wait_for`
  /// (gh-86296), which is not the student's fault.
  package static func plans(
    for width: Scenario.CampaignWidth, after nominal: WorldRecord, cancelsAfter: Bool
  ) -> [Plan] {
    var plans: [Plan] = []
    let length = max(1, nominal.requests)
    for seed in 1..<max(1, width.schedules + 1) {
      // Slow against fast finds most races; priorities find what needs several coincidences.
      let schedule: Schedule =
        seed % 2 == 1
        ? .bimodal(seed: seed) : .priorities(seed: seed, depth: 3, length: length)
      plans.append(Plan(schedule: schedule))
    }
    if width.schedules > 0 { plans.append(Plan(collects: true)) }
    if width.faults != nil {
      plans += (0..<min(nominal.requests, LabLimits.faults)).map { Plan(fault: $0) }
    }
    for wake in 1..<max(1, min(width.cancels, nominal.wakes) + 1) {
      for order in Plan.CancelOrder.allCases where cancelsAfter || order != .after {
        plans.append(Plan(cancel: Plan.Cancel(wake: wake, order: order)))
      }
    }
    return plans
  }

  /// The latencies in which a failed run differs from the nominal one: what shrinking starts from.
  package static func deviations(of failed: WorldRecord, from nominal: WorldRecord) -> [Int: Int] {
    let usual = Dictionary(
      nominal.spans.map { ($0.index, $0.latency) }, uniquingKeysWith: { first, _ in first })
    var deviations: [Int: Int] = [:]
    for span in failed.spans where usual[span.index] != span.latency {
      deviations[span.index] = span.latency
    }
    return deviations
  }

  /// Which deviations a failure needs: halves are left out while it still fails (delta debugging,
  /// Zeller 2002). `fails` runs a plan; it is asked at most `LabLimits.shrinkingRuns` times. Nil
  /// when the failure does not come back with latencies alone.
  package static func shrink<Failure: Error>(
    _ deviations: [Int: Int], fails: (Plan) async throws(Failure) -> Bool
  ) async throws(Failure) -> [Int: Int]? {
    var runs = 0
    func stillFails(_ latencies: [Int: Int]) async throws(Failure) -> Bool {
      runs += 1
      return try await fails(Plan(schedule: .fixed(latencies)))
    }
    guard try await stillFails(deviations) else { return nil }
    var kept = deviations.keys.sorted()
    var pieces = 2
    while kept.count > 1, runs < LabLimits.shrinkingRuns {
      let size = (kept.count + pieces - 1) / pieces
      var wasReduced = false
      var start = 0
      while start < kept.count, runs < LabLimits.shrinkingRuns {
        let rest = Array(kept[..<start] + kept[min(kept.count, start + size)...])
        if !rest.isEmpty, try await stillFails(deviations.filter { rest.contains($0.key) }) {
          kept = rest
          wasReduced = true
        } else {
          start += size
        }
      }
      if size == 1, !wasReduced { break }
      if !wasReduced { pieces = min(kept.count, pieces * 2) }
    }
    return deviations.filter { kept.contains($0.key) }
  }

  /// `nominal except request 2, kv.get("y"), takes 0.2 s`
  package static func cause(_ plan: Plan, in record: WorldRecord) -> String {
    func request(_ index: Int) -> String {
      guard let span = record.spans.first(where: { $0.index == index }) else {
        return "request \(index + 1)"
      }
      return "request \(index + 1), \(span.service).\(span.operation)(\(span.argument)),"
    }
    if let fault = plan.fault { return "\(request(fault)) fails with code 503" }
    if let cancel = plan.cancel {
      let order =
        switch cancel.order {
        case .alone: "while nothing else happens"
        case .before: "just before the events of that moment"
        case .after: "just after the events of that moment"
        }
      return "it is cancelled the \(cancel.wake). time that it waits, \(order)"
    }
    if plan.collects { return "garbage is collected whenever the program waits" }
    guard case .fixed(let latencies) = plan.schedule else {
      return plan.isNominal
        ? "an ordinary run" : "services answer in another order (\(plan)), as the intervals allow"
    }
    let shown = latencies.sorted { $0.key < $1.key }.prefix(4).map {
      "\(request($0.key)) takes \(seconds($0.value))"
    }
    let more = latencies.count > 4 ? " and \(latencies.count - 4) more differ" : ""
    return "an ordinary run, except that " + shown.joined(separator: " and ") + more
  }
}
