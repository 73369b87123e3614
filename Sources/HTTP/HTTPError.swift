/// An answer that is an error: `application/problem+json` (RFC 9457). Handlers throw it; the server
/// makes its own.
package struct HTTPError: Error, Sendable {
  package var status: Status
  /// Stable, for programs: `unknown_problem`.
  package var code: String
  /// For people: a sentence that says what to do.
  package var detail: String
  package var fields: [(name: StaticString, value: String)]

  package init(
    _ status: Status, code: String, _ detail: String,
    fields: [(name: StaticString, value: String)] = []
  ) {
    self.status = status
    self.code = code
    self.detail = detail
    self.fields = fields
  }

  package var response: Response {
    let body =
      "{\"code\":\(jsonString(code)),\"detail\":\(jsonString(detail)),\"status\":\(status.code),"
      + "\"title\":\(jsonString(status.phrase.description)),\"type\":\"about:blank\"}"
    return Response(
      status, contentType: "application/problem+json", fields: fields, .bytes(Array(body.utf8)))
  }
}

/// The errors that the server makes by itself.
extension HTTPError {
  static func badRequest(_ what: String) -> HTTPError {
    HTTPError(400, code: "bad_request", "The request is not valid HTTP/1.1: \(what).")
  }

  package static let notFound = HTTPError(
    404, code: "not_found", "There is nothing at this path; GET / says what there is.")

  static func methodNotAllowed(_ allow: String) -> HTTPError {
    HTTPError(
      405, code: "method_not_allowed", "This path takes \(allow).", fields: [("Allow", allow)])
  }

  static let requestTimeout = HTTPError(
    408, code: "request_timeout", "The request took too long to arrive; send it again.")

  static func bodyTooLarge(_ limit: Int) -> HTTPError {
    HTTPError(
      413, code: "body_too_large",
      "The body is larger than the \(limit) bytes that this path takes; send a smaller one.")
  }

  /// For handlers that must know the size of a body before they take it.
  package static let lengthRequired = HTTPError(
    411, code: "length_required", "Send the body with a Content-Length.")

  /// For handlers: `types` are those that they read.
  package static func unsupportedMediaType(_ types: String) -> HTTPError {
    HTTPError(
      415, code: "unsupported_media_type", "This path takes \(types); say so in Content-Type.",
      fields: [("Accept", types)])
  }

  static func rangeNotSatisfiable(_ size: Int) -> HTTPError {
    HTTPError(
      416, code: "range_not_satisfiable", "The file has \(size) bytes; ask for some of them.",
      fields: [("Content-Range", "bytes */\(size)")])
  }

  /// For handlers: `protocols` as the `Upgrade` field has them.
  package static func upgradeRequired(_ protocols: String) -> HTTPError {
    HTTPError(
      426, code: "upgrade_required", "This path speaks \(protocols) only.",
      fields: [("Upgrade", protocols), ("Connection", "upgrade")])
  }

  static let targetTooLong = HTTPError(
    414, code: "target_too_long", "The path and query are too long.")

  static let expectationFailed = HTTPError(
    417, code: "expectation_failed", "The only expectation that can be met is 100-continue.")

  static let headTooLarge = HTTPError(
    431, code: "head_too_large", "The request has too many or too long header fields.")

  static let serverFailed = HTTPError(
    500, code: "internal_error", "The server failed; that is not your fault. Tell who runs it.")

  static let unknownMethod = HTTPError(
    501, code: "unknown_method", "The method of this request is not known here.")

  static let unsupportedVersion = HTTPError(
    505, code: "unsupported_version", "This server speaks HTTP/1.1 and HTTP/1.0.")
}

/// A JSON string literal of any text.
package func jsonString(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where scalar.value < 32:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
