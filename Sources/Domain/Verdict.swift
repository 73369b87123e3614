/// What a judgement or a run concludes; the raw values are the CCS judgement type ids.
package enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
  case accepted = "AC"
  case wrongAnswer = "WA"
  case timeLimitExceeded = "TLE"
  case memoryLimitExceeded = "MLE"
  case outputLimitExceeded = "OLE"
  case runTimeError = "RTE"
  case compileError = "CE"
  /// Ran out of wall time while doing (almost) nothing: asleep or deadlocked.
  case idleLimitExceeded = "ILE"
  /// Tried something that no honest program does (a forbidden system call).
  case securityViolation = "SV"
  /// The judge's own fault; never held against the student.
  case judgeError = "JE"

  package var name: String {
    switch self {
    case .accepted: "accepted"
    case .wrongAnswer: "wrong answer"
    case .timeLimitExceeded: "time limit exceeded"
    case .memoryLimitExceeded: "memory limit exceeded"
    case .outputLimitExceeded: "output limit exceeded"
    case .runTimeError: "run-time error"
    case .compileError: "compile error"
    case .idleLimitExceeded: "idle limit exceeded"
    case .securityViolation: "security violation"
    case .judgeError: "judge error"
    }
  }

  /// Whether a rejected attempt with this verdict costs penalty time on a leaderboard.
  /// A program that does not compile was never tried, and a judge error is not the student's.
  package var costsPenalty: Bool {
    switch self {
    case .accepted, .compileError, .judgeError: false
    default: true
    }
  }
}
