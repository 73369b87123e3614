import Domain
import Lab
import Sandboxing
import Testing

@testable import Judging

/// Solutions in the real sandbox against a world.
@Suite(.timeLimit(.minutes(2))) struct LabRunTests {
  static let scenario = """
    {"seed": 5, "input": [3, 1, 2],
     "services": {"transform": {"type": "affine", "a": 7, "b": 1, "m": 1000003,
       "latency": {"base_us": 20000, "span_us": 80000, "low_us": 2000, "high_us": 400000}}},
     "budgets": {"makespan_us": 100010, "requests": 3}}
    """
  static let expected = """
    [{"value": 22, "index": 0, "processed": true}, {"value": 8, "index": 1, "processed": true},
     {"value": 15, "index": 2, "processed": true}]
    """

  private func run(
    _ source: String, plan: Plan = Plan(), scenario: String = scenario, expected: String = expected,
    entry: String = "AsyncioSolver"
  ) async throws -> LabRun {
    let sandbox = try await SharedSandbox.sandbox()
    guard case .code(let code) = try await sandbox.compile(Array(source.utf8)) else {
      throw CancellationError()
    }
    return try await sandbox.run(
      code, in: Scenario(json: Array(scenario.utf8)),
      expected: try JSONParser.parse(Array(expected.utf8)), plan: plan, entry: entry,
      advice: .tasks, limits: ExecutionLimits()
    ).0
  }

  static let concurrent = """
    import asyncio, lab
    class AsyncioSolver:
        def initialize(self, data): self.data = data
        async def one(self, index, x):
            value = await lab.service("transform").get(x)
            return {"value": value, "index": index, "processed": True}
        async def solve(self):
            return await asyncio.gather(*(self.one(i, x) for i, x in enumerate(self.data)))
    """

  @Test func `a concurrent solution takes as long as its slowest request`() async throws {
    let run = try await run(Self.concurrent)
    #expect(run.failure == nil)
    #expect(run.record.makespan == run.record.spans.map { ($0.end ?? 0) - $0.start }.max())
    #expect(run.record.peak == 3)
  }

  @Test func `one after the other is too slow, and only the virtual clock says so`() async throws {
    let run = try await run(
      """
      import lab
      class AsyncioSolver:
          def initialize(self, data): self.data = data
          async def solve(self):
              return [{"value": await lab.service("transform").get(x), "index": i, "processed": True}
                      for i, x in enumerate(self.data)]
      """)
    #expect(run.failure?.reason == .tooSlow)
    #expect(run.record.peak == 1)
  }

  @Test func `a deadlock is found at once`() async throws {
    let run = try await run(
      """
      import asyncio
      class AsyncioSolver:
          def initialize(self, data): pass
          async def solve(self):
              await asyncio.Event().wait()
      """)
    #expect(run.failure?.reason == .deadlock)
  }

  @Test func `time.sleep blocks the loop and is located`() async throws {
    let run = try await run(
      "import time\n"
        + Self.concurrent.replacing("value = await", with: "time.sleep(1); value = await"))
    #expect(run.failure?.reason == .blockedLoop)
    #expect(run.record.blocks.first?.place == "solver.py:6")
  }

  @Test func `an exception is told`() async throws {
    let run = try await run("class AsyncioSolver:\n  def initialize(self, data): raise KeyError(1)")
    #expect(run.failure == .init(reason: .exception, detail: "KeyError: 1"))
  }

  @Test func `the same run gives the same trace`() async throws {
    let hashes = try await withThrowingTaskGroup(of: UInt64.self) { tasks in
      for _ in 0..<20 {
        tasks.addTask { try await run(Self.concurrent, plan: Plan("bimodal:7")!).hash }
      }
      return try await tasks.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(hashes.count == 1)
  }

  @Test func `leaving requests behind is noticed`() async throws {
    let run = try await run(
      """
      import asyncio, lab
      class AsyncioSolver:
          def initialize(self, data): pass
          async def solve(self):
              asyncio.ensure_future(lab.service("transform").get(1))
              await asyncio.sleep(0.001)
              return []
      """, expected: "[]")
    #expect(run.failure?.reason == .orphans)
  }
}
