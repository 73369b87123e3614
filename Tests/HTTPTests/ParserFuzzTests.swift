import Testing

@testable import HTTP

/// The same numbers at every run (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Damaged requests by the thousand.
@Suite(.timeLimit(.minutes(1))) struct ParserFuzzTests {
  private static let limits: HTTPLimits = {
    var limits = HTTPLimits()
    limits.target = 24
    limits.head = 120
    limits.fieldCount = 4
    limits.body = 12
    limits.chunkOverhead = 24
    limits.chunkExtension = 8
    return limits
  }()

  private static let seeds = [
    "GET /a?b=%20 HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n",
    "GET http://[::1]:80/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: [::1]\r\nExpect: 100-continue\r\n\r\n",
  ].map { Array($0.utf8) }

  private static let morsels = [
    "\r\n", "\r", "\n", "\0", " ", "\t", ":", ";", "=", "\"", ",", "/", "?", "*", "0", "9", "f",
    "[", "]", "%", "\u{7F}", "é", "HTTP/1.1", "http://", "Host: b\r\n", "\r\n\r\n", "0\r\n\r\n",
    "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "chunked", "ffffffff",
    "aaaaaaaaaaaa",
  ].map { Array($0.utf8) }

  private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let at = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, at + Int.random(in: 0...8, using: &random))
    switch Int.random(in: 0..<7, using: &random) {
    case 0: bytes.insert(.random(in: 0...255, using: &random), at: at)
    case 1: bytes.insert(contentsOf: morsels.randomElement(using: &random)!, at: at)
    case 2: bytes.replaceSubrange(at..<end, with: morsels.randomElement(using: &random)!)
    case 3: bytes.removeSubrange(at..<end)
    case 4: bytes.insert(contentsOf: bytes[at..<end], at: at)
    case 5: bytes.removeSubrange(at...)
    default: bytes.insert(contentsOf: seeds.randomElement(using: &random)!, at: at)
    }
  }

  private struct Tally {
    var whole = 0
    var refused = 0
    var unfinished = 0
  }

  @Test(arguments: 0..<8)
  func `a damaged request is read alike in pieces, within the limits`(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    var tally = Tally()
    for _ in 0..<2500 {
      var bytes = Self.seeds.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 0...3, using: &random) { Self.damage(&bytes, &random) }
      var whole = WireReader(limits: Self.limits)
      whole.feed(bytes)
      var pieces = WireReader(limits: Self.limits)
      let cut = Int.random(in: 0...bytes.count, using: &random)
      let second = Int.random(in: cut...bytes.count, using: &random)
      pieces.feed(bytes[..<cut])
      pieces.feed(bytes[cut..<second])
      pieces.feed(bytes[second...])
      let results = whole.results
      let text = String(decoding: bytes, as: UTF8.self).debugDescription
      #expect(pieces.results == results, "\(text) cut at \(cut) and \(second)")
      #expect(whole.longest.head <= Self.limits.head, "\(text)")
      #expect(whole.longest.body <= Self.limits.body, "\(text)")
      switch results.last {
      case .request: tally.whole += 1
      case .refused: tally.refused += 1
      case .unfinished: tally.unfinished += 1
      case nil: #expect(bytes.isEmpty)
      }
    }
    // Damage that always does the same finds nothing.
    #expect(tally.whole > 250)
    #expect(tally.refused > 250)
    #expect(tally.unfinished > 150)
  }
}
