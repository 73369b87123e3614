#if FUZZING
  import Glibc
  @testable import HTTP

  /// libFuzzer calls this with each of its inputs: bytes that a client sends. They must be read
  /// alike in one piece and in any others, and the connection must end when they do.
  @_cdecl("LLVMFuzzerTestOneInput")
  package func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let hash = bytes.hash
    let pieces = bytes.cut(hash)
    let whole = Reading([bytes[...]], limits: .tight).log
    let other = Reading(pieces, limits: .tight).log
    guard whole == other else { fail(pieces, "\(whole)", "\(other)") }
    // A connection costs twenty times as much as a reading.
    guard hash % 8 == 0 || isEveryInputSent else { return 0 }
    let wholeAnswer = conversation.hold([bytes[...]])
    let otherAnswer = conversation.hold(pieces)
    guard wholeAnswer == otherAnswer else {
      fail(
        pieces, String(decoding: wholeAnswer, as: UTF8.self),
        String(decoding: otherAnswer, as: UTF8.self))
    }
    return 0
  }

  private let conversation = Conversation()
  private let isEveryInputSent = unsafe getenv("FUZZ_CONNECTIONS") != nil

  private func fail(_ pieces: [ArraySlice<UInt8>], _ whole: String, _ other: String) -> Never {
    fatalError(
      "two readings of one byte stream. In one piece:\n\(whole)\n"
        + "In pieces of \(pieces.map(\.count)) bytes:\n\(other)")
  }

  extension [UInt8] {
    /// FNV-1a: the pieces depend on the bytes alone, so that an input that fails will fail again.
    fileprivate var hash: UInt64 {
      reduce(into: 0xCBF2_9CE4_8422_2325) { hash, byte in
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      }
    }

    fileprivate func cut(_ hash: UInt64) -> [ArraySlice<UInt8>] {
      var state = hash
      // One in 32 byte by byte, the others in two to six pieces.
      if state >> 32 & 31 == 0 { return indices.map { self[$0...$0] } }
      var cuts = Set([0, count])
      for _ in 0..<(1 + state >> 40 % 5) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        cuts.insert(Int(state >> 33) % (count + 1))
      }
      let edges = cuts.sorted()
      return zip(edges, edges.dropFirst()).map { self[$0..<$1] }
    }
  }
#else
  /// Without libFuzzer there is nothing to run: `docker/fuzz` builds it in.
  @main
  enum Entry {
    static func main() { print("Build and run this with docker/fuzz.") }
  }
#endif
