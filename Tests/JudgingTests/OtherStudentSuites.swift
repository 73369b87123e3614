import Domain

/// Suites of tests for two problems of other kinds: a service that calculates, and one that people
/// arrive at. The first test of each is the happy case.
extension StudentSuites {
  static let others = ["async-solver": asyncSolver, "single-flight-cache": singleFlightCache]

  // MARK: async-solver

  private static let asyncSolver = [
    solver("happy", [3, 1, 2]),
    solver("nothing", [], requests: 0),
    solver("twice the same", [5, 5], requests: 2),
    solver("zero", [0, -4, 0], requests: 3),
    solver("once each", [1, 2], requests: 2),
    solver("at the same time", Array(1...30), more: #""makespan_us": 100010"#),
    solver("slow", [1, 2, 3], base: 300_000),
    solver("any order", [3, 1, 2], campaign: #"{"schedules": 6, "cancels": 2}"#),
  ]

  /// The service answers 7x + 1.
  private static func solver(
    _ name: String, _ input: [Int], base: Int = 20_000, requests: Int? = nil, more: String? = nil,
    campaign: String? = nil
  ) -> StudentTest {
    let budgets = [requests.map { "\"requests\": \($0)" }, more].compactMap(\.self)
    let answer = input.enumerated().map { index, x in
      "{\"value\": \(7 * x + 1 + (x < 0 ? 1_000_003 : 0)), \"index\": \(index), \"processed\": true}"
    }
    return StudentTest(
      name: name,
      scenario: value(
        """
        {"seed": 3, "input": \(input), "services": {"transform": {
           "type": "affine", "a": 7, "b": 1, "m": 1000003,
           "latency": {"base_us": \(base), "span_us": 80000}}},
         "budgets": {\(budgets.joined(separator: ", "))}
         \(campaign.map { ", \"campaign\": \($0)" } ?? "")}
        """), answer: value("[\(answer.joined(separator: ", "))]"))
  }

  // MARK: single-flight-cache

  private struct Arrival {
    var time: Int
    var key: String
    /// Seconds.
    var patience: Double?
    /// As JSON; nil: the stamp of its key.
    var answer: String?

    init(_ time: Int, _ key: String, leaves patience: Double? = nil, answer: String? = nil) {
      self.time = time
      self.key = key
      self.patience = patience
      self.answer = answer
    }

    var json: String { "[\(time), [\"\(key)\", \(patience.map { "\($0)" } ?? "null")]]" }

    var answerJSON: String {
      if let answer { return answer }
      let leaving = patience.map { ", \"leaves_us\": \(Int($0 * 1_000_000))" }
      return "{\"stamped\": \"\(key)\"\(leaving ?? "")}"
    }
  }

  private static let singleFlightCache = [
    cache("happy", [Arrival(0, "a")], fetches: 1),
    cache(
      "a crowd",
      [
        Arrival(0, "a"), Arrival(43_000, "a"), Arrival(70_000, "b"), Arrival(1_500_000, "a"),
        Arrival(2_110_000, "a"),
      ], fetches: 3),
    cache(
      "age from the end of the fetch",
      [
        Arrival(0, "a"), Arrival(1_250_000, "a"), Arrival(1_490_000, "a"), Arrival(1_510_000, "a"),
        Arrival(3_000_000, "a"),
      ], ttl: 1, fetches: 2, slowest: 500_010, latency: #", "per_key_us": {"a": 500000}"#),
    cache(
      "a failure is shared",
      [
        Arrival(0, "a", answer: "null"), Arrival(50_000, "a", answer: "null"),
        Arrival(300_000, "a"),
      ], fetches: 2, database: #", "fail": {"keys": {"a": 1}, "code": 503}"#),
    cache(
      "a failure after an answer",
      [
        Arrival(0, "a"), Arrival(3_000_000, "a", answer: "null"), Arrival(5_000_000, "a"),
      ], fetches: 3,
      database: #", "rate": {"max": 1, "period_us": 4000000, "policy": "reject"}"#),
    cache(
      "the first one leaves",
      [
        Arrival(0, "a", leaves: 0.03), Arrival(10_000, "a"), Arrival(500_000, "a"),
      ], fetches: 1),
    cache("all leave", [Arrival(0, "a", leaves: 0.03), Arrival(1_000_000, "a")], fetches: 1),
    cache(
      "leaves at the end", [Arrival(0, "a"), Arrival(300_000, "b", leaves: 0.03)], fetches: 2,
      latency: #", "per_key_us": {"b": 500000}"#, more: #", "makespan_us": 340000"#),
    cache(
      "no time to live", [Arrival(0, "a"), Arrival(50_000, "a"), Arrival(150_000, "a")], ttl: 0,
      fetches: 2),
    cache(
      "empty values",
      [
        Arrival(0, "zero", answer: #"{"value": 0}"#),
        Arrival(1000, "text", answer: #"{"value": ""}"#),
        Arrival(500_000, "zero", answer: #"{"value": 0}"#),
        Arrival(510_000, "text", answer: #"{"value": ""}"#),
      ], fetches: 2, type: #""table", "data": {"zero": 0, "text": ""}"#),
    cache(
      "any order, any stop",
      [
        Arrival(0, "a"), Arrival(10_000, "b", leaves: 0.02), Arrival(20_000, "a"),
        Arrival(2_500_000, "a"),
      ], fetches: nil, slowest: nil, campaign: #"{"schedules": 6, "cancels": 6}"#),
  ]

  private static func cache(
    _ name: String, _ arrivals: [Arrival], ttl: Int = 2, fetches: Int?, slowest: Int? = 100_010,
    latency: String = "", database: String = "", type: String = #""stamped", "effect": 1"#,
    more: String = "", campaign: String? = nil
  ) -> StudentTest {
    let budgets = [
      fetches.map { "\"requests_per_service\": {\"db\": \($0)}" },
      slowest.map { "\"slowest_reply_us\": \($0)\(more)" },
    ].compactMap(\.self)
    let oldest = type.contains("stamped") ? ", \"max_age_us\": \(max(0, ttl * 1_000_000 - 1))" : ""
    return StudentTest(
      name: name,
      scenario: value(
        """
        {"seed": 3, "input": null, "parameters": {"ttl": \(ttl)}, "services": {
           "front": {"type": "front",
             "arrivals": [\(arrivals.map(\.json).joined(separator: ", "))]\(oldest)},
           "db": {"type": \(type), "latency": {"base_us": 100000\(latency)}\(database)}},
         "budgets": {\(budgets.joined(separator: ", "))},
         "checker": {"name": "front", "service": "front"}
         \(campaign.map { ", \"campaign\": \($0)" } ?? "")}
        """), answer: value("[\(arrivals.map(\.answerJSON).joined(separator: ", "))]"))
  }
}
