/// Reads a request head, strictly: whatever two servers could read in two ways is refused (bare LF,
/// obs-fold, space before a colon, control bytes, doubtful framing). Bytes in, value out.
///
/// Source: RFC 9112, sections 2, 3, 5, 6; RFC 9110, sections 5 and 7.
struct HeadParser: Sendable {
  let limits: HTTPLimits

  enum Outcome {
    /// More bytes are needed.
    case incomplete
    case failed(HTTPError)
    /// The head and how many bytes it took.
    case complete(Head, Int)
  }

  /// Parses the head at the front of `bytes`. Costs O(bytes) at each call; a head is at most
  /// `limits.head` long.
  func parse(_ bytes: Span<UInt8>) -> Outcome {
    // What stands after the limit must not matter: on another day it arrives later.
    let bytes = bytes.extracting(0..<min(bytes.count, limits.head))
    var cursor = Cursor(limits: limits)
    do throws(Interruption) {
      try cursor.readHead(bytes)
      return .complete(cursor.head, cursor.index)
    } catch {
      switch error {
      case .failed(let error): return .failed(error)
      case .endOfBytes:
        return bytes.count == limits.head ? .failed(.headTooLarge) : .incomplete
      }
    }
  }
}

/// The parser's place in the bytes, and what it knows so far.
private struct Cursor {
  let limits: HTTPLimits
  var head = Head()
  var index = 0
  private var host: Range<Int>?
  private var length: Int?
  private var isChunked = false

  init(limits: HTTPLimits) {
    self.limits = limits
    head.fields.reserveCapacity(16)
  }

  mutating func readHead(_ bytes: Span<UInt8>) throws(Interruption) {
    // One empty line before the request line is tolerated (RFC 9112, section 2.2).
    if bytes.count > 0, bytes[0] == ASCII.carriageReturn {
      guard bytes.count > 1 else { throw .endOfBytes }
      if bytes[1] == ASCII.lineFeed { index = 2 }
    }
    try readRequestLine(bytes)
    while try readField(bytes) {}
    try checkHost(bytes)
    try decideFraming()
  }

  // MARK: request line

  private mutating func readRequestLine(_ bytes: Span<UInt8>) throws(Interruption) {
    guard let method = try read(ByteSet.token, bytes, upTo: 32) else {
      throw .bad("the method is too long")
    }
    guard !method.isEmpty, bytes[index] == ASCII.space else {
      throw .bad("it does not start with a method and one space")
    }
    head.method = Method.Named(method, in: bytes)
    index += 1
    guard let target = try read(ByteSet.target, bytes, upTo: limits.target) else {
      throw .failed(.targetTooLong)
    }
    guard !target.isEmpty, bytes[index] == ASCII.space else {
      throw .bad("the target is empty or has a character that must be percent-encoded")
    }
    index += 1
    try readVersion(bytes)
    head.target = try pathAndQuery(target, bytes)
  }

  private mutating func readVersion(_ bytes: Span<UInt8>) throws(Interruption) {
    let name = index..<min(index + 5, bytes.count)
    guard bytes.begins(name, "HTTP/") else {
      throw .bad("the request line does not end with HTTP/1.1")
    }
    guard index + 10 <= bytes.count else { throw .endOfBytes }
    guard ASCII.isDigit(bytes[index + 5]), bytes[index + 6] == UInt8(ascii: "."),
      ASCII.isDigit(bytes[index + 7]), bytes[index + 8] == ASCII.carriageReturn,
      bytes[index + 9] == ASCII.lineFeed
    else { throw .bad("the request line does not end with HTTP/1.1 and CRLF") }
    guard bytes[index + 5] == UInt8(ascii: "1") else { throw .failed(.unsupportedVersion) }
    head.minorVersion = bytes[index + 7] == ASCII.zero ? 0 : 1
    head.keepsAlive = head.minorVersion == 1
    index += 10
  }

  /// Origin form, absolute form reduced to its path, or `*` for OPTIONS (RFC 9112, section 3.2).
  private func pathAndQuery(
    _ target: Range<Int>, _ bytes: Span<UInt8>
  ) throws(Interruption) -> Range<Int> {
    if bytes[target.lowerBound] == ASCII.slash { return target }
    if target.count == 1, bytes[target.lowerBound] == ASCII.asterisk,
      head.method == .routable(.options)
    {
      return target
    }
    // CONNECT names an authority; it is refused later, by its method.
    guard case .routable = head.method else { return target }
    let scheme = target.lowerBound..<min(target.lowerBound + 7, target.upperBound)
    guard bytes.matches(scheme, "http://") else {
      throw .bad("the target is neither a path nor an http URL")
    }
    var end = scheme.upperBound
    while end < target.upperBound, bytes[end] != ASCII.slash, bytes[end] != ASCII.question {
      end += 1
    }
    guard HostName.isValid(scheme.upperBound..<end, bytes) else {
      throw .bad("the URL in the request line has no valid host")
    }
    return end..<target.upperBound
  }

