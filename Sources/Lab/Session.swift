import Domain

/// What the sandbox is asked to watch beside the run, at a price in CPU time.
package struct AdviceRequest: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// When each task began, what it waited for, how it ended.
  package static let tasks = AdviceRequest(rawValue: 1)
  /// How often the solution did what with its input.
  package static let counts = AdviceRequest(rawValue: 2)
}

/// The world's end of the wire protocol (Sources/Lab/Protocol.md): lines in, lines out, no I/O. Whatever
/// the client sends, a session ends with facts: what it answered, and what the world saw.
package final class Session {
  /// How a run ended.
  package enum Ending: Sendable, Hashable {
    case result(JSONValue)
    /// An exception, as the client tells it.
    case exception(String)
    case cancelled
    /// The world ended it.
    case stopped(Reason, String)
    /// The client went away without an answer.
    case gone
  }

  private let world: World
  private let greeting: JSONValue
  private var line: [UInt8] = []
  private var traffic = 0
  /// Nil while the program runs.
  package private(set) var ending: Ending?
  /// What the client says about itself after the end: advice, never verdict.
  package private(set) var notes: JSONValue?

  /// `entry` is the problem's, where the scenario names none.
  package init(_ scenario: Scenario, plan: Plan, entry: String, advice: AdviceRequest = []) {
    world = World(scenario, plan: plan)
    greeting = .array([
      .string("t"),
      .object([
        "entry": .string(scenario.entry ?? entry), "input": scenario.input,
        "parameters": .object(scenario.parameters), "tasks": .bool(advice.contains(.tasks)),
        "collects": .bool(plan.collects), "counts": .bool(advice.contains(.counts)),
      ]),
    ])
  }

  /// The first line, from the world.
  package func begin() -> [UInt8] { greeting.jsonBytes + [0x0A] }

  /// Takes what has arrived; returns what is to be sent. After the end nothing is sent any more, and
  /// only notes are heard.
  package func receive(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var reply: [UInt8] = []
    traffic += bytes.count
    guard traffic <= LabLimits.traffic else {
      stop(.tooManyRequests, "more than \(LabLimits.traffic) bytes were sent", &reply)
      return reply
    }
    var rest = bytes
    while let newline = rest.firstIndex(of: 0x0A) {
      line += rest[..<newline]
      rest = rest[(newline + 1)...]
      let complete = line
      line.removeAll(keepingCapacity: true)
      take(complete, &reply)
    }
    line += rest
    if line.count > LabLimits.line {
      line.removeAll()
      stop(.malformedWire, "a line of more than \(LabLimits.line) bytes", &reply)
    }
    return reply
  }

  /// The client has closed its end.
  package func close() {
    if ending == nil { end(.gone) }
  }

  package var outcome: Outcome {
    Outcome(
      scenario: world.scenario, plan: world.plan, ending: ending ?? .gone, record: world.record,
      world: world, notes: notes)
  }

  private func end(_ ending: Ending) {
    self.ending = ending
    world.end()
  }

  private func stop(_ reason: Reason, _ detail: String, _ reply: inout [UInt8]) {
    guard ending == nil else { return }
    JSONValue.array([.string("x"), .string(reason.rawValue)]).write(to: &reply)
    reply.append(0x0A)
    end(.stopped(reason, detail))
  }

  private func take(_ line: [UInt8], _ reply: inout [UInt8]) {
    guard let batch = (try? JSONParser.parse(line))?.array else {
      return stop(.malformedWire, "a line that is no JSON array", &reply)
    }
    var answers = 0
    for message in batch {
      guard let parts = message.array, let kind = parts.first?.string else {
        return stop(.malformedWire, "a message that is no array", &reply)
      }
      if ending != nil {
        if kind == "n", parts.count == 2, line.count <= LabLimits.notes { notes = parts[1] }
        continue
      }
      do throws(WorldStop) {
        guard let events = try take(kind, parts) else { continue }
        answers += 1
        guard answers == 1 else { throw WorldStop(reason: .malformedWire, detail: "two waits") }
        send(events, &reply)
      } catch {
        stop(error.reason, error.detail, &reply)
      }
    }
  }

  /// The events of a message that asks for some; nil for one that does not.
  private func take(_ kind: String, _ parts: [JSONValue]) throws(WorldStop) -> [WorldEvent]? {
    func integer(_ index: Int) throws(WorldStop) -> Int {
      guard let value = parts[index].integer, value <= 1 << 53 else { throw malformed(kind) }
      return value
    }
    func text(_ index: Int) throws(WorldStop) -> String {
      guard let value = parts[index].string else { throw malformed(kind) }
      return value
    }
    switch (kind, parts.count) {
    case ("r", 5):
      try world.submit(
        id: try integer(1), service: try text(2), operation: try text(3), argument: parts[4])
    case ("c", 2): world.cancel(try integer(1))
    case ("p", 3): try world.push(try integer(1), parts[2])
    case ("w", 2): return try world.wait(until: parts[1] == .null ? nil : try integer(1))
    case ("b", 3):
      try world.block(try integer(1), at: parts[2].string)
      return []
    case ("k", 6):
      return try world.call(
        id: try integer(1), service: try text(2), operation: try text(3), argument: parts[4],
        at: parts[5].string)
    case ("d", 2): end(.result(parts[1]))
    case ("f", 2): end(.exception(String(try text(1).prefix(LabLimits.message))))
    case ("z", 1): end(.cancelled)
    case ("s", 2):
      throw WorldStop(reason: .killed, detail: "signal \(try integer(1)) has no handler")
    case ("n", 2): break
    default: throw malformed(kind)
    }
    return nil
  }

  private func malformed(_ kind: String) -> WorldStop {
    WorldStop(reason: .malformedWire, detail: "a message \(kind.prefix(8)) that means nothing")
  }

  private func send(_ events: [WorldEvent], _ reply: inout [UInt8]) {
    reply += "[\"e\",".utf8
    reply += String(world.now).utf8
    reply += ",[".utf8
    for (index, event) in events.enumerated() {
      if index > 0 { reply.append(UInt8(ascii: ",")) }
      reply += "[\(event.request),\(event.kind.rawValue),".utf8
      event.value.write(to: &reply)
      reply.append(UInt8(ascii: "]"))
    }
    reply += "]]\n".utf8
  }
}
