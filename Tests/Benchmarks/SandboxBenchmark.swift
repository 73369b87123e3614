import Domain
import Foundation
import Glibc
import Judging
import Packages
import Sandboxing
import TestClient

/// What a test costs here and elsewhere. Every round runs every contestant, one after the other, so
/// that all of them see the same machine; a ratio is the median of the rounds' ratios.
enum SandboxBenchmark {
  static func run(rounds: Int) async throws {
    let configuration = SandboxConfiguration()
    let sandbox = try await Sandbox.start(configuration)
    print(
      "isolation tier \(sandbox.report.tier.rawValue), \(sandbox.slots) slots, "
        + "\(rounds) rounds")
    // As a judgement does it.
    try await sandbox.onRunThreads {
      try await compareAll(sandbox, configuration, rounds)
    }
    await sandbox.stop()
  }

  private static func compareAll(
    _ sandbox: Sandbox, _ configuration: SandboxConfiguration, _ rounds: Int
  ) async throws {
    let files = try TemporaryDirectory()
    for workload in try workloads(in: files.url.path, configuration.python) {
      try await compare(workload, in: files.url.path, configuration.python, sandbox, rounds)
    }
    try await compareCompiled(in: files.url.path, sandbox, rounds)
    try await judgeTwentyTests(in: files.url.path, sandbox, rounds)
  }

  private static func workloads(in directory: String, _ python: String) throws -> [Workload] {
    let names =
      "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omikron pi rho"
    return try [
      ("trivial", "trivial asyncio test", "19 23\n"),
      ("pipeline", "112-line asyncio test", "4 3\n\(names)\n"),
    ].map { file, name, input in
      let program = directory + "/\(file).py"
      try FileManager.default.copyItem(
        atPath: ServerProcess.root.path + "/Tests/Benchmarks/Programs/\(file).py", toPath: program)
      try input.write(toFile: directory + "/\(file).in", atomically: true, encoding: .utf8)
      let spawn = Spawn(
        command: [python, "-I", "-S", program], input: directory + "/\(file).in")
      guard try spawn.run(output: directory + "/\(file).ans") == 0 else {
        throw Spawn.Failure(description: "\(program) fails")
      }
      return Workload(
        name: name, program: program, inputPath: directory + "/\(file).in",
        expected: try String(contentsOfFile: directory + "/\(file).ans", encoding: .utf8))
    }
  }

  // MARK: Python

  private static func compare(
    _ workload: Workload, in directory: String, _ python: String, _ sandbox: Sandbox,
    _ rounds: Int
  ) async throws {
    let (peers, missing) = Contestant.peers(workload, in: directory, python: python)
    let contestants = peers + [try await .ours(workload, sandbox)]
    var alone = Measurement(contestants.count)
    var together = Measurement(contestants.count)
    let cpuBefore = processorTime()
    var ours = 0
    for _ in 0..<rounds {
      for (index, contestant) in contestants.enumerated() {
        // Enough of them for a figure, short enough for the machine to stay the same.
        let count = contestant.name == "AsyncJudge" ? 20 : 3
        alone.add(try await milliseconds(contestant, count: count, width: 1), to: index)
        together.add(
          try await milliseconds(contestant, count: count * sandbox.slots, width: sandbox.slots),
          to: index)
        if contestant.name == "AsyncJudge" { ours += count * (1 + sandbox.slots) }
      }
    }
    var table = Table(
      workload.name, "ms/test", "tests/s", "bare/it", "tests/s at \(sandbox.slots)", "ratio")
    for (index, contestant) in contestants.enumerated() {
      table.add(
        contestant.name, text(alone.median(index)), text(1000 / alone.median(index)),
        "x" + text(alone.ratio(of: 0, to: index)), text(1000 / together.median(index)),
        "x" + text(together.ratio(of: 0, to: index)))
    }
    print("")
    table.print()
    print("missing: \(missing.joined(separator: ", "))")
    // The spawns of the others are this program's as well: an upper bound.
    let cpu = (processorTime() - cpuBefore) / Double(ours) * 1000
    print("CPU time of this program per test of ours: at most \(precise(cpu)) ms")
    try await measureOwnPart(contestants[contestants.count - 1], workload, sandbox)
  }

  /// What a test takes beyond the run itself, as the slot measures that: Swift, the sockets, the
  /// cgroup's clearing up.
  private static func measureOwnPart(
    _ contestant: Contestant, _ workload: Workload, _ sandbox: Sandbox
  ) async throws {
    let source = try String(contentsOfFile: workload.program, encoding: .utf8)
    guard case .code(let code) = try await sandbox.compile(Array(source.utf8)) else { return }
    let input = Array(try Data(contentsOf: URL(fileURLWithPath: workload.inputPath)))
    let answer = Array(workload.expected.utf8)
    let limits = ProblemLimits(
      cpuTime: .seconds(2), memory: .mebibytes(256), output: .mebibytes(4), code: .kibibytes(64))
    var outside: [Double] = []
    let cpuBefore = processorTime()
    let count = 200
    for _ in 0..<count {
      let start = ContinuousClock.now
      let execution = try await sandbox.execute(
        ExecutionRequest(
          program: .python(code: code, entry: nil, parameters: []), input: try SealedFile(input)))
      let verdict = VerdictRule.verdict(
        of: execution, limits: limits,
        check: TokenChecker(options: CheckerOptions()).check(
          output: execution.output, answer: answer))
      precondition(verdict == .accepted, "the workloads are correct")
      outside.append((ContinuousClock.now - start - execution.wallTime) / .milliseconds(1))
    }
    let cpu = (processorTime() - cpuBefore) / Double(count) * 1000
    print(
      "outside the run (Swift, checker, sockets, cgroup): \(precise(outside.quantile(0.5))) ms wall; "
        + "CPU time of this program: \(precise(cpu)) ms per test")
  }

