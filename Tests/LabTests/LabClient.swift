import Domain

@testable import Lab

/// A client of a session, by hand.
final class LabClient {
  let session: Session

  init(_ scenario: String, plan: Plan = Plan()) throws {
    session = Session(try Scenario(json: Array(scenario.utf8)), plan: plan, entry: "solve")
    _ = session.begin()
  }

  /// Sends a line of messages; returns the events of the answer, or none.
  @discardableResult
  func say(_ line: String) throws -> (now: Int, events: [JSONValue]) {
    let reply = session.receive(Array((line + "\n").utf8)[...])
    // An answer, or the end, or both.
    guard let first = reply.split(separator: 0x0A).first,
      let parts = try JSONParser.parse(Array(first)).array, parts.count == 3
    else { return (-1, []) }
    return (parts[1].integer ?? -1, parts[2].array ?? [])
  }

  /// The values of the replies, in order.
  func values(_ line: String) throws -> [JSONValue] {
    try say(line).events.compactMap { $0.array?[2] }
  }

  func failure(expected: String = "null") throws -> Outcome.Failure? {
    session.outcome.failure(expected: try JSONParser.parse(Array(expected.utf8)))
  }
}