  // MARK: fields

  /// False after the empty line.
  private mutating func readField(_ bytes: Span<UInt8>) throws(Interruption) -> Bool {
    guard index < bytes.count else { throw .endOfBytes }
    if bytes[index] == ASCII.carriageReturn {
      index = try bytes.lineEnd(at: index, or: "a CR stands without LF")
      return false
    }
    guard ByteSet.token.contains(bytes[index]) else {
      throw .bad("a line starts with a space or another character that no field name has")
    }
    guard let name = try read(ByteSet.token, bytes, upTo: limits.head) else {
      throw .failed(.headTooLarge)
    }
    guard bytes[index] == ASCII.colon else {
      throw .bad("a header line has no colon right after its name")
    }
    index += 1
    let start = index
    while index < bytes.count, isFieldValue(bytes[index]) { index += 1 }
    guard index < bytes.count else { throw .endOfBytes }
    guard bytes[index] == ASCII.carriageReturn else {
      throw .bad("a header value has a control character or a bare LF")
    }
    let value = bytes.trimmed(start..<index)
    index = try bytes.lineEnd(at: index, or: "a CR stands without LF")
    guard head.fields.count < limits.fieldCount else { throw .failed(.headTooLarge) }
    head.fields.append(Head.Field(name: name, value: value))
    try interpret(name, value, bytes)
    return true
  }

  /// The few fields that shape the message itself.
  private mutating func interpret(
    _ name: Range<Int>, _ value: Range<Int>, _ bytes: Span<UInt8>
  ) throws(Interruption) {
    switch name.count {
    case 4 where bytes.matches(name, "host"):
      guard host == nil else { throw .bad("there is more than one Host") }
      host = value
    case 6 where bytes.matches(name, "expect"):
      guard bytes.matches(value, "100-continue") else { throw .failed(.expectationFailed) }
      head.expectsContinue = head.minorVersion == 1
    case 10 where bytes.matches(name, "connection"):
      // The one that is common, without a list.
      if head.minorVersion == 1, bytes.matches(value, "keep-alive") { return }
      for member in listMembers(value, bytes) {
        if bytes.matches(member, "close") {
          head.keepsAlive = false
        } else if head.minorVersion == 0, bytes.matches(member, "keep-alive") {
          head.keepsAlive = true
        }
      }
    case 14 where bytes.matches(name, "content-length"):
      guard length == nil else { throw .bad("there is more than one Content-Length") }
      guard (1...15).contains(value.count) else { throw .bad("the Content-Length is no number") }
      var number = 0
      for position in value {
        guard ASCII.isDigit(bytes[position]) else { throw .bad("the Content-Length is no number") }
        number = number * 10 + Int(bytes[position] - ASCII.zero)
      }
      length = number
    case 17 where bytes.matches(name, "transfer-encoding"):
      guard head.minorVersion == 1 else { throw .bad("HTTP/1.0 has no Transfer-Encoding") }
      guard !isChunked, bytes.matches(value, "chunked") else {
        throw .bad("the only Transfer-Encoding is a single \"chunked\"")
      }
      isChunked = true
    default: break
    }
  }

  private func checkHost(_ bytes: Span<UInt8>) throws(Interruption) {
    guard let host else {
      if head.minorVersion == 0 { return }
      throw .bad("there is no Host")
    }
    guard HostName.isValid(host, bytes) else { throw .bad("the Host is not valid") }
  }

  private mutating func decideFraming() throws(Interruption) {
    if isChunked, length != nil {
      throw .bad("it has both Content-Length and Transfer-Encoding")
    }
    head.framing = isChunked ? .chunked : (length ?? 0) > 0 ? .length(length ?? 0) : .none
  }

  // MARK: pieces

  /// The run of bytes of `set` here; nil when it is longer than `limit`. At its end is another byte.
  private mutating func read(
    _ set: ByteSet, _ bytes: Span<UInt8>, upTo limit: Int
  ) throws(Interruption) -> Range<Int>? {
    let start = index
    index = bytes.end(of: set, from: start, before: bytes.count)
    if index - start > limit { return nil }
    guard index < bytes.count else { throw .endOfBytes }
    return start..<index
  }
}

@inline(__always) private func isFieldValue(_ byte: UInt8) -> Bool {
  byte >= ASCII.space ? byte != ASCII.delete : byte == ASCII.tab
}

/// The members of a comma-separated list, without the white space around them.
func listMembers(_ value: Range<Int>, _ bytes: Span<UInt8>) -> [Range<Int>] {
  var members: [Range<Int>] = []
  var index = value.lowerBound
  while index < value.upperBound {
    var end = index
    while end < value.upperBound, bytes[end] != ASCII.comma { end += 1 }
    let member = bytes.trimmed(index..<end)
    if !member.isEmpty { members.append(member) }
    index = end + 1
  }
  return members
}
