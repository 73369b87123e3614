import Domain

/// As much of JSON Schema 2020-12 as Problems/scenario.schema.json uses. A keyword that is not known
/// here is a fault of the schema, so that no rule of it goes unchecked.
struct JSONSchema {
  private let root: JSONValue
  private static let notes: Set<String> = ["$schema", "$defs", "title", "description"]

  init(_ bytes: [UInt8]) throws(JSONParser.Failure) { root = try JSONParser.parse(bytes) }

  /// `services.a.latency: is not an integer`; empty for a valid value.
  func faults(of value: JSONValue) -> [String] { faults(of: value, by: root, at: "") }

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
    case "type": return fault("is no \(rule.string ?? "")", if: !Self.is(value, rule.string))
    case "const": return fault("is not \(rule.json)", if: value != rule)
    case "enum": return fault("is none of \(rule.json)", if: rule.array?.contains(value) != true)
    case "minimum":
      return fault("is below \(rule.json)", if: Self.number(value) < Self.number(rule))
    case "maximum":
      return fault("is above \(rule.json)", if: Self.number(value) > Self.number(rule))
    case "minItems", "maxItems":
      guard let count = value.array?.count, let bound = rule.integer else { return [] }
      return fault(
        "has \(count) items", if: keyword == "minItems" ? count < bound : count > bound)
    case "required":
      let names = (rule.array ?? []).compactMap(\.string)
      return names.flatMap { fault("lacks \($0)", if: value.object?[$0] == nil) }
    case "dependentRequired":
      return (rule.object ?? [:]).filter { value.object?[$0.key] != nil }.flatMap {
        faults(of: value, "required", $0.value, of: rules, at: path)
      }
    case "oneOf":
      let kinds = (rule.array ?? []).map { faults(of: value, by: $0, at: path) }
      return fault("is none of the kinds: \(kinds)", if: kinds.count(where: \.isEmpty) != 1)
    case "properties":
      return (rule.object ?? [:]).flatMap { name, schema in
        value.object?[name].map { faults(of: $0, by: schema, at: path + "." + name) } ?? []
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

  /// NaN, which compares false with everything, for what is no number.
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
      ("integer", .integer), ("number", .integer), ("number", .number):
      true
    default: false
    }
  }
}
