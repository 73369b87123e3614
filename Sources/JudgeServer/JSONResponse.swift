import FoundationEssentials
import HTTP

extension Response {
  /// `value` as JSON: `cpuTimeUs` becomes `cpu_time_us`, and keys stand in the order of the alphabet
  /// so that equal answers are equal bytes.
  static func encoding(
    _ value: some Encodable, status: Status = 200,
    fields: [(name: StaticString, value: String)] = []
  ) -> Response {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      var response = Response.json(Array(try encoder.encode(value)), status: status)
      response.fields += fields
      return response
    } catch {
      preconditionFailure("the API's own values are encodable: \(error)")
    }
  }
}
