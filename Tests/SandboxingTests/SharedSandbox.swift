import Domain
import Sandboxing
import TestAttacks

/// One sandbox for all tests of this program: a slot takes a moment to warm up.
enum SharedSandbox {
  private static let starting = Task { try await Sandbox.start(SandboxConfiguration(slots: 2)) }

  static func sandbox() async throws -> Sandbox { try await starting.value }
}

extension Sandbox {
  struct CompileFailure: Error {
    var message: String
  }

  /// Compiles and runs Python source.
  func run(
    _ source: String, entry: String? = nil, parameters: String = "", input: String = "",
    limits: ExecutionLimits = .quick, alone: Bool = false
  ) async throws -> Execution {
    switch try await compile(Array(source.utf8)) {
    case .failed(let message): throw CompileFailure(message: message)
    case .code(let code):
      return try await execute(
        ExecutionRequest(
          program: .python(code: code, entry: entry, parameters: Array(parameters.utf8)),
          input: try SealedFile(Array(input.utf8)), limits: limits, alone: alone))
    }
  }
}

extension ExecutionLimits {
  /// How many times the CPU time of these tests an emulated machine needs (`docker/vm-cgroup2`).
  static let slower = amount("ASYNCJUDGE_SLOWER", usually: 1)

  /// Little CPU time, so that programs that never end do not hold the tests up; wall time for a
  /// machine on which other tests use up theirs.
  static let quick = ExecutionLimits(
    cpuTime: .seconds(slower), wallTime: .seconds(30), memory: .mebibytes(128),
    output: .mebibytes(1),
    errorOutput: .kibibytes(4))

  /// For a program that is to break this limit.
  static func breaking(_ limit: Execution.Limit) -> ExecutionLimits {
    var limits = quick
    if limit == .wallTime { limits.wallTime = .seconds(1) }
    return limits
  }
}

extension Execution {
  var text: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: errorOutput, as: UTF8.self) }
}
