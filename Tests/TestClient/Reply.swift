import Domain
import FoundationEssentials

/// What a server answered.
package struct Reply: Sendable {
  package var status: Int
  /// By lower-case name.
  package var fields: [String: String]
  package var body: [UInt8]

  package var text: String { String(decoding: body, as: UTF8.self) }

  /// The body as JSON; null when it is none.
  package var json: JSONValue {
    (try? JSONDecoder().decode(JSONValue.self, from: Data(body))) ?? .null
  }
}

extension JSONValue {
  package subscript(key: String) -> JSONValue {
    if case .object(let object) = self { object[key] ?? .null } else { .null }
  }

  package subscript(index: Int) -> JSONValue {
    if case .array(let array) = self, array.indices.contains(index) { array[index] } else { .null }
  }

  package var elements: [JSONValue] { if case .array(let array) = self { array } else { [] } }
}
