import Domain

/// The short notation of `OpenAPIPart`, spelled out.
enum OpenAPINotation {
  /// Examples stay as they are.
  private static let literal: Set<String> = ["example", "examples", "const", "enum", "default"]

  static func expanded(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let values): return .array(values.map(expanded))
    case .object(var members):
      let fields = members.removeValue(forKey: "fields")?.object
      let takes = members.removeValue(forKey: "takes")?.object
      let json = members.removeValue(forKey: "json")?.string
      for (key, member) in members where !literal.contains(key) {
        members[key] = key == "$ref" ? reference(member) : expanded(member)
      }
      if let fields = fields ?? takes {
        members.merge(object(fields, isSent: takes != nil)) { own, _ in own }
      }
      if let json {
        var content = members["content"]?.object ?? [:]
        content["application/json"] = ["schema": schema(.string(json))]
        members["content"] = .object(content)
      }
      return .object(members)
    default: return value
    }
  }

  /// `isSent`: by a client.
  private static func object(
    _ fields: [String: JSONValue], isSent: Bool
  ) -> [String: JSONValue] {
    var properties: [String: JSONValue] = [:]
    var required: [JSONValue] = []
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
      if !name.hasSuffix("?") {
        properties[name] = schema(value)
        required.append(.string(name))
      } else if isSent {
        properties[String(name.dropLast())] = ["anyOf": [schema(value), ["type": "null"]]]
      } else {
        properties[String(name.dropLast())] = schema(value)
      }
    }
    var members: [String: JSONValue] = [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
    ]
    if !required.isEmpty { members["required"] = .array(required) }
    return members
  }

  private static func schema(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string("count"): ["type": "integer", "minimum": 0]
    case .string(let name) where name.first?.isLowercase == true: ["type": value]
    case .string: ["$ref": reference(value)]
    case .array(let items) where items.count == 1: ["type": "array", "items": schema(items[0])]
    default: expanded(value)
    }
  }

  static func reference(_ value: JSONValue) -> JSONValue {
    guard case .string(let name) = value, !name.hasPrefix("#") else { return value }
    return .string("#/components/" + (name.contains("/") ? name : "schemas/" + name))
  }
}
