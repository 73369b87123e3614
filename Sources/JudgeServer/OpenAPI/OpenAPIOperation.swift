import Domain

/// What all operations share: security, and the errors that come with it, with a body, a query.
enum OpenAPIOperation {
  private static let methods: Set<String> = ["get", "post", "put", "patch", "delete"]

  /// A path with its operations, spelled out.
  static func item(_ value: JSONValue, under tag: String) -> JSONValue {
    guard case .object(var item) = value else { return value }
    for (method, operation) in item where methods.contains(method) {
      item[method] = self.operation(operation.object ?? [:], method, tag)
    }
    return OpenAPINotation.expanded(.object(item))
  }

  private static func operation(
    _ short: [String: JSONValue], _ method: String, _ tag: String
  ) -> JSONValue {
    var operation = short
    let access = operation.removeValue(forKey: "access")?.string ?? ""
    let own = operation.removeValue(forKey: "errors")?.object ?? [:]
    var codes = own.mapValues { ($0.array ?? []).compactMap(\.string) }
    func add(_ status: String, _ more: [String]) {
      codes[status, default: []] += more.filter { codes[status]?.contains($0) != true }
    }
    add("400", ["unknown_query", "bad_request"])
    if hasQuery(operation) { add("400", ["invalid_query"]) }
    if access != "open" {
      add("401", ["invalid_token"])
      if access != "everyone" { add("401", ["sign_in_required"]) }
      if access == "teacher" || access == "admin" { add("403", ["not_allowed"]) }
      if method != "get" {
        add("401", ["session_expired"])
        add("403", ["cross_site"])
      }
    }
    if let body = operation["requestBody"]?.object {
      add("413", ["body_too_large"])
      if body["json"] != nil {
        add("400", ["malformed_json"])
        add("422", ["invalid_utf8", "unknown_field", "missing_field", "wrong_type"])
      }
    }
    var responses = operation["responses"]?.object ?? [:]
    for (status, codes) in codes { responses[status] = error(status, codes) }
    operation["responses"] = .object(responses)
    operation["tags"] = [.string(tag)]
    operation["security"] = security(access)
    return .object(operation)
  }

  private static func hasQuery(_ operation: [String: JSONValue]) -> Bool {
    (operation["parameters"]?.array ?? []).contains { parameter in
      parameter.object?["in"] == "query" || parameter.object?["$ref"] != nil
    }
  }

  private static func security(_ access: String) -> JSONValue {
    let roles: JSONValue = access == "teacher" || access == "admin" ? [.string(access)] : []
    let both: [JSONValue] = [["token": roles], ["cookie": roles]]
    return switch access {
    case "open": []
    case "everyone": .array([[:]] + both)
    default: .array(both)
    }
  }

  private static func error(_ status: String, _ codes: [String]) -> JSONValue {
    var response: [String: JSONValue] = [
      "description": .string(codes.map { "`\($0)`" }.joined(separator: ", ")),
      "content": [
        "application/problem+json": [
          "schema": [
            "allOf": [
              ["$ref": "Error"],
              [
                "properties": [
                  "code": ["enum": .array(codes.map { .string($0) })],
                  "status": ["const": .integer(Int(status) ?? 0)],
                ]
              ],
            ]
          ]
        ]
      ],
    ]
    switch status {
    case "401": response["headers"] = ["WWW-Authenticate": ["$ref": "headers/WWWAuthenticate"]]
    case "429", "503": response["headers"] = ["Retry-After": ["$ref": "headers/RetryAfter"]]
    default: break
    }
    return .object(response)
  }
}
