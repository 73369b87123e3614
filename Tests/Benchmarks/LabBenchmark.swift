import Domain
import Glibc
import Judging
import Lab
import Packages
import Sandboxing
import TestClient

/// What judging in virtual time costs: a large test, the world's own part of it, and all problems.
enum LabBenchmark {
  private static let requests = 1000

  static func run(rounds: Int) async throws {
    let sandbox = try await Sandbox.start(SandboxConfiguration())
    print(
      "isolation tier \(sandbox.report.tier.rawValue), \(sandbox.slots) slots, \(rounds) rounds, "
        + "\(sandbox.report.tier == .a ? "" : "less than tier A, ")figures are medians")
    let judge = Judge(
      sandbox: sandbox, runtimes: await RuntimeTable.probe(sandbox),
      now: { Timestamp(microseconds: 0) })
    let catalog = ProblemCatalog.loadWithScenarios(
      directory: ServerProcess.root.path + "/Problems")
    try await measureTests(catalog, judge, rounds)
    try measureWorld(rounds)
    try await measureProblems(catalog, judge)
    await sandbox.stop()
  }

  // MARK: one test

  /// 1000 requests at the same time, and one after the other, in the nominal run.
  private static func measureTests(
    _ catalog: ProblemCatalog, _ judge: Judge, _ rounds: Int
  ) async throws {
    guard var package = catalog.problems.first(where: { $0.problem.id.rawValue == "async-solver" })
    else { return print("there is no async-solver in Problems") }
    for index in package.groups.indices {
      package.groups[index].cases.removeAll { !$0.name.hasSuffix("3-speed/03-maximal") }
      package.groups[index].requires = []
    }
    package.groups.removeAll { $0.cases.isEmpty }
    package.lab?.sizes = []
    var table = Table("one test of \(requests) requests", "ms", "CPU ms")
    for name in ["accepted/tasks.py", "time_limit_exceeded/one_after_the_other.py"] {
      guard let example = package.examples.first(where: { $0.name == name }) else { continue }
      var wall: [Double] = []
      var processor: [Double] = []
      for _ in 0..<rounds {
        guard let run = try await judge.verify(example, of: package).judgement.runs.first else {
          continue
        }
        precondition(run.lab?.requests == requests, "the case has that many")
        wall.append(run.wallTime / .milliseconds(1))
        processor.append(run.cpuTime / .milliseconds(1))
      }
      table.add(
        name == "accepted/tasks.py" ? "all at the same time" : "one after the other",
        text(wall.quantile(0.5)), text(processor.quantile(0.5)))
    }
    print("")
    table.print()
  }

  // MARK: the world alone

  /// The same traffic without a process: what Swift does for each request, JSON and trace included.
  private static func measureWorld(_ rounds: Int) throws {
    let scenario = try Scenario(
      json: Array(
        #"""
        {"seed": 1, "services": {"s": {"type": "affine", "a": 3, "b": 1, "m": 1000,
         "latency": {"base_us": 20000, "span_us": 80000}}}}
        """#.utf8))
    var table = Table("the world alone, \(requests) requests", "us/request")
    let together =
      "["
      + (1...requests).map { #"["r",\#($0),"s","get",\#($0)],"# }.joined() + #"["w",null]]"# + "\n"
    let waits = (0..<requests).map { _ in #"[["w",null]]"# + "\n" }
    let inTurn = (1...requests).map { #"[["r",\#($0),"s","get",\#($0)],["w",null]]"# + "\n" }
    for (name, lines) in [
      ("all at the same time", [together] + waits), ("one after the other", inTurn),
    ] {
      let bytes = lines.map { Array($0.utf8)[...] }
      let times = (0..<rounds * 3).map { _ in
        let session = Session(scenario, plan: Plan(), entry: "solve")
        _ = session.begin()
        let start = processorTime()
        for line in bytes { _ = session.receive(line) }
        let time = processorTime() - start
        session.close()
        precondition(session.outcome.record.requests == requests, "all were asked")
        return time * 1e6 / Double(requests)
      }
      table.add(name, text(times.quantile(0.5)))
    }
    print("")
    table.print()
  }

  // MARK: all problems

  /// The references of all asynchronous problems, with all schedules, faults and cancellations.
  private static func measureProblems(_ catalog: ProblemCatalog, _ judge: Judge) async throws {
    var table = Table("reference", "cases", "runs", "s")
    var total = 0.0
    for package in catalog.problems where package.lab != nil && package.solver == nil {
      guard let reference = package.examples.first(where: \.isReference) else { continue }
      let start = ContinuousClock.now
      let judgement = try await judge.verify(reference, of: package).judgement
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      precondition(judgement.verdict == .accepted, "\(package.problem.id): \(judgement.verdict)")
      total += seconds
      table.add(
        package.problem.id.rawValue, "\(judgement.runs.count)",
        "\(judgement.runs.reduce(0) { $0 + ($1.lab?.runs ?? 0) })",
        "\((seconds * 100).rounded() / 100)")
    }
    table.add("all", "", "", "\((total * 100).rounded() / 100)")
    print("")
    table.print()
  }

  /// Seconds of CPU time of this thread.
  private static func processorTime() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
