import Domain
import Foundation

/// As much of JSON Schema 2020-12 as our own documents use: Problems/scenario.schema.json, the API's
/// description. A keyword that is not known here is a fault of the schema, so that no rule of it goes
/// unchecked.
package struct JSONSchema: Sendable {
  private let root: JSONValue
  private let schema: JSONValue
  private static let notes: Set<String> = [
    "$schema", "$defs", "title", "description", "default", "example", "examples", "format",
  ]

  package init(_ bytes: [UInt8]) throws(JSONParser.Failure) {
    self.init(try JSONParser.parse(bytes))
  }

  /// `root`: where its references begin; nil: itself.
  package init(_ schema: JSONValue, in root: JSONValue? = nil) {
    self.schema = schema
    self.root = root ?? schema
  }

  /// `services.a.latency: is not an integer`; empty for a valid value.
  package func faults(of value: JSONValue) -> [String] { faults(of: value, by: schema, at: "") }

  private func faults(of value: JSONValue, by schema: JSONValue, at path: String) -> [String] {
    if case .bool(let isAllowed) = schema { return isAllowed ? [] : ["\(path): is not allowed"] }
    let rules = schema.object ?? [:]
    return rules.keys.sorted().filter { !Self.notes.contains($0) }.flatMap { keyword in
      faults(of: value, keyword, rules[keyword] ?? .null, of: rules, at: path)
    }
  }

  private func faults(
    of value: JSONValue, _ keyword: String, _ rule: JSONValue, of rules: [String: JSONValue],
    at path: String
  ) -> [String] {
    func fault(_ text: String, if isWrong: Bool) -> [String] {
      isWrong ? ["\(path): \(text)"] : []
    }
    switch keyword {
    case "$ref":
      let names = (rule.string ?? "").split(separator: "/").dropFirst().map(String.init)
      let target = names.reduce(root as JSONValue?) { $0?.object?[$1] }
      return target.map { faults(of: value, by: $0, at: path) } ?? ["schema: no \(names)"]
    case "type":
      let types = rule.array ?? [rule]
      return fault(
        "is no \(rule.json)", if: !types.contains { Self.is(value, $0.string) })
    case "const": return fault("is not \(rule.json)", if: !value.isSame(as: rule))
    case "enum": return fault("is none of \(rule.json)", if: rule.array?.contains(value) != true)
    case "minimum", "maximum", "pattern", "minLength", "maxLength", "minItems", "maxItems",
      "maxProperties":
      return fault("breaks \(keyword) \(rule.json)", if: Self.breaks(value, keyword, rule))
    case "required":
      let names = (rule.array ?? []).compactMap(\.string)
      guard case .object(let members) = value else { return [] }
      return names.flatMap { fault("lacks \($0)", if: members[$0] == nil) }
    case "dependentRequired":
      return (rule.object ?? [:]).filter { value.object?[$0.key] != nil }.flatMap {
        faults(of: value, "required", $0.value, of: rules, at: path)
      }
    case "oneOf", "anyOf":
      let kinds = (rule.array ?? []).map { faults(of: value, by: $0, at: path) }
      let count = kinds.count(where: \.isEmpty)
      return fault(
        "fits \(count) of the kinds: \(kinds)", if: keyword == "oneOf" ? count != 1 : count == 0)
    case "allOf": return (rule.array ?? []).flatMap { faults(of: value, by: $0, at: path) }
    case "properties":
      return (rule.object ?? [:]).flatMap { name, schema in
        value.object?[name].map { faults(of: $0, by: schema, at: path + "." + name) } ?? []
      }
    case "propertyNames":
      return (value.object ?? [:]).keys.flatMap {
        faults(of: .string($0), by: rule, at: path + "." + $0)
      }
    case "additionalProperties":
      let known = rules["properties"]?.object ?? [:]
      return (value.object ?? [:]).filter { known[$0.key] == nil }.flatMap {
        faults(of: $0.value, by: rule, at: path + "." + $0.key)
      }
    case "prefixItems":
      return zip(value.array ?? [], rule.array ?? []).flatMap { faults(of: $0, by: $1, at: path) }
    case "items":
      return (value.array ?? []).dropFirst(rules["prefixItems"]?.array?.count ?? 0).enumerated()
        .flatMap { faults(of: $1, by: rule, at: "\(path)[\($0)]") }
    default: return ["schema: \(keyword) is not known"]
    }
  }

  /// Whether a value of the type that the keyword is about breaks its bound.
  private static func breaks(_ value: JSONValue, _ keyword: String, _ rule: JSONValue) -> Bool {
    let bound = rule.integer ?? 0
    return switch (keyword, value) {
    case ("minimum", .integer), ("minimum", .number): number(value) < number(rule)
    case ("maximum", .integer), ("maximum", .number): number(value) > number(rule)
    case ("pattern", .string(let text)):
      text.range(of: rule.string ?? "", options: .regularExpression) == nil
    case ("minLength", .string(let text)): text.unicodeScalars.count < bound
    case ("maxLength", .string(let text)): text.unicodeScalars.count > bound
    case ("minItems", .array(let items)): items.count < bound
    case ("maxItems", .array(let items)): items.count > bound
    case ("maxProperties", .object(let members)): members.count > bound
    default: false
    }
  }

  private static func number(_ value: JSONValue) -> Double {
    switch value {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: .nan
    }
  }

  private static func `is`(_ value: JSONValue, _ type: String?) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool),
      ("integer", .integer), ("number", .integer), ("number", .number), ("null", .null):
      true
    default: false
    }
  }
}
