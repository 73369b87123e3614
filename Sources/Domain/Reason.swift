/// What the lab found, finer than a verdict. The raw value is the `reason` of the JSON.
package enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
  case tooSlow = "too_slow"
  /// Too slow because something else than `await` held the loop.
  case blockedLoop = "blocked_loop"
  case virtualTimeExceeded = "virtual_time_exceeded"
  /// Nothing in flight, no timer set: the program would have waited for ever.
  case deadlock
  case wrongAnswer = "wrong_answer"
  case wrongState = "wrong_state"
  case tooManyRequests = "too_many_requests"
  case concurrencyExceeded = "concurrency_exceeded"
  case rateExceeded = "rate_exceeded"
  case retriedTooEarly = "retried_too_early"
  case memoryExceeded = "memory_exceeded"
  case staleAnswer = "stale_answer"
  case sendBacklog = "send_backlog"
  /// What was acquired was released twice, or an arrival answered twice.
  case misuse
  /// Requests still running when the answer was given.
  case orphans
  case leak
  case cancelIgnored = "cancel_ignored"
  case cancelSwallowed = "cancel_swallowed"
  case exception
  case killed
  /// The process ended without an answer.
  case noAnswer = "no_answer"
  case malformedWire = "malformed_wire"

  package var verdict: Verdict {
    switch self {
    case .tooSlow, .blockedLoop, .virtualTimeExceeded: .timeLimitExceeded
    case .deadlock: .idleLimitExceeded
    case .exception, .killed, .noAnswer: .runTimeError
    case .malformedWire: .securityViolation
    case .wrongAnswer, .wrongState, .tooManyRequests, .concurrencyExceeded, .rateExceeded,
      .retriedTooEarly, .memoryExceeded, .staleAnswer, .sendBacklog, .misuse, .orphans, .leak,
      .cancelIgnored, .cancelSwallowed:
      .wrongAnswer
    }
  }
}
