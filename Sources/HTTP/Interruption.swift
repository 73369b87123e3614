/// Why reading stops before its end.
enum Interruption: Error {
  /// More bytes are needed.
  case endOfBytes
  case failed(HTTPError)

  static func bad(_ what: String) -> Interruption { .failed(.badRequest(what)) }
}

extension Span<UInt8> {
  /// The index after the CRLF at `index`; `problem` is what else stands there.
  func lineEnd(at index: Int, or problem: @autoclosure () -> String) throws(Interruption) -> Int {
    guard index < count else { throw .endOfBytes }
    guard self[index] == ASCII.carriageReturn,
      index + 1 == count || self[index + 1] == ASCII.lineFeed
    else { throw .bad(problem()) }
    guard index + 1 < count else { throw .endOfBytes }
    return index + 2
  }

  /// The index after the bytes of `set` that stand at `index`, none of them at or behind `end`.
  @inline(__always) func end(of set: ByteSet, from index: Int, before end: Int) -> Int {
    var index = index
    while index < end, set.contains(self[index]) { index += 1 }
    return index
  }
}
