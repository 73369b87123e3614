@testable import HTTP

/// What bytes on a connection turned out to be.
enum Parsed: Hashable, Sendable {
  case request(Message)
  case refused(Int, String)
  /// The bytes end in the middle of a request.
  case unfinished
}

/// A request in the words of a test.
struct Message: Hashable, Sendable {
  var method = Method.Named.routable(.get)
  var target = "/"
  var minorVersion = 1
  /// `Host: a`.
  var fields = ["Host: a"]
  var body = ""
  var keepsAlive = true
  var expectsContinue = false
}

extension Message {
  init(_ head: Head, in bytes: [UInt8]) {
    let span = bytes.span
    method = head.method
    target = span.string(head.target)
    minorVersion = head.minorVersion
    fields = head.fields.map { span.string($0.name) + ": " + span.string($0.value) }
    keepsAlive = head.keepsAlive
    expectsContinue = head.expectsContinue
  }
}

/// Reads requests as a connection does, but without a socket: bytes in, values out.
struct WireReader: ~Copyable {
  private let limits: HTTPLimits
  private let parser: HeadParser
  private let buffer = ByteBuffer(BufferPool(size: 64))
  private var open: (message: Message, reader: BodyReader)?
  private var isRefused = false
  private var parsed: [Parsed] = []
  /// The longest head and body that were let through.
  private(set) var longest = (head: 0, body: 0)

  init(limits: HTTPLimits = HTTPLimits()) {
    self.limits = limits
    parser = HeadParser(limits: limits)
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    buffer.append(Array(bytes))
    while !isRefused, step() {}
  }

  /// Everything that came out, when no more bytes come.
  var results: [Parsed] {
    let isBetween = isRefused || (open == nil && buffer.isEmpty)
    return isBetween ? parsed : parsed + [.unfinished]
  }

  private mutating func step() -> Bool {
    if let message = open?.message {
      switch open?.reader.take(from: buffer) {
      case .incomplete, nil: return false
      case .failed(let error): refuse(error)
      case .complete: finish(message)
      }
      return true
    }
    guard !buffer.isEmpty else { return false }
    switch buffer.withSpan({ parser.parse($0) }) {
    case .incomplete: return false
    case .failed(let error): refuse(error)
    case .complete(let head, let count):
      longest.head = max(longest.head, count)
      let message = Message(head, in: buffer.prefix(count))
      buffer.consume(count)
      if case .length(let length) = head.framing, length > limits.body {
        refuse(.bodyTooLarge(limits.body))
      } else {
        open = (message, BodyReader(head.framing, limit: limits.body, limits: limits))
      }
    }
    return true
  }

  private mutating func finish(_ message: Message) {
    var message = message
    let bytes = open?.reader.bytes ?? []
    message.body = String(decoding: bytes, as: UTF8.self)
    longest.body = max(longest.body, bytes.count)
    parsed.append(.request(message))
    open = nil
  }

  private mutating func refuse(_ error: HTTPError) {
    parsed.append(.refused(error.status.code, error.code))
    isRefused = true
  }
}

extension WireReader {
  /// What the pieces are when they arrive one after the other.
  static func read(_ pieces: [ArraySlice<UInt8>], limits: HTTPLimits = HTTPLimits()) -> [Parsed] {
    var reader = WireReader(limits: limits)
    for piece in pieces { reader.feed(piece) }
    return reader.results
  }

  static func read(_ text: String, limits: HTTPLimits = HTTPLimits()) -> [Parsed] {
    read([Array(text.utf8)[...]], limits: limits)
  }

  /// Where the network may cut the text so that it becomes something else: byte by byte, or in two
  /// at any point.
  static func cuts(of text: String, limits: HTTPLimits, besides expected: [Parsed]) -> [String] {
    let bytes = Array(text.utf8)
    var differing: [String] = []
    if read(bytes.indices.map { bytes[$0...$0] }, limits: limits) != expected {
      differing.append("byte by byte")
    }
    for index in bytes.indices.dropFirst()
    where read([bytes[..<index], bytes[index...]], limits: limits) != expected {
      differing.append("at \(index)")
    }
    return differing
  }
}
