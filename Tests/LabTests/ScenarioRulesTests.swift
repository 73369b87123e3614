import Domain
import Testing

@testable import Lab

struct ScenarioRulesTests {
  private static let rules: ScenarioRules = {
    do {
      return ScenarioRules([
        try Scenario(
          json: Array(
            """
            {"services": {
              "store": {"type": "table", "latency": {"base_us": 50000, "low_us": 5000,
                "high_us": 500000}},
              "bus": {"type": "net", "latency_us": 3000}}}
            """.utf8))
      ])
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  private func faults(_ json: String) -> [String] {
    do throws(InvalidScenario) {
      _ = try Self.rules.scenario((try? JSONParser.parse(Array(json.utf8))) ?? .null)
      return []
    } catch {
      return error.faults.map(\.path)
    }
  }

  @Test func `what is left out is the problem's`() throws {
    let scenario = try Self.rules.scenario(
      try JSONParser.parse(
        Array(#"{"services": {"store": {"type": "table", "latency": {"base_us": 9000}}}}"#.utf8)))
    #expect(scenario.services["store"]?.latency.low == 5000)
    #expect(scenario.services["store"]?.latency.high == 500_000)
    #expect(scenario.virtualTimeLimit == LabLimits.studentVirtualTime)
  }

  @Test(arguments: [
    (#"{"services": {"other": {"type": "table"}}}"#, "services.other"),
    (#"{"services": {"store": {"type": "kv"}}}"#, "services.store.type"),
    (
      #"{"services": {"store": {"type": "table", "latency": {"base_us": 4999}}}}"#,
      "services.store.latency.base_us"
    ),
    (
      #"{"services": {"store": {"type": "table", "latency": {"base_us": 9000, "high_us": 500001}}}}"#,
      "services.store.latency.high_us"
    ),
    (
      #"{"services": {"store": {"type": "table", "latency": {"per_key_us": {"a": 1}}}}}"#,
      "services.store.latency.per_key_us.a"
    ),
    (#"{"services": {"bus": {"type": "net", "latency_us": 1}}}"#, "services.bus.latency_us"),
    (#"{"services": {"store": {"type": "table", "delay": 1}}}"#, "services.store.delay"),
    (#"{"campaign": {"schedules": 21}}"#, "campaign.schedules"),
    (#"{"campaign": {"cancels": 11}}"#, "campaign.cancels"),
    (#"{"entry": "other"}"#, "entry"),
    (#"{"signals": [{"at_us": 1}]}"#, "signals"),
    (
      #"{"checker": {"name": "state", "service": "bus"}, "services": {"bus": {"type": "net", "latency_us": 3000}}}"#,
      "checker"
    ),
    (#"{"hint": 1}"#, "hint"),
    ("[]", ""),
  ])
  func `what is not the problem's world is refused, with its place`(json: String, path: String) {
    #expect(faults(json) == [path])
  }

  @Test func `a scenario holds so many values and no more`() {
    func json(_ count: Int) -> String {
      "{\"input\": [\(repeatElement("1", count: count).joined(separator: ","))]}"
    }
    #expect(faults(json(LabLimits.studentValues - 1)) == [])
    #expect(faults(json(LabLimits.studentValues)) == [""])
  }
}
