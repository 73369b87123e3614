/// An answer.
package struct Response: Sendable {
  package enum Body: Sendable {
    case empty
    case bytes([UInt8])
    /// Prepared: fields and body; the status is 200.
    case cached(CachedAnswer)
    /// A file, or a part of it.
    case file(FileBody)
    /// Written piece by piece; ends when the function returns.
    case stream(@Sendable (BodyWriter) async throws -> Void)
    /// Server-sent events; see `Response.events`.
    case events(EventSubscription)

    /// What the client gets, when that is known and before it is compressed.
    package var bytes: [UInt8]? {
      switch self {
      case .empty: []
      case .bytes(let bytes): bytes
      case .cached(let answer): answer.body
      case .file, .stream, .events: nil
      }
    }
  }

  package var status: Status
  /// nil for an answer without content.
  package var contentType: StaticString?
  /// The version of the content: a client that has it gets 304 instead.
  package var tag: EntityTag?
  /// Further fields. Values must not hold control characters; one that does is left empty.
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
