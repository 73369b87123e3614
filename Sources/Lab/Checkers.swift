import Domain

/// The named checkers: what a case's answer means. They read what the services saw, never what the
/// program claims, but for `exact`, whose answer is the value returned.
extension Outcome {
  func checkerFailure(expected: JSONValue) -> Failure? {
    func wrong(_ detail: String) -> Failure { Failure(reason: .wrongAnswer, detail: detail) }
    switch scenario.checker {
    case .exact:
      guard let answer, answer.isSame(as: expected) else {
        return wrong("the answer is not the expected one")
      }
      return nil
    case .front(let name):
      guard let front = world.services[name] as? FrontService else { return nil }
      return frontProblem(front, expected).map(wrong)
    case .sink(let name):
      guard let sink = world.services[name] as? SinkService else { return nil }
      return JSONValue.array(sink.taken).isSame(as: expected)
        ? nil : wrong("\(name) took the wrong items, or in the wrong order")
    case .state(let name):
      guard let store = world.services[name] as? KeyValueService else { return nil }
      return JSONValue.object(store.state).isSame(as: expected)
        ? nil : Failure(reason: .wrongState, detail: "\(name) holds the wrong values in the end")
    case .broker(let name):
      guard let network = world.services[name] as? NetworkService else { return nil }
      return BrokerCheck(network, expected).failure(endedAt: record.makespan)
    }
  }

  /// `expected` has for each arrival `{"value": v}`, `{"stamped": key}`, null for an error that
  /// must be told, or `{"stamped": key, "leaves_us": t}` for somebody who waits only so long.
  private func frontProblem(_ front: FrontService, _ expected: JSONValue) -> String? {
    let wanted = expected.array ?? []
    for index in front.arrivals.indices where front.replies[index] == nil {
      return "arrival \(index) got no reply"
    }
    for (index, want) in wanted.enumerated() {
      guard let reply = front.replies[index] else { continue }
      let parts = want.object ?? [:]
      if let patience = parts["leaves_us"]?.integer, reply.value == .null || plan.isNominal {
        guard reply.value == .null, !plan.isNominal || reply.time <= patience + 10 else {
          return "arrival \(index) left after \(seconds(patience)) and was answered otherwise"
        }
      } else if want == .null {
        if plan.isNominal, reply.value != .null { return "arrival \(index) must be told the error" }
      } else if reply.value == .null {
        // Under another schedule, or with a fault injected, an error may hit somebody else.
        if plan.isNominal || !mayFail { return "arrival \(index) was told an error" }
      } else if let value = parts["value"] {
        if !reply.value.isSame(as: value) { return "arrival \(index) got a wrong value" }
      } else if let key = parts["stamped"]?.string {
        guard let stamp = reply.value.array, stamp.count == 3, stamp[0].string == key,
          let time = stamp[1].integer,
          stamp[2].integer
            == LookupService.nonce(key, at: time, seed: scenario.seed)
        else { return "arrival \(index) got a value that was never read" }
      }
    }
    return nil
  }

  private var mayFail: Bool {
    plan.fault != nil
      || scenario.services.values.contains {
        !($0.failure?.keys.isEmpty ?? true) || ($0.failure?.millionths ?? 0) > 0
      }
  }
}

/// What the scripted clients of a publish/subscribe broker received.
private struct BrokerCheck {
  private let logs: [String: [NetworkService.LogEntry]]
  private let connected: Set<String>
  private let expected: [String: JSONValue]

  init(_ network: NetworkService, _ expected: JSONValue) {
    logs = network.logs
    connected = network.connected
    self.expected = expected.object ?? [:]
  }

  /// `expected` is `{"refused": [client], "ends_before_us": t, "late_us": t, "clients":
  /// {name: {"must": [[time, line]], "may": [line]}}}`: `must` in this order and in time, of
  /// anything else only `may`, nothing twice.
  func failure(endedAt: Int) -> Outcome.Failure? {
    for name in (expected["refused"]?.array ?? []).compactMap(\.string)
    where connected.contains(name) {
      return wrong("the connection of \(name), after the signal to stop, was accepted")
    }
    if let end = expected["ends_before_us"]?.integer, endedAt > end {
      return Outcome.Failure(
        reason: .tooSlow, detail: "it stopped at \(seconds(endedAt)), later than \(seconds(end))")
    }
    let late = expected["late_us"]?.integer ?? Int.max
    let clients = (expected["clients"]?.object ?? [:]).sorted { $0.key < $1.key }
    for (name, wanted) in clients {
      if let failure = failure(of: name, wanted.object ?? [:], late: late) { return failure }
    }
    return nil
  }

  private func failure(
    of name: String, _ wanted: [String: JSONValue], late: Int
  ) -> Outcome.Failure? {
    let must = (wanted["must"]?.array ?? []).compactMap { pair -> (Int, String)? in
      guard let time = pair.array?.first?.integer, let line = pair.array?.last?.string else {
        return nil
      }
      return (time, line)
    }
    let may = Set((wanted["may"]?.array ?? []).compactMap(\.string))
    let known = Set(must.map(\.1))
    let received = lines(of: name)
    var seen: Set<String> = []
    for (_, line) in received {
      guard known.contains(line) || may.contains(line) else {
        return wrong("\(name) received a line that was not for it")
      }
      guard seen.insert(line).inserted else { return wrong("\(name) received a line twice") }
    }
    let ordered = received.filter { known.contains($0.line) }
    guard ordered.map(\.line) == must.map(\.1) else {
      return wrong("\(name) received \(ordered.count) of \(must.count) messages in their order")
    }
    for (entry, (time, _)) in zip(ordered, must) where entry.time - time > late {
      return Outcome.Failure(
        reason: .tooSlow,
        detail: "\(name) received a message after \(seconds(entry.time - time)); "
          + "\(seconds(late)) is allowed")
    }
    guard
      logs[name]?.contains(where: { if case .closedByServer = $0.what { true } else { false } })
        ?? false
    else { return wrong("the connection of \(name) was not closed") }
    return nil
  }

  /// Complete lines with the time at which their end arrived.
  private func lines(of name: String) -> [(time: Int, line: String)] {
    var lines: [(Int, String)] = []
    var rest = ""
    for entry in logs[name] ?? [] {
      guard case .received(let text) = entry.what else { continue }
      // By scalars: to a Character "\r\n" is one, and no "\n".
      var pieces = (rest + text).unicodeScalars.split(
        separator: "\n", omittingEmptySubsequences: false)
      rest = String(pieces.removeLast())
      lines += pieces.map { (entry.time, String($0)) }
    }
    return lines
  }

  private func wrong(_ detail: String) -> Outcome.Failure {
    Outcome.Failure(reason: .wrongAnswer, detail: detail)
  }
}
