import Domain
import Foundation

/// The clock on a classroom's wall. The only file that asks for time zones: the rest of Foundation
/// is not needed for it, but nothing smaller knows the zones of the world.
package struct ClassroomClock: Sendable {
  private let zone: TimeZone

  /// nil when there is no such zone; `name` is an IANA name, `Europe/Berlin`, or `UTC`.
  package init?(zone name: String) {
    // Foundation takes abbreviations, too, whose meaning changes.
    guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else {
      return nil
    }
    self.zone = zone
  }

  /// Of a classroom; its zone was known when it was stored.
  package init(_ classroom: Classroom) {
    self = ClassroomClock(zone: classroom.timeZone) ?? ClassroomClock(utc: ())
  }

  private init(utc: Void) { zone = .gmt }

  /// RFC 3339 with an offset, or a local time of this clock; nil when it is neither.
  package func time(_ text: String) -> Timestamp? {
    Timestamp(rfc3339: text)
      ?? Timestamp(wallClock: text).map { Timestamp(wallClock: $0, offset: offset) }
  }

  /// `2026-09-01T08:00:00+02:00`
  package func local(_ time: Timestamp) -> String {
    time.description(offset: offset(at: time))
  }

  /// Seconds east of UTC.
  package func offset(at time: Timestamp) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.microseconds) / 1_000_000))
  }
}
