/// How an answer's body ends on the wire.
enum ResponseFraming: Sendable, Hashable {
  case length(Int)
  case chunked
  /// HTTP/1.0 knows no chunks.
  case untilClose
}

/// What a connection adds to the head of an answer.
struct ResponseSetting: Sendable {
  var date: DateStamp
  var id: RequestID?
  var keepsAlive: Bool
  var minorVersion: Int
}

extension ByteBuffer {
  /// Appends the head of an answer.
  func append(
    headOf response: Response, framing: ResponseFraming, _ setting: ResponseSetting
  ) {
    appendStart(response.status, setting)
    if let contentType = response.contentType {
      append("Content-Type: ")
      append(contentType)
      append("\r\n")
    }
    if let tag = response.tag { append(("ETag", tag.description)) }
    for field in response.fields { append(field) }
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
    appendEnd(setting)
  }

  /// Appends the head of a prepared answer; `fields` of the response come after those of the form.
  func append(
    _ status: Status, _ prepared: [UInt8], _ fields: [(name: StaticString, value: String)],
    _ setting: ResponseSetting
  ) {
    appendStart(status, setting)
    append(prepared)
    for field in fields { append(field) }
    appendEnd(setting)
  }

  func append(_ field: (name: StaticString, value: String)) {
    append(field.name)
    append(": ")
    // A line break in a value would let whoever chose the value write fields of his own.
    let isSafe = field.value.utf8.allSatisfy { $0 >= 32 ? $0 != 127 : $0 == ASCII.tab }
    if isSafe { append(field.value) }
    append("\r\n")
  }

  private func appendStart(_ status: Status, _ setting: ResponseSetting) {
    if status == 200 {
      append("HTTP/1.1 200 OK\r\n")
    } else {
      append("HTTP/1.1 ")
      append(decimal: status.code)
      append(" ")
      append(status.phrase)
      append("\r\n")
    }
    append(setting.date.field)
  }

  private func appendEnd(_ setting: ResponseSetting) {
    if let id = setting.id { append(id) }
    if !setting.keepsAlive {
      append("Connection: close\r\n")
    } else if setting.minorVersion == 0 {
      append("Connection: keep-alive\r\n")
    }
    append("\r\n")
  }
}
