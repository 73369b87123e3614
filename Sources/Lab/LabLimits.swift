/// Every limit of the lab, with its unit. A scenario may set lower ones for itself.
package enum LabLimits {
  /// Bytes of one line of the wire protocol.
  package static let line = 8 << 20
  /// Bytes that one run may send in all.
  package static let traffic = 64 << 20
  /// Bytes of what the sandbox notes about a run; more is not kept.
  package static let notes = 512 << 10
  /// Characters of an exception that are kept.
  static let message = 1000
  /// Requests that one run may send.
  package static let requests = 200_000
  /// Requests that may be in flight.
  package static let inFlight = 50_000
  /// Microseconds of virtual time: ten days.
  package static let virtualTime = 10 * 24 * 3600 * 1_000_000
  /// Blocked periods of the loop that are remembered.
  static let blocks = 100
  /// Violations that are remembered.
  static let violations = 20
  /// Schedules that a campaign may ask for.
  static let schedules = 100
  /// Wakes at which a campaign may cancel, times three orders.
  static let cancels = 60
  /// Requests of which a campaign fails each once.
  static let faults = 200
  /// Runs that shrinking a failure may take.
  package static let shrinkingRuns = 26
  /// Requests shown in a timeline.
  package static let timelineSpans = 5_000

  // Of a scenario that a student wrote: each runs on the reference and on every wrong solution.

  /// Microseconds of virtual time: two hours.
  static let studentVirtualTime = 2 * 3600 * 1_000_000
  static let studentSchedules = 20
  static let studentCancels = 10
  /// JSON values of its input and of the data of its services.
  static let studentValues = 2000
}
