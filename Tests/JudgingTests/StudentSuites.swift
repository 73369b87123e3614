import Domain

/// Suites of tests for batch-lookup as students write them.
enum StudentSuites {
  /// One scenario: what the store holds, what is asked, and what else the JSON says.
  static func test(
    _ name: String, data: String = #"{"a": 1, "b": 2}"#, keys: String, limit: Int,
    answer: String, latency: String = "", store: String = "", more: String = ""
  ) -> StudentTest {
    let json = """
      {"seed": 7, "input": \(keys), "parameters": {"limit": \(limit)},
       "services": {"store": {"type": "table", "data": \(data),
         "latency": {"base_us": 50000\(latency)},
         "limit": {"max": \(max(0, limit)), "policy": "violate"}\(store)}}\(more)}
      """
    return StudentTest(name: name, scenario: value(json), answer: value(answer))
  }

  static func value(_ json: String) -> JSONValue {
    do {
      return try JSONParser.parse(Array(json.utf8))
    } catch {
      preconditionFailure("the suites are JSON: \(error) in \(json)")
    }
  }

  static let happy = [test("happy", keys: #"["a", "b"]"#, limit: 2, answer: "[1, 2]")]

  static let thorough =
    happy + [
      test(
        "duplicates", keys: #"["a", "a", "b", "a", "b"]"#, limit: 2, answer: "[1, 1, 2, 1, 2]",
        more: #", "budgets": {"requests": 2}"#),
      test(
        "falsy", data: #"{"z": 0, "f": false, "e": ""}"#, keys: #"["z", "f", "e", "none"]"#,
        limit: 2, answer: #"[0, false, "", null]"#),
      test(
        "failures", keys: #"["b", "x", "a"]"#, limit: 1, answer: "[null, null, 1]",
        store: #", "fail": {"keys": {"b": 9}, "code": 500}"#,
        more: #", "budgets": {"requests": 3}"#),
      test("no place", keys: #"["a"]"#, limit: 0, answer: #""ValueError""#),
      test("no place, no keys", keys: "[]", limit: -3, answer: #""ValueError""#),
      test("no keys", keys: "[]", limit: 3, answer: "[]"),
      test(
        "a full pipe", data: #"{"a": 1, "b": 2, "c": 3, "d": 4}"#,
        keys: #"["a", "b", "c", "d"]"#, limit: 2, answer: "[1, 2, 3, 4]",
        latency: #", "per_key_us": {"a": 90000, "b": 10000, "c": 90000, "d": 10000}"#,
        more: #", "budgets": {"makespan_us": 105000}"#),
      test(
        "any order, any stop", data: #"{"a": 1, "b": 2, "c": 3}"#, keys: #"["a", "b", "c"]"#,
        limit: 2, answer: "[1, 2, 3]",
        more: #", "campaign": {"schedules": 6, "cancels": 4}"#),
    ]

  /// One is right; the others ask for what no solution does.
  static let invalid =
    happy + [
      test("another answer", keys: #"["a", "b"]"#, limit: 2, answer: "[2, 1]"),
      test(
        "too fast", keys: #"["a", "b"]"#, limit: 1, answer: "[1, 2]",
        more: #", "budgets": {"makespan_us": 60000}"#),
      test(
        "too few requests", keys: #"["a", "b"]"#, limit: 1, answer: "[1, 2]",
        more: #", "budgets": {"requests": 1}"#),
    ]
}
