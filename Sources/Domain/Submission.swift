/// The public name of a submission: 26 characters of Crockford's base 32, of which the first ten
/// count milliseconds, so that ids sort by time (the ULID layout).
package struct SubmissionID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let rawValue: String

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// nil when `rawValue` does not have the shape of an id.
  package init?(_ rawValue: String) {
    guard rawValue.utf8.count == 26, rawValue.utf8.allSatisfy(Self.alphabet.contains) else {
      return nil
    }
    self.rawValue = rawValue
  }

  /// A fresh id; 80 of its bits come from `randomness`.
  package init(at time: Timestamp, randomness: inout some RandomNumberGenerator) {
    var bytes: [UInt8] = []
    let milliseconds = UInt64(clamping: time.microseconds / 1000)
    for shift in stride(from: 45, through: 0, by: -5) {
      bytes.append(Self.alphabet[Int(milliseconds >> UInt64(shift) & 31)])
    }
    for _ in 0..<16 {
      bytes.append(Self.alphabet[Int.random(in: 0..<32, using: &randomness)])
    }
    rawValue = String(decoding: bytes, as: UTF8.self)
  }

  package var description: String { rawValue }

  package static func < (a: SubmissionID, b: SubmissionID) -> Bool { a.rawValue < b.rawValue }
}

/// Who submits. Guests have no account.
package struct Account: Sendable, Hashable {
  package var id: Int64
  /// 1 to 64 characters; unique on this server.
  package var name: String

  package init(id: Int64, name: String) {
    self.id = id
    self.name = name
  }
}

/// Where a submission stands between `POST` and its verdict.
package enum SubmissionState: String, Sendable, Hashable, Codable {
  case queued, judging, done
}

/// One attempt at a problem; immutable but for its state and its judgements.
package struct Submission: Sendable, Hashable {
  package var id: SubmissionID
  /// Position in the submission log; grows by commit order.
  package var sequence: Int64
  package var problem: ProblemID
  /// nil for a guest.
  package var account: Account?
  package var configuration: SolverConfiguration
  package var submittedAt: Timestamp
  package var state: SubmissionState
  /// The current judgement; nil while there is none.
  package var judgement: Judgement?

  package init(
    id: SubmissionID, sequence: Int64, problem: ProblemID, account: Account?,
    configuration: SolverConfiguration, submittedAt: Timestamp, state: SubmissionState,
    judgement: Judgement? = nil
  ) {
    self.id = id
    self.sequence = sequence
    self.problem = problem
    self.account = account
    self.configuration = configuration
    self.submittedAt = submittedAt
    self.state = state
    self.judgement = judgement
  }
}
