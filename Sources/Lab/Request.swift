import Domain

/// What the world tells the program, at one instant.
struct WorldEvent {
  /// The numbers are the wire's.
  enum Kind: Int {
    case result = 0
    case error = 1
    /// Part of an open channel: data, the end, a new connection.
    case part = 2
    case signal = 3
    case cancel = 4
    /// So many bytes have left the send buffer.
    case acknowledged = 5
  }

  /// 0 for signals and cancellations.
  var request: Int
  var kind: Kind
  var value: JSONValue
}

/// Something the program asked of a service.
final class LabRequest {
  let id: Int
  /// 0, 1, 2 … in the order of asking.
  let index: Int
  let service: Service
  let operation: String
  let argument: JSONValue
  let start: Int
  /// The argument as the text that names it: itself, or its JSON.
  let key: String
  var end: Int?
  var isLive = true
  var wasCancelled = false
  var status = "open"
  var latency = 0
  /// Set by the service: which limit it counts against; nil when it was turned away.
  var group: String?

  init(
    id: Int, index: Int, service: Service, operation: String, argument: JSONValue, start: Int
  ) {
    self.id = id
    self.index = index
    self.service = service
    self.operation = operation
    self.argument = argument
    self.start = start
    key = argument.string ?? argument.json
  }
}

/// Something that a solution must not do and did.
package struct Violation: Sendable, Hashable {
  package var time: Int
  package var reason: Reason
  package var what: String
}

/// The world ends the run.
struct WorldStop: Error {
  var reason: Reason
  var detail: String
}
