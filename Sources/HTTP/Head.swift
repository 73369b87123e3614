/// What the parser learned of a request head. Ranges are into the head's own bytes.
struct Head: Sendable {
  /// Where one field lies.
  struct Field: Sendable, Hashable {
    var name: Range<Int>
    var value: Range<Int>
  }

  /// How the end of the body is found (RFC 9112, section 6.3). Decided here and nowhere else.
  enum Framing: Sendable, Hashable {
    case none
    case length(Int)
    case chunked
  }

  var method = Method.Named.unknown
  /// Path and query; empty when the target was an authority alone.
  var target = 0..<0
  /// HTTP/1.0 or HTTP/1.1.
  var minorVersion = 1
  var keepsAlive = true
  var expectsContinue = false
  var framing = Framing.none
  var fields: [Field] = []
}
