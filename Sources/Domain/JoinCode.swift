/// What students type to join a classroom: `7KQ4M-X9TBD`, 50 random bits. Nothing in it can be taken
/// for something else: no I, L, O and U (Crockford's base 32).
package struct JoinCode: Sendable, Hashable, CustomStringConvertible {
  /// Ten characters.
  package let rawValue: String

  package init(randomness: inout some RandomNumberGenerator) {
    rawValue = String(
      decoding: (0..<10).map { _ in alphabet[Int.random(in: 0..<32, using: &randomness)] },
      as: UTF8.self)
  }

  /// As somebody types it: small letters, spaces and hyphens anywhere, O for 0, I and L for 1. nil
  /// when it cannot be a code.
  package init?(typed text: String) {
    var bytes: [UInt8] = []
    for byte in text.uppercased().utf8 where byte != UInt8(ascii: " ") && byte != UInt8(ascii: "-")
    {
      switch byte {
      case UInt8(ascii: "O"): bytes.append(UInt8(ascii: "0"))
      case UInt8(ascii: "I"), UInt8(ascii: "L"): bytes.append(UInt8(ascii: "1"))
      case _ where alphabet.contains(byte): bytes.append(byte)
      default: return nil
      }
      guard bytes.count <= 10 else { return nil }
    }
    guard bytes.count == 10 else { return nil }
    rawValue = String(decoding: bytes, as: UTF8.self)
  }

  package var description: String { "\(rawValue.prefix(5))-\(rawValue.suffix(5))" }
}

private let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
