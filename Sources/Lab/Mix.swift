/// A random number that depends on nothing but its name: FNV-1a over a seed and texts, finished with
/// splitmix64. The latency of the second `kv.get("x")` is the same whatever was asked before it, so
/// no order of questions rolls the dice again; and any runtime can compute the same 64 bits.
struct Mix {
  private var hash: UInt64

  init(_ seed: UInt64) { hash = 0xCBF2_9CE4_8422_2325 ^ seed }

  mutating func add(_ text: String) {
    for byte in text.utf8 { absorb(byte) }
    absorb(0x1F)
  }

  mutating func add(_ number: Int) { add(String(number)) }

  private mutating func absorb(_ byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  var value: UInt64 {
    var z = hash &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// From 0 up to, not including, `bound`.
  func below(_ bound: Int) -> Int { Int(value % UInt64(max(1, bound))) }

  /// Whether something with this probability, in millionths, happens.
  func happens(_ millionths: Int) -> Bool { below(1_000_000) < millionths }
}
