/// Collects a request's body, of either framing, as it arrives.
struct BodyReader: Sendable {
  private enum Step: Sendable, Equatable {
    case size
    case data(Int)
    case dataEnd, trailers, end
  }

  enum Outcome {
    case incomplete
    case failed(HTTPError)
    case complete
  }

  private(set) var bytes: [UInt8] = []
  private var step: Step
  private let isChunked: Bool
  private let limit: Int
  private let limits: HTTPLimits
  /// Bytes so far that are not data.
  private var overhead = 0

  /// `limit`: what the route takes.
  init(_ framing: Head.Framing, limit: Int, limits: HTTPLimits) {
    self.limit = limit
    self.limits = limits
    isChunked = framing == .chunked
    switch framing {
    case .chunked: step = .size
    case .none: step = .end
    case .length(let length):
      step = .data(length)
      bytes.reserveCapacity(min(length, 64 << 10))
    }
  }

  /// Takes what it can from the front of `buffer`.
  mutating func take(from buffer: ByteBuffer) -> Outcome {
    do throws(Interruption) {
      while step != .end {
        if case .data(let left) = step {
          let count = min(left, buffer.count)
          bytes += buffer.prefix(count)
          buffer.consume(count)
          step = count < left ? .data(left - count) : isChunked ? .dataEnd : .end
          if count < left { return .incomplete }
        } else {
          let used = try buffer.withSpan { bytes throws(Interruption) in try readLine(bytes) }
          buffer.consume(used)
        }
      }
      return .complete
    } catch {
      switch error {
      case .endOfBytes: return .incomplete
      case .failed(let error): return .failed(error)
      }
    }
  }

  /// Whatever stands between the data of two chunks (RFC 9112, section 7.1): how many bytes it takes.
  private mutating func readLine(_ bytes: Span<UInt8>) throws(Interruption) -> Int {
    switch step {
    case .size: return try readSize(bytes)
    case .trailers: return try readTrailer(bytes)
    case .dataEnd:
      let end = try bytes.lineEnd(at: 0, or: "a chunk is longer than its size says")
      step = .size
      return end
    case .data, .end: return 0
    }
  }

  private mutating func readSize(_ bytes: Span<UInt8>) throws(Interruption) -> Int {
    var index = 0
    var size = 0
    while index < bytes.count, let digit = ASCII.hexDigit(bytes[index]) {
      guard index < 8 else { throw .bad("a chunk's size has too many digits") }
      size = size << 4 | digit
      index += 1
    }
    guard index < bytes.count else { throw .endOfBytes }
    guard index > 0 else { throw .bad("a chunk has no size") }
    if bytes[index] == ASCII.semicolon { index = try readExtensions(bytes, from: index) }
    let end = try bytes.lineEnd(at: index, or: "a chunk's size does not end with CRLF")
    overhead += end
    guard self.bytes.count + size <= limit else { throw .failed(.bodyTooLarge(limit)) }
    guard overhead <= limits.chunkOverhead + self.bytes.count else {
      throw .bad("its chunks are too small")
    }
    step = size == 0 ? .trailers : .data(size)
    return end
  }

  /// `*( ";" name [ "=" ( token / quoted-string ) ] )`: read for its end only.
  private func readExtensions(_ bytes: Span<UInt8>, from start: Int) throws(Interruption) -> Int {
    let malformed = Interruption.bad("a chunk's extension is malformed or too long")
    var end = start
    while end < bytes.count, bytes[end] >= ASCII.space { end += 1 }
    guard end - start <= limits.chunkExtension else { throw malformed }
    guard end < bytes.count else { throw .endOfBytes }
    var index = start
    func token() throws(Interruption) {
      let first = index
      index = bytes.end(of: .token, from: first, before: end)
      if index == first { throw malformed }
    }
    while index < end {
      guard bytes[index] == ASCII.semicolon else { throw malformed }
      index += 1
      try token()
      guard index < end, bytes[index] == ASCII.equals else { continue }
      index += 1
      guard index < end, bytes[index] == ASCII.quote else {
        try token()
        continue
      }
      repeat {
        index += 1
      } while index < end && bytes[index] != ASCII.quote
        && bytes[index] != ASCII.backslash && bytes[index] != ASCII.delete
      guard index < end, bytes[index] == ASCII.quote else { throw malformed }
      index += 1
    }
    return end
  }

  /// Trailer fields are checked and dropped.
  private mutating func readTrailer(_ bytes: Span<UInt8>) throws(Interruption) -> Int {
    var end = 0
    while end < bytes.count, bytes[end] >= ASCII.space || bytes[end] == ASCII.tab { end += 1 }
    guard overhead + end <= limits.chunkOverhead + self.bytes.count else {
      throw .failed(.headTooLarge)
    }
    let next = try bytes.lineEnd(at: end, or: "a trailer line does not end with CRLF")
    overhead += next
    if end == 0 {
      step = .end
      return next
    }
    let colon = bytes.end(of: .token, from: 0, before: end)
    let isForbidden =
      bytes.matches(0..<colon, "content-length") || bytes.matches(0..<colon, "transfer-encoding")
      || bytes.matches(0..<colon, "host")
    guard colon > 0, bytes[colon] == ASCII.colon, !isForbidden else {
      throw .bad("a trailer field is malformed or not allowed there")
    }
    return next
  }
}
