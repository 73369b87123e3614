import CZlib
import Dispatch

/// gzip (RFC 1952) for bodies that are worth it.
enum Compression {
  /// Bodies of fewer bytes fit into a packet or two either way.
  static let minimum = 1024

  /// nil when nothing is saved. Costs about 15 us per KB of `bytes`.
  static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= minimum, bytes.count <= Int(UInt32.max) else { return nil }
    var stream = unsafe z_stream()
    // 16 more than the window's bits asks for gzip's own frame.
    guard
      unsafe deflateInit2_(
        &stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { unsafe deflateEnd(&stream) }
    var isWhole = false
    // One that does not fit into this saves nothing.
    let room = bytes.count * 9 / 10
    let result = unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
      unsafe bytes.withUnsafeBufferPointer { input in
        unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.avail_in = UInt32(input.count)
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(output.count)
        isWhole = unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END
        count = unsafe output.count - Int(stream.avail_out)
      }
    }
    return isWhole ? result : nil
  }

  /// A large answer, compressed elsewhere than on the caller's loop if the client takes that. Answers
  /// of handlers that wait anyway are treated so.
  static func applied(to response: Response, for request: Request) async -> Response {
    guard case .bytes(let bytes) = response.body, bytes.count >= minimum, response.status.hasBody,
      let type = response.contentType?.description, isText(type),
      !response.fields.contains(where: { $0.name.description == "Content-Encoding" })
    else { return response }
    var response = response
    response.fields.append(("Vary", "Accept-Encoding"))
    guard request.acceptsGzip, request.method != .head else { return response }
    let compressed = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { @Sendable in continuation.resume(returning: gzip(bytes)) }
    }
    guard let compressed else { return response }
    response.fields.append(("Content-Encoding", "gzip"))
    // The bytes are other ones than those that the tag was made for.
    response.tag = response.tag.map {
      EntityTag(String(decoding: $0.opaque, as: UTF8.self), isWeak: true)
    }
    for index in response.fields.indices
    where response.fields[index].name.description == "ETag"
      && response.fields[index].value.hasPrefix("\"")
    {
      response.fields[index].value = "W/" + response.fields[index].value
    }
    response.body = .bytes(compressed)
    return response
  }

  private static func isText(_ type: String) -> Bool {
    type.hasPrefix("text/") || type.hasPrefix("application/json")
      || type.hasPrefix("application/javascript") || type.hasPrefix("image/svg")
  }
}

extension Request {
  /// By Accept-Encoding, with its weights (RFC 9110, section 12.5.3). Without the field a client is
  /// taken to be a simple one.
  var acceptsGzip: Bool {
    let bytes = head.span
    var byName: Bool?
    var byAsterisk = false
    for field in fields where bytes.matches(field.name, "accept-encoding") {
      for member in listMembers(field.value, bytes) {
        var end = member.lowerBound
        while end < member.upperBound, ByteSet.token.contains(bytes[end]) { end += 1 }
        let isWanted = !Self.isWeightZero(end..<member.upperBound, bytes)
        let coding = member.lowerBound..<end
        if bytes.matches(coding, "gzip") || bytes.matches(coding, "x-gzip") {
          byName = isWanted
        } else if bytes.matches(coding, "*") {
          byAsterisk = isWanted
        }
      }
    }
    return byName ?? byAsterisk
  }

  /// Whether `; q=0.000` stands there. Anything that is no weight counts as zero.
  private static func isWeightZero(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var rest: ArraySlice<UInt8> = []
    for index in range where bytes[index] != ASCII.space && bytes[index] != ASCII.tab {
      rest.append(ASCII.lowercased(bytes[index]))
    }
    guard !rest.isEmpty else { return false }
    guard rest.starts(with: Array(";q=".utf8)) else { return true }
    rest = rest.dropFirst(3)
    let isNumber = rest.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: ".") }
    return !isNumber || rest.allSatisfy { $0 == ASCII.zero || $0 == UInt8(ascii: ".") }
  }
}
