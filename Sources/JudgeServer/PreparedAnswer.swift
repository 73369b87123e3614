import Crypto
import HTTP

/// A JSON answer that is made once and sent often. Its ETag is made of the content: equal answers
/// have equal ones, in the next life of the server too, and a tag tells nothing that the answer does
/// not.
package struct PreparedAnswer: Sendable {
  package let body: [UInt8]
  private let tag: String
  /// Of what only some may see.
  private let isPrivate: Bool

  init(_ body: [UInt8], isPrivate: Bool) {
    self.body = body
    self.isPrivate = isPrivate
    let digits = Array("0123456789abcdef".utf8)
    let hash = SHA256.hash(data: body).prefix(12).flatMap {
      [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
    }
    tag = "\"" + String(decoding: hash, as: UTF8.self) + "\""
  }

  /// 304 when the client has it already.
  func response(to request: Request) -> Response {
    var response: Response
    if let known = request[header: "if-none-match"], known == "*" || known.contains(tag) {
      response = Response(304)
    } else {
      response = .json(body)
    }
    response.fields = [
      ("ETag", tag), ("Cache-Control", isPrivate ? "private, no-cache" : "no-cache"),
    ]
    if isPrivate { response.fields.append(("Vary", "Authorization")) }
    return response
  }
}
