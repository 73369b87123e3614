#if DEBUG || FUZZING
  @testable import HTTP

  /// What the parser and the body reader make of bytes, without a connection: some hundred thousand
  /// inputs a second.
  struct Reading: ~Copyable {
    /// Everything that came out, as numbers; alike for alike readings.
    private(set) var log: [Int] = []
    private let limits: HTTPLimits
    private let parser: HeadParser
    private let buffer = ByteBuffer(BufferPool(size: 64))
    private var body: BodyReader?
    private var isRefused = false

    init(_ pieces: [ArraySlice<UInt8>], limits: HTTPLimits) {
      self.limits = limits
      parser = HeadParser(limits: limits)
      for piece in pieces {
        buffer.append(Array(piece))
        while !isRefused, step() {}
      }
    }

    /// False when there is nothing to do without more bytes.
    private mutating func step() -> Bool {
      if body != nil {
        switch body?.take(from: buffer) {
        case .incomplete, nil: return false
        case .failed(let error): refuse(error)
        case .complete:
          let bytes = body?.bytes ?? []
          precondition(bytes.count <= limits.body, "a body of \(bytes.count) bytes")
          write(bytes)
          body = nil
        }
        return true
      }
      guard !buffer.isEmpty else { return false }
      switch buffer.withSpan({ parser.parse($0) }) {
      case .incomplete: return false
      case .failed(let error): refuse(error)
      case .complete(let head, let count):
        precondition(count <= limits.head, "a head of \(count) bytes")
        precondition(head.fields.count <= limits.fieldCount, "\(head.fields.count) fields")
        write(head)
        write(buffer.prefix(count))
        buffer.consume(count)
        if case .length(let length) = head.framing, length > limits.body {
          refuse(.bodyTooLarge(limits.body))
        } else {
          body = BodyReader(head.framing, limit: limits.body, limits: limits)
        }
      }
      return true
    }

    private mutating func refuse(_ error: HTTPError) {
      log.append(error.status.code)
      write(error.code.utf8)
      write(error.detail.utf8)
      isRefused = true
    }

    private mutating func write(_ bytes: some Collection<UInt8>) {
      log.append(bytes.count)
      for byte in bytes { log.append(Int(byte)) }
    }

    private mutating func write(_ head: Head) {
      log.append(head.method.hashValue)
      log.append(head.framing.hashValue)
      log.append(head.minorVersion)
      log.append((head.keepsAlive ? 1 : 0) + (head.expectsContinue ? 2 : 0))
      for range in [head.target] + head.fields.flatMap({ [$0.name, $0.value] }) {
        log.append(range.lowerBound)
        log.append(range.upperBound)
      }
    }
  }
#endif
