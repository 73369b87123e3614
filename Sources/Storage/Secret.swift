import Crypto

/// 256 random bits as text. Whoever has it is let in; only its hash is stored.
enum Secret {
  /// What it begins with tells people, and scanners of leaked secrets, what it is.
  enum Kind: String {
    case token = "aj_"
    case oneTime = "aj_once_"
    case session = "aj_session_"
  }

  static func fresh(_ kind: Kind) -> String {
    var randomness = SystemRandomNumberGenerator()
    return kind.rawValue
      + base64URL((0..<32).map { _ in UInt8.random(in: 0...255, using: &randomness) })
  }

  /// By which it is stored and found: the time of a look-up by hash says nothing about the secret.
  static func hash(_ secret: String) -> Blob { Blob(SHA256.hash(data: Array(secret.utf8))) }

  /// RFC 4648, section 5, without padding.
  private static func base64URL(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var text: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[Int(buffer >> UInt32(bits) & 63)])
      }
    }
    if bits > 0 { text.append(alphabet[Int(buffer << UInt32(6 - bits) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }
}
