/// What a request is called in the answer and in the logs: what the client or a proxy called it, when
/// that is short and plain, or a number that no other request has.
enum RequestID: Sendable, Hashable {
  case given(String)
  case made(UInt64)

  /// 16 digits for a made one.
  var text: String {
    switch self {
    case .given(let text): text
    case .made(let number): Self.padded(String(number, radix: 16))
    }
  }

  private static func padded(_ digits: String) -> String {
    String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// Characters that cannot hurt in a header field, a log or a shell.
  private static let allowed = ByteSet(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.:")
  private static let longest = 64

  /// The `X-Request-Id` of a head; nil when there is none or it is not sane.
  static func given(_ fields: [Head.Field], in bytes: Span<UInt8>) -> RequestID? {
    for field in fields where bytes.matches(field.name, "x-request-id") {
      guard (1...longest).contains(field.value.count) else { return nil }
      for index in field.value where !allowed.contains(bytes[index]) { return nil }
      return .given(bytes.string(field.value))
    }
    return nil
  }
}

extension ByteBuffer {
  func append(_ id: RequestID) {
    append("X-Request-Id: ")
    switch id {
    case .given(let text): append(text)
    case .made(let number): append(hex: number, digits: 16)
    }
    append("\r\n")
  }
}
