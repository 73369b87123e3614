import Domain
import Testing

@testable import Lab

@Suite struct PlanTests {
  @Test(arguments: [
    "nominal", "jitter:3", "wide:0", "bimodal:12", "priorities:4:3:20", "fixed:2=200000,5=1000",
    "fault:7", "cancel:4:after", "gc", "bimodal:3+cancel:2:before", "bimodal:1+fault:0",
  ])
  func `a plan is read as it is written`(text: String) throws {
    #expect(try #require(Plan(text)).description == text)
  }

  @Test(arguments: [
    "", "bimodal", "bimodal:x", "bimodal:-1", "cancel:0:after", "cancel:1:sometimes", "fault:-1",
    "fixed:a=b", "priorities:1:2", "nominal:1", "bimodal:1+",
  ])
  func `what is no plan is refused`(text: String) {
    #expect(Plan(text) == nil)
  }

  @Test func `every schedule stays within the interval`() {
    for seed in 0..<200 {
      let schedules: [Schedule] = [
        .jitter(seed: seed), .wide(seed: seed), .bimodal(seed: seed),
        .priorities(seed: seed, depth: 3, length: 20),
      ]
      for schedule in schedules {
        for request in 0..<50 {
          let latency = schedule.latency(of: request, base: 20_000, low: 2_000, high: 200_000)
          #expect((2_000...200_000).contains(latency))
        }
      }
      #expect(Schedule.wide(seed: seed).latency(of: 1, base: 5, low: 1, high: 1) == 1)
    }
  }

  @Test func `shrinking finds the two deviations that matter`() async throws {
    let deviations = Dictionary(uniqueKeysWithValues: (0..<40).map { ($0, 100) })
    var runs = 0
    let kept = try await Campaign.shrink(deviations) { (plan) throws(CancellationError) in
      runs += 1
      guard case .fixed(let latencies) = plan.schedule else { return false }
      return latencies[3] != nil && latencies[29] != nil
    }
    #expect(kept == [3: 100, 29: 100])
    #expect(runs <= LabLimits.shrinkingRuns + 1)
  }

  @Test func `a failure that latencies do not bring back is left as it is`() async throws {
    let kept = try await Campaign.shrink([1: 5]) { (_) throws(CancellationError) in false }
    #expect(kept == nil)
  }

  @Test func `a campaign goes as far as its width`() {
    var record = WorldRecord()
    record.requests = 5
    record.wakes = 3
    let width = Scenario.CampaignWidth(schedules: 4, faults: .fatal, cancels: 10)
    let plans = Campaign.plans(for: width, after: record, cancelsAfter: true)
    #expect(plans.count == 4 + 1 + 5 + 9)
    let without = Campaign.plans(for: width, after: record, cancelsAfter: false)
    #expect(without.count == 4 + 1 + 5 + 6)
    #expect(Campaign.plans(for: .init(), after: record, cancelsAfter: true).isEmpty)
  }
}
