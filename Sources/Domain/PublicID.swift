/// The name of something in URLs: 26 characters of Crockford's base 32, of which the first ten count
/// milliseconds, so that ids sort by time (the ULID layout). `Subject` keeps the names of different
/// things apart.
package struct PublicID<Subject>: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let rawValue: String

  /// nil when `rawValue` does not have the shape of an id.
  package init?(_ rawValue: String) {
    guard rawValue.utf8.count == 26, rawValue.utf8.allSatisfy(alphabet.contains) else {
      return nil
    }
    self.rawValue = rawValue
  }

  /// A fresh id; 80 of its bits come from `randomness`.
  package init(at time: Timestamp, randomness: inout some RandomNumberGenerator) {
    var bytes: [UInt8] = []
    let milliseconds = UInt64(clamping: time.microseconds / 1000)
    for shift in stride(from: 45, through: 0, by: -5) {
      bytes.append(alphabet[Int(milliseconds >> UInt64(shift) & 31)])
    }
    for _ in 0..<16 {
      bytes.append(alphabet[Int.random(in: 0..<32, using: &randomness)])
    }
    rawValue = String(decoding: bytes, as: UTF8.self)
  }

  package var description: String { rawValue }

  package static func < (a: PublicID, b: PublicID) -> Bool { a.rawValue < b.rawValue }
}

private let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
