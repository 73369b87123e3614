/// Collects a request's body, of either framing, as it arrives.
struct BodyReader: Sendable {
  private enum Step: Sendable {
    case size
    case data(Int)
    case dataEnd, trailers
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
  private var overhead = 0

  /// `limit`: what the route takes.
  init(_ framing: Head.Framing, limit: Int, limits: HTTPLimits) {
    self.limit = limit
    self.limits = limits
    switch framing {
    case .length(let length):
      isChunked = false
      step = .data(length)
      bytes.reserveCapacity(min(length, 64 << 10))
    case .chunked:
      isChunked = true
      step = .size
    case .none:
      isChunked = false
      step = .data(0)
    }
  }

  /// Takes what it can from the front of `buffer`.
  mutating func take(from buffer: inout ByteBuffer) -> Outcome {
    while true {
      if case .data(let left) = step {
        let count = min(left, buffer.count)
        if count > 0 {
          bytes += buffer.prefix(count)
          buffer.consume(count)
        }
        guard count == left else {
          step = .data(left - count)
          return .incomplete
        }
        if !isChunked { return .complete }
        step = .dataEnd
      }
      let line = buffer.withSpan { readLine($0) }
      switch line {
      case .incomplete: return .incomplete
      case .failed(let error): return .failed(error)
      case .complete(let used):
        let wasLast = isLastLine
        buffer.consume(used)
        if wasLast { return .complete }
      }
    }
  }

  private enum Line {
    case incomplete
    case failed(HTTPError)
    /// Bytes that the line took.
    case complete(Int)
  }

  private var isLastLine = false

  /// Whatever stands between the data of two chunks (RFC 9112, section 7.1).
  private mutating func readLine(_ bytes: Span<UInt8>) -> Line {
    switch step {
    case .size: readSize(bytes)
    case .dataEnd: readDataEnd(bytes)
    case .trailers: readTrailer(bytes)
    case .data: .complete(0)
    }
  }

  private mutating func readSize(_ bytes: Span<UInt8>) -> Line {
    var index = 0
    var size = 0
    while index < bytes.count, let digit = ASCII.hexDigit(bytes[index]) {
      guard index < 8 else { return .failed(.badRequest("a chunk's size has too many digits")) }
      size = size << 4 | digit
      index += 1
    }
    guard index < bytes.count else { return .incomplete }
    guard index > 0 else { return .failed(.badRequest("a chunk has no size")) }
    if bytes[index] == ASCII.semicolon {
      let end = ChunkExtension.end(bytes, from: index)
      guard (end ?? bytes.count) - index <= limits.chunkExtension, end != 0 else {
        return .failed(.badRequest("a chunk's extension is malformed or too long"))
      }
      guard let end else { return .incomplete }
      index = end
    }
    guard bytes[index] == ASCII.carriageReturn else {
      return .failed(.badRequest("a chunk's size does not end with CRLF"))
    }
    guard index + 1 < bytes.count else { return .incomplete }
    guard bytes[index + 1] == ASCII.lineFeed else {
      return .failed(.badRequest("a chunk's size does not end with CRLF"))
    }
    overhead += index + 2
    guard self.bytes.count + size <= limit else { return .failed(.bodyTooLarge(limit)) }
    guard overhead <= limits.chunkOverhead + self.bytes.count else {
      return .failed(.badRequest("its chunks are too small"))
    }
    step = size == 0 ? .trailers : .data(size)
    return .complete(index + 2)
  }

  private mutating func readDataEnd(_ bytes: Span<UInt8>) -> Line {
    guard bytes.count > 0 else { return .incomplete }
    guard bytes[0] == ASCII.carriageReturn, bytes.count < 2 || bytes[1] == ASCII.lineFeed else {
      return .failed(.badRequest("a chunk is longer than its size says"))
    }
    guard bytes.count >= 2 else { return .incomplete }
    step = .size
    return .complete(2)
  }

  /// Trailer fields are checked and dropped.
  private mutating func readTrailer(_ bytes: Span<UInt8>) -> Line {
    var end = 0
    while end < bytes.count, bytes[end] >= ASCII.space || bytes[end] == ASCII.tab { end += 1 }
    guard overhead + end <= limits.chunkOverhead + self.bytes.count else {
      return .failed(.headTooLarge)
    }
    guard end < bytes.count else { return .incomplete }
    guard bytes[end] == ASCII.carriageReturn,
      end + 1 >= bytes.count || bytes[end + 1] == ASCII.lineFeed
    else { return .failed(.badRequest("a trailer line does not end with CRLF")) }
    guard end + 1 < bytes.count else { return .incomplete }
    if end == 0 {
      isLastLine = true
      return .complete(2)
    }
    var colon = 0
    while colon < end, ByteSet.token.contains(bytes[colon]) { colon += 1 }
    guard colon > 0, bytes[colon] == ASCII.colon,
      !bytes.matches(0..<colon, "content-length"), !bytes.matches(0..<colon, "transfer-encoding"),
      !bytes.matches(0..<colon, "host")
    else { return .failed(.badRequest("a trailer field is malformed or not allowed there")) }
    overhead += end + 2
    return .complete(end + 2)
  }
}

/// `*( ";" name [ "=" ( token / quoted-string ) ] )`: read for its end only.
private enum ChunkExtension {
  /// Index of the byte after; nil when more bytes are needed, 0 when it is malformed.
  static func end(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    while index < bytes.count, bytes[index] == ASCII.semicolon {
      index += 1
      guard let name = token(bytes, from: index) else { return nil }
      guard name > index else { return 0 }
      index = name
      guard bytes[index] == ASCII.equals else { continue }
      index += 1
      guard index < bytes.count else { return nil }
      if bytes[index] == ASCII.quote {
        index += 1
        while index < bytes.count, bytes[index] != ASCII.quote {
          let byte = bytes[index]
          if byte < ASCII.space || byte == ASCII.delete || byte == ASCII.backslash { return 0 }
          index += 1
        }
        guard index < bytes.count else { return nil }
        index += 1
      } else {
        guard let value = token(bytes, from: index) else { return nil }
        guard value > index else { return 0 }
        index = value
      }
    }
    return index < bytes.count ? index : nil
  }

  private static func token(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    while index < bytes.count, ByteSet.token.contains(bytes[index]) { index += 1 }
    return index < bytes.count ? index : nil
  }
}
