import Domain
import Testing

@testable import Lab

@Suite struct ScenarioTests {
  private func faults(_ json: String) -> [String] {
    do throws(InvalidScenario) {
      _ = try Scenario(json: Array(json.utf8))
      return []
    } catch {
      return error.faults.map(\.path)
    }
  }

  @Test(arguments: [
    ("[]", [""]), ("{", [""]), (#"{"sed": 1}"#, ["sed"]), (#"{"seed": -1}"#, ["seed"]),
    (#"{"services": {"a": {}}}"#, ["services.a.type"]),
    (#"{"services": {"a": {"type": "tabel"}}}"#, ["services.a.type"]),
    (#"{"services": {"a": {"type": "affine", "a": 1, "b": 1}}}"#, ["services.a.m"]),
    (
      #"{"services": {"a": {"type": "clock", "latency": {"base": 1}}}}"#,
      ["services.a.latency.base"]
    ),
    (
      #"{"services": {"a": {"type": "clock", "latency": {"low_us": 9, "high_us": 1}}}}"#,
      ["services.a.latency.low_us"]
    ),
    (#"{"services": {"a": {"type": "front", "arrivals": [[1]]}}}"#, ["services.a.arrivals[0]"]),
    (#"{"checker": {"name": "front"}}"#, ["checker.service"]),
    (#"{"budgets": {"factor": 1.1}}"#, ["budgets.factor"]),
    (#"{"budgets": {"peak": {"web": 8}}}"#, ["budgets.peak"]),
    (#"{"campaign": {"faults": true}}"#, ["campaign.faults"]),
    (#"{"campaign": {"schedules": 101}}"#, ["campaign.schedules"]),
    (
      #"{"services": {"n": {"type": "net", "clients": [{"port": 0, "at_us": 1}]}}}"#,
      ["services.n.clients[0].port"]
    ),
  ])
  func `a fault is named with its path`(json: String, paths: [String]) {
    #expect(faults(json) == paths)
  }

  @Test func `all faults are reported together`() {
    #expect(
      faults(#"{"seed": "x", "budgets": {"requests": -1}, "what": 1}"#)
        == ["seed", "budgets.requests", "what"])
  }

  @Test func `a whole scenario is read`() throws {
    let scenario = try Scenario(
      json: Array(
        #"""
        {"seed": 9, "entry": "run", "input": [1], "parameters": {"limit": 2},
         "services": {"kv": {"type": "kv", "data": {"a": 1}, "limit": {"max": 3},
           "rate": {"max": 2, "period_us": 10}, "effect": 0.25,
           "fail": {"probability": 0.5, "code": 500},
           "latency": {"base_us": 1, "tail_probability": 0.04, "tail_us": 9}}},
         "signals": [{"at_us": 5}], "checker": {"name": "state"},
         "budgets": {"reference_makespan_us": 100, "factor": 1.25},
         "campaign": {"schedules": 2, "faults": "retried", "cancels": 3}}
        """#.utf8))
    #expect(scenario.seed == 9)
    #expect(scenario.budgets.allowedMakespan == 125)
    #expect(scenario.signals == [.init(time: 5, number: 15)])
    let service = try #require(scenario.services["kv"])
    #expect(service.effect == 250)
    #expect(service.latency.tailMillionths == 40_000)
    #expect(service.failure?.millionths == 500_000)
    #expect(scenario.campaign == .init(schedules: 2, faults: .retried, cancels: 3))
  }
}
