/// A 200 that is made once and sent often: its fields, its body and the compressed body are ready,
/// and are shared by every connection. Costs a few look-ups and two copies into the socket's buffer.
package final class CachedAnswer: Sendable {
  /// The answer in one coding.
  struct Form: Sendable {
    /// `Content-Type` to `Content-Length`, each line with its end.
    var fields: [UInt8]
    /// The fields of a 304.
    var notModifiedFields: [UInt8]
    var body: [UInt8]
  }

  package let tag: EntityTag
  let contentType: StaticString
  private let gzipTag: EntityTag
  private let plain: Form
  private let gzip: Form?

  /// The uncompressed body.
  package var body: [UInt8] { plain.body }

  /// Compresses `body` when that saves something: takes about 15 us per KB. `tag` names the version,
  /// and is made of the body when it is nil.
  package init(
    _ body: [UInt8], contentType: StaticString, tag: EntityTag? = nil,
    fields: [(name: StaticString, value: String)] = [("Cache-Control", "no-cache")]
  ) {
    let tag = tag ?? EntityTag(of: body)
    self.tag = tag
    self.contentType = contentType
    // Other bytes must have another strong tag (RFC 9110, section 8.8.3.3).
    gzipTag = EntityTag(
      String(decoding: tag.opaque, as: UTF8.self) + "-gzip",
      isWeak: tag.description.hasPrefix("W/"))
    let compressed = Compression.gzip(body)
    let isVaried = compressed != nil
    func form(_ body: [UInt8], _ tag: EntityTag, _ coding: String?) -> Form {
      var kept = fields + [("ETag", tag.description)]
      if isVaried { kept.append(("Vary", "Accept-Encoding")) }
      var own: [(name: StaticString, value: String)] = []
      own.append(("Content-Type", contentType.description))
      if let coding { own.append(("Content-Encoding", coding)) }
      own += kept + [("Content-Length", "\(body.count)")]
      return Form(
        fields: Self.lines(own), notModifiedFields: Self.lines(kept), body: body)
    }
    plain = form(body, tag, nil)
    gzip = compressed.map { [gzipTag] in form($0, gzipTag, "gzip") }
  }

  private static func lines(_ fields: [(name: StaticString, value: String)]) -> [UInt8] {
    let buffer = ByteBuffer()
    for field in fields { buffer.append(field) }
    return buffer.prefix(buffer.count)
  }

  /// What to send for `request`, and whether the client has it already.
  func form(for request: Request) -> (Form, isCurrent: Bool) {
    let isCurrent = request.hasCurrent(tag) || (gzip != nil && request.hasCurrent(gzipTag))
    if let gzip, request.acceptsGzip { return (gzip, isCurrent) }
    return (plain, isCurrent)
  }
}

extension Response {
  package static func cached(_ answer: CachedAnswer) -> Response {
    Response(contentType: answer.contentType, .cached(answer))
  }
}
