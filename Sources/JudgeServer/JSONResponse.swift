import FoundationEssentials
import HTTP

/// `value` as JSON: `cpuTimeUs` becomes `cpu_time_us`, and keys stand in the order of the alphabet so
/// that equal answers are equal bytes.
private func jsonBytes(_ value: some Encodable) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  do {
    return Array(try encoder.encode(value))
  } catch {
    preconditionFailure("the API's own values are encodable: \(error)")
  }
}

extension Response {
  static func encoding(
    _ value: some Encodable, status: Status = 200,
    fields: [(name: StaticString, value: String)] = []
  ) -> Response {
    var response = Response.json(jsonBytes(value), status: status)
    response.fields = fields
    // It may be another one the next time.
    if !fields.contains(where: { $0.name.description == "Cache-Control" }) {
      response.fields.append(("Cache-Control", "no-cache"))
    }
    return response
  }
}

extension CachedAnswer {
  /// A board. `isPrivate`: of what only some may see.
  static func board(_ body: [UInt8], isPrivate: Bool) -> CachedAnswer {
    CachedAnswer(
      body, contentType: "application/json",
      fields: isPrivate
        ? [("Cache-Control", "private, no-cache"), ("Vary", "Authorization")]
        : [("Cache-Control", "no-cache")])
  }

  /// Under a tag made of its content.
  static func encoding(_ value: some Encodable) -> CachedAnswer {
    CachedAnswer(jsonBytes(value), contentType: "application/json")
  }
}
