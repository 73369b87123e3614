import Domain
import Sandboxing
import TestAttacks
import Testing

/// Each battlefield has a sandbox of one slot, so that what runs after an attack runs where the
/// attack did.
extension Battlefield {
  private static let machineSandbox = Task { try await start(.machine) }
  private static let userSandbox = Task { try await start(.user) }
  private static let containerSandbox = Task { try await start(.container) }

  func sandbox() async throws -> Sandbox {
    switch self {
    case .machine: try await Self.machineSandbox.value
    case .user: try await Self.userSandbox.value
    case .container: try await Self.containerSandbox.value
    }
  }

  private static func start(_ field: Battlefield) async throws -> Sandbox {
    let sandbox = try await Sandbox.start(field.configuration(slots: 1))
    if field == .container { #expect(sandbox.report.tier == .c) }
    if field == .user { #expect(sandbox.report.tier <= .b) }
    // What the first run makes lazily is there from here on.
    try await sandbox.runHonestly()
    return sandbox
  }
}

extension ExecutionLimits {
  /// Little time, because some attacks use up all they get; more wall time on a busy machine.
  static func attack(endsByWallTime: Bool) -> ExecutionLimits {
    ExecutionLimits(
      cpuTime: .milliseconds(500 * slower),
      wallTime: endsByWallTime ? .seconds(1) : .seconds(20),
      memory: .mebibytes(128), output: .mebibytes(1), errorOutput: .kibibytes(4))
  }
}

extension Sandbox {
  func run(_ attack: Attack) async throws -> AttackOutcome {
    let expected = attack.expected(in: report.tier)
    let limits = ExecutionLimits.attack(endsByWallTime: expected.contains([.exceeds(.wallTime)]))
    let program: Program
    if attack.isCommand {
      let arguments = ["python3", "-I", "-S", "-c", attack.source]
      program = .command(CommandProgram(.path("/usr/bin/python3"), arguments: arguments))
    } else {
      var compiling = limits
      compiling.output = .mebibytes(16)
      switch try await compile(Array(attack.source.utf8), limits: compiling) {
      case .failed(let message): return .failedToCompile(message)
      case .code(let code): program = .python(code: code, entry: nil, parameters: [])
      }
    }
    return .ran(
      try await execute(
        ExecutionRequest(
          program: program, input: try HonestRun.input(), limits: limits, scratch: attack.scratch)))
  }

  /// Runs an honest asyncio program and expects of it exactly what it must do.
  func runHonestly(number: Int = 0, sourceLocation: SourceLocation = #_sourceLocation) async throws
  {
    let code = try await HonestRun.code(in: self)
    let execution = try await execute(
      ExecutionRequest(
        program: .python(
          code: code, entry: "solve",
          parameters: Array(#"{"number": \#(number), "note": "\#(HonestRun.secret)"}"#.utf8)),
        input: try HonestRun.input(), limits: .quick))
    let isRight =
      execution.ending == .exited(code: 0) && execution.exceeded == nil
      && execution.text == HonestRun.answer(number: number) && execution.errorOutput.isEmpty
    #expect(isRight, "\(AttackOutcome.ran(execution))", sourceLocation: sourceLocation)
  }
}

/// A program that uses what attacks try to break: asyncio, modules, built-ins, input, parameters.
enum HonestRun {
  /// What no later run may get to see; `55_memory_of_the_last_run.py` looks for it.
  static let secret = "secret-of-another-run"

  static let source = """
    import asyncio, heapq
    async def solve(number, note):
        async def square(value):
            await asyncio.sleep(0)
            return value * value
        squares = await asyncio.gather(*(square(value) for value in range(5)))
        queue = asyncio.Queue()
        queue.put_nowait(heapq.nlargest(1, squares)[0])
        print(number, await queue.get(), int(input()) * 2, len(input()), note)
    """

  static func answer(number: Int) -> String { "\(number) 16 42 65536 \(secret)\n" }

  private static let file = Result { () throws(SandboxError) in
    try SealedFile(Array(("21\n" + String(repeating: "x", count: 65536) + "\n").utf8))
  }

  /// One for all runs, so that a run that could change it would spoil those after it.
  static func input() throws -> SealedFile { try file.get() }

  /// Compiled each time: compiling is what a slot must still be able to do.
  static func code(in sandbox: Sandbox) async throws -> SealedFile {
    switch try await sandbox.compile(Array(source.utf8)) {
    case .code(let code): return code
    case .failed(let message): throw Sandbox.CompileFailure(message: message)
    }
  }
}
