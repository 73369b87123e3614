import Crypto
import CryptoExtras
import FoundationEssentials

/// What is kept of a password: scrypt, as text with its parameters (the PHC string format):
/// `$scrypt$ln=15,r=8,p=3$SALT$KEY`. To make or to check one takes a tenth of a second of a core.
struct PasswordHash: Sendable, Hashable {
  struct Cost: Sendable, Hashable {
    /// Rounds, as a power of two; with the block size it makes the memory: 128 · 2^ln · r bytes.
    var logRounds: Int
    var blockSize: Int
    var parallelism: Int

    /// 32 MiB three times: one of the settings that OWASP holds equal.
    static let standard = Cost(logRounds: 15, blockSize: 8, parallelism: 3)
  }

  private var cost: Cost
  private var salt: [UInt8]
  private var key: [UInt8]

  init(of password: String, cost: Cost) {
    self.cost = cost
    var randomness = SystemRandomNumberGenerator()
    salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &randomness) }
    key = []
    key = unsafe derive(password, bytes: 32).withUnsafeBytes { unsafe Array($0) }
  }

  /// The hash of no password that can be typed: where there is no account, it costs the same time.
  init(ofNothingAt cost: Cost) {
    self.cost = cost
    salt = [UInt8](repeating: 0, count: 16)
    key = [UInt8](repeating: 0, count: 32)
  }

  /// nil when it is none, or its parameters would take the machine away.
  init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
      let salt = bytes(parts[3]), let key = bytes(parts[4]), (8...64).contains(salt.count),
      (16...64).contains(key.count)
    else { return nil }
    var values: [Substring: Int] = [:]
    for item in parts[2].split(separator: ",") {
      let pair = item.split(separator: "=")
      guard pair.count == 2, let value = Int(pair[1]) else { return nil }
      values[pair[0]] = value
    }
    guard values.count == 3, let logRounds = values["ln"], (1...20).contains(logRounds),
      let blockSize = values["r"], (1...32).contains(blockSize), let parallelism = values["p"],
      (1...16).contains(parallelism)
    else { return nil }
    cost = Cost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
    self.salt = salt
    self.key = key
  }

  var text: String {
    "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
      + "$\(base64(salt))$\(base64(key))"
  }

  func matches(_ password: String) -> Bool {
    // Symmetric keys compare in constant time.
    derive(password, bytes: key.count) == SymmetricKey(data: key)
  }

  private func derive(_ password: String, bytes count: Int) -> SymmetricKey {
    do {
      return try KDF.Scrypt.deriveKey(
        from: Array(password.utf8), salt: salt, outputByteCount: count,
        rounds: 1 << cost.logRounds, blockSize: cost.blockSize, parallelism: cost.parallelism)
    } catch {
      preconditionFailure("these parameters are within what scrypt takes: \(error)")
    }
  }
}

/// As the format asks: without padding.
private func base64(_ bytes: [UInt8]) -> String {
  String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
}

private func bytes(_ text: Substring) -> [UInt8]? {
  let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
  return Data(base64Encoded: text + padding).map { Array($0) }
}
