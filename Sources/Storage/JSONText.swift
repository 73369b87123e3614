import Domain
import FoundationEssentials

/// JSON in a column of text: keys in the order of the alphabet, so that equal values are equal texts.
enum JSONText {
  static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw corruption
    }
  }

  /// An object of any values: where a decoder would have to try what each of them is.
  static func object(from text: String) throws -> [String: JSONValue] {
    guard case .object(let object)? = try? JSONParser.parse(Array(text.utf8)) else {
      throw corruption
    }
    return object
  }

  private static let corruption = StorageError.corrupt("a text that is not the JSON it should be")
}
