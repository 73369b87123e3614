import Posix

/// A whole request: the head's own bytes and where its fields lie. Nothing becomes a string until a
/// handler asks for it.
package struct Request: Sendable {
  package let method: Method
  package internal(set) var body: [UInt8]
  private let connectionPeer: PeerAddress
  /// nil unless it came through a trusted proxy.
  var forwarding: Forwarding?
  let id: RequestID
  let head: [UInt8]
  let fields: [Head.Field]
  let pathRange: Range<Int>
  private let queryRange: Range<Int>
  var parameters: [RouteMatch.Parameter]

  init(
    method: Method, head bytes: [UInt8], _ parsed: Head,
    parameters: [RouteMatch.Parameter] = [], body: [UInt8] = [], peer: PeerAddress,
    id: RequestID = .made(0)
  ) {
    self.method = method
    self.parameters = parameters
    self.body = body
    connectionPeer = peer
    self.id = id
    head = bytes
    fields = parsed.fields
    (pathRange, queryRange) = Self.split(parsed.target, bytes.span)
  }

  /// The client's address: `192.0.2.7`, `2001:db8::1`, or `unix`.
  package var peer: String { (forwarding?.client ?? connectionPeer).description }

  /// Whether the client came by https, as a trusted proxy says.
  package var isSecure: Bool { forwarding?.isSecure == true }

  /// Where the client thinks it is: `https://judge.example`, `http://localhost:8080`.
  package var origin: String {
    let host = forwarding?.host ?? self[header: "host"] ?? "localhost"
    return (isSecure ? "https://" : "http://") + host
  }

  /// The same in the answer's `X-Request-Id` and in the logs.
  package var requestID: String { id.text }

  /// Path and query of a target.
  static func split(_ target: Range<Int>, _ bytes: Span<UInt8>) -> (Range<Int>, Range<Int>) {
    for index in target where bytes[index] == ASCII.question {
      return (target.lowerBound..<index, (index + 1)..<target.upperBound)
    }
    return (target, target.upperBound..<target.upperBound)
  }

  /// As it was sent, percent-encoded.
  package var path: String { pathRange.isEmpty ? "/" : head.span.string(pathRange) }

  /// The first field of this name, which must be in lower case.
  package subscript(header name: StaticString) -> String? {
    let bytes = head.span
    for field in fields where bytes.matches(field.name, name) { return bytes.string(field.value) }
    return nil
  }

  /// The values of all fields of this name, which must be in lower case, in order.
  package func values(ofHeader name: StaticString) -> [String] {
    let bytes = head.span
    var values: [String] = []
    for field in fields where bytes.matches(field.name, name) {
      values.append(bytes.string(field.value))
    }
    return values
  }

  /// Media type in lower case, without parameters.
  package var contentType: String? {
    self[header: "content-type"].map { value in
      String(value.prefix { $0 != ";" && $0 != " " }).lowercased()
    }
  }

  /// A parameter of the path, decoded; nil when there is none, or when it is not UTF-8.
  package func parameter(_ name: String) -> String? {
    guard let parameter = parameters.first(where: { $0.name == name }) else { return nil }
    return PercentCoding.decode(head[parameter.range], plusIsSpace: false)
  }

  /// The names in the query, decoded, in order.
  package var queryNames: [String] { queryRange.isEmpty ? [] : queryItems.map { $0.name ?? "" } }

  /// A parameter of the query, decoded; nil when it is not given. 400 when it is given twice, or is
  /// not percent-encoded UTF-8.
  package func query(_ name: String) throws(HTTPError) -> String? {
    let items = queryItems.filter { $0.name == name }
    guard let item = items.first else { return nil }
    guard items.count == 1 else {
      throw HTTPError(
        400, code: "invalid_query", "The query parameter \"\(name)\" is given more than once.")
    }
    guard let value = item.value else {
      throw HTTPError(
        400, code: "invalid_query",
        "The query parameter \"\(name)\" is not valid; percent-encode it as UTF-8.")
    }
    return value
  }

  private var queryItems: [(name: String?, value: String?)] {
    head[queryRange].split(separator: UInt8(ascii: "&")).map { item in
      let equals = item.firstIndex(of: ASCII.equals) ?? item.endIndex
      return (
        PercentCoding.decode(item[..<equals], plusIsSpace: true),
        PercentCoding.decode(item[min(equals + 1, item.endIndex)...], plusIsSpace: true)
      )
    }
  }
}

enum PercentCoding {
  /// nil when an escape is broken or the result is not UTF-8.
  static func decode(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool) -> String? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == ASCII.percent {
        guard let high = rest.popFirst().flatMap(ASCII.hexDigit),
          let low = rest.popFirst().flatMap(ASCII.hexDigit)
        else { return nil }
        decoded.append(UInt8(high << 4 | low))
      } else {
        decoded.append(byte == ASCII.plus && plusIsSpace ? ASCII.space : byte)
      }
    }
    return String(validating: decoded, as: UTF8.self)
  }
}
