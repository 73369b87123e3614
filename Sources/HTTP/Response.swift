/// An answer.
package struct Response: Sendable {
  package enum Body: Sendable {
    case empty
    case bytes([UInt8])
    /// Written piece by piece; ends when the function returns.
    case stream(@Sendable (BodyWriter) async throws -> Void)
  }

  package var status: Status
  /// nil for an answer without content.
  package var contentType: StaticString?
  /// Further fields. Values must not hold line breaks; those are cut out.
  package var fields: [(name: StaticString, value: String)]
  package var body: Body

  package init(
    _ status: Status = 200, contentType: StaticString? = nil,
    fields: [(name: StaticString, value: String)] = [], _ body: Body = .empty
  ) {
    self.status = status
    self.contentType = contentType
    self.fields = fields
    self.body = body
  }

  package static func json(_ bytes: [UInt8], status: Status = 200) -> Response {
    Response(status, contentType: "application/json", .bytes(bytes))
  }

  package static func text(_ text: String, status: Status = 200) -> Response {
    Response(status, contentType: "text/plain; charset=utf-8", .bytes(Array(text.utf8)))
  }
}

/// How an answer's body ends on the wire.
enum ResponseFraming: Sendable, Hashable {
  case length(Int)
  case chunked
  /// HTTP/1.0 knows no chunks.
  case untilClose
}

extension ByteBuffer {
  /// Appends the head of an answer.
  mutating func append(
    headOf response: Response, framing: ResponseFraming, date: DateStamp, keepsAlive: Bool,
    minorVersion: Int
  ) {
    append("HTTP/1.1 ")
    append(decimal: response.status.code)
    append(" ")
    append(response.status.phrase)
    append("\r\n")
    append(date.field)
    if let contentType = response.contentType {
      append("Content-Type: ")
      append(contentType)
      append("\r\n")
    }
    for field in response.fields {
      append(field.name)
      append(": ")
      // A line break in a value would let whoever chose the value write fields of his own.
      append(field.value.contains(where: \.isNewline) ? "" : field.value)
      append("\r\n")
    }
    if response.status.hasBody {
      switch framing {
      case .length(let length):
        append("Content-Length: ")
        append(decimal: length)
        append("\r\n")
      case .chunked: append("Transfer-Encoding: chunked\r\n")
      case .untilClose: break
      }
    }
    if !keepsAlive {
      append("Connection: close\r\n")
    } else if minorVersion == 0 {
      append("Connection: keep-alive\r\n")
    }
    append("\r\n")
  }
}