  // MARK: compiled programs

  private static func compareCompiled(
    in directory: String, _ sandbox: Sandbox, _ rounds: Int
  ) async throws {
    let table = await RuntimeTable.probe(sandbox)
    let source = "#include <stdio.h>\nint main(void) { puts(\"hello\"); }\n"
    guard let runtime = table["c"], let compiler = runtime.compiler,
      case .code(let program) = try await sandbox.compile(Array(source.utf8), with: compiler)
    else { return print("\nno C compiler: `asyncjudge doctor` says why") }
    let path = directory + "/hello"
    try Data(program.bytes()).write(to: URL(fileURLWithPath: path))
    unsafe chmod(path, 0o755)
    let bare = Spawn(command: [path])
    let input = try SealedFile([])
    let contestants = [
      Contestant(name: "bare posix_spawn") { try bare.run() },
      Contestant(name: "AsyncJudge") {
        _ = try await sandbox.execute(
          ExecutionRequest(
            program: .command(CommandProgram(.file(program), arguments: runtime.arguments)),
            input: input))
      },
    ]
    var alone = Measurement(2)
    for _ in 0..<rounds {
      for (index, contestant) in contestants.enumerated() {
        alone.add(try await milliseconds(contestant, count: 30, width: 1), to: index)
      }
    }
    var result = Table("compiled hello world (C)", "ms/test", "it/bare")
    for (index, contestant) in contestants.enumerated() {
      result.add(
        contestant.name, precise(alone.median(index)),
        "x" + precise(alone.ratio(of: index, to: 0)))
    }
    print("")
    result.print()
  }

  // MARK: a submission

  private static func judgeTwentyTests(
    in directory: String, _ sandbox: Sandbox, _ rounds: Int
  ) async throws {
    let cases = (1...20).map {
      TestCase(
        name: "secret/\($0)", inputPath: directory + "/trivial.in",
        answerPath: directory + "/trivial.ans", checker: CheckerOptions())
    }
    let package = ProblemPackage(
      problem: Problem(
        id: ProblemID("bench")!, set: .easy, name: "Bench", statement: "",
        limits: ProblemLimits(
          cpuTime: .seconds(2), memory: .mebibytes(256), output: .mebibytes(4),
          code: .kibibytes(64)),
        samples: [], runtimes: nil, keywords: [], maxScore: 1),
      directory: directory,
      groups: [
        TestGroup(
          name: "secret", isSample: false, cases: cases, maxScore: 1, aggregation: .passFail,
          requires: [])
      ], examples: [], isScoring: false, allowsFileWriting: false)
    let source = try String(contentsOfFile: directory + "/trivial.py", encoding: .utf8)
    let judge = Judge(
      sandbox: sandbox, runtimes: await RuntimeTable.probe(sandbox),
      now: { Timestamp(microseconds: 0) })
    var times: [Double] = []
    for round in 0..<rounds {
      let start = ContinuousClock.now
      // Another source each time: a repeated one might not be compiled again.
      let judgement = try await judge.judge(
        SolverConfiguration(runtime: "python3", source: source + "# \(round)\n"), against: package)
      times.append((ContinuousClock.now - start) / .milliseconds(1))
      precondition(judgement.verdict == .accepted, "the workload is correct")
    }
    print(
      "\n20 tests of one submission on \(sandbox.slots) slots, compiling included: "
        + "\(text(times.quantile(0.5))) ms median, \(text(times.quantile(0))) ms best")
  }

  // MARK: measuring

  /// Milliseconds per test of `count` tests, `width` of them at once.
  private static func milliseconds(
    _ contestant: Contestant, count: Int, width: Int
  ) async throws -> Double {
    let start = ContinuousClock.now
    if width == 1 {
      for _ in 0..<count { try await contestant.runOnce() }
    } else {
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        for _ in 0..<width {
          tasks.addTask { for _ in 0..<(count / width) { try await contestant.runOnce() } }
        }
        try await tasks.waitForAll()
      }
    }
    return (ContinuousClock.now - start) / .milliseconds(1) / Double(count)
  }

  /// Seconds of CPU time of this program, without its children.
  private static func processorTime() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Milliseconds of each contestant in each round.
private struct Measurement {
  private var times: [[Double]]

  init(_ contestants: Int) { times = Array(repeating: [], count: contestants) }

  mutating func add(_ milliseconds: Double, to contestant: Int) {
    times[contestant].append(milliseconds)
  }

  func median(_ contestant: Int) -> Double { times[contestant].quantile(0.5) }

  /// The median over the rounds of how many times longer `first` takes than `second`.
  func ratio(of first: Int, to second: Int) -> Double {
    zip(times[first], times[second]).map { $0 / $1 }.quantile(0.5)
  }
}

/// `1.23`
private func precise(_ number: Double) -> String {
  String((number * 100).rounded() / 100)
}
