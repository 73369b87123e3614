import Dispatch
import HTTP
import Logging
import Synchronization

/// Writes a line for each answer, elsewhere than on the event loops: who reads the log may be slow.
final class AccessLog: Sendable {
  /// Lines that wait to be written; more are dropped, and counted.
  private static let limit = 10_000

  private let log: Logger
  private let queue = DispatchQueue(label: "asyncjudge.access-log")
  private let waiting = Atomic(0)
  private let dropped = Atomic(0)

  init(_ log: Logger) { self.log = log }

  func add(_ record: AccessRecord) {
    guard waiting.add(1, ordering: .relaxed).newValue <= Self.limit else {
      waiting.subtract(1, ordering: .relaxed)
      dropped.add(1, ordering: .relaxed)
      return
    }
    queue.async { @Sendable [self] in
      waiting.subtract(1, ordering: .relaxed)
      write(record)
    }
  }

  private func write(_ record: AccessRecord) {
    let lost = dropped.exchange(0, ordering: .relaxed)
    if lost > 0 { log.warning("access log too slow", metadata: ["dropped": "\(lost)"]) }
    let microseconds = record.duration / .microseconds(1)
    log.info(
      "request",
      metadata: [
        "method": "\(record.method?.rawValue ?? "-")", "path": "\(record.path ?? "-")",
        "status": "\(record.status.code)", "bytes": "\(record.bytes)",
        "duration_us": "\(Int(microseconds))", "peer": "\(record.peer)",
        "request_id": "\(record.requestID)", "whole": "\(record.isWhole)",
      ])
  }
}
