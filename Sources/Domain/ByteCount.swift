/// A number of bytes. Memory limits, output caps and measured peaks; never negative.
package struct ByteCount: Sendable, Hashable, Codable, Comparable {
  package var bytes: Int

  package init(bytes: Int) {
    precondition(bytes >= 0, "a byte count cannot be negative")
    self.bytes = bytes
  }

  package init(from decoder: any Decoder) throws {
    self.init(bytes: try decoder.singleValueContainer().decode(Int.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(bytes)
  }

  package static func bytes(_ count: Int) -> ByteCount { ByteCount(bytes: count) }
  package static func kibibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 10) }
  package static func mebibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 20) }

  package static func < (a: ByteCount, b: ByteCount) -> Bool { a.bytes < b.bytes }
}

extension ByteCount: CustomStringConvertible {
  /// `512 B`, `128 KiB`, `256 MiB`: the largest unit that divides the count.
  package var description: String {
    if bytes >= 1 << 20, bytes % (1 << 20) == 0 { return "\(bytes >> 20) MiB" }
    if bytes >= 1 << 10, bytes % (1 << 10) == 0 { return "\(bytes >> 10) KiB" }
    return "\(bytes) B"
  }
}
