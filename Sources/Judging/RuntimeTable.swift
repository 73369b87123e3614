import Domain
import Glibc
import Sandboxing

/// Which runtimes this machine has: each has compiled and run a program, in the sandbox, just now.
package struct RuntimeTable: Sendable {
  package enum State: Sendable, Hashable {
    case available(version: String)
    /// With what would help.
    case unavailable(reason: String)
  }

  package struct Row: Sendable {
    package var runtime: Runtime
    package var state: State
  }

  package var rows: [Row]

  package var available: [Runtime] {
    rows.compactMap { row in
      if case .available = row.state { row.runtime } else { nil }
    }
  }

  package subscript(id: String) -> Runtime? { available.first { $0.id == id } }

  /// Takes as long as the slowest compiler needs for a few lines: half a second.
  package static func probe(
    _ sandbox: Sandbox, runtimes: [Runtime] = Runtime.all
  ) async -> RuntimeTable {
    await withTaskGroup(of: (Int, State).self) { tasks in
      for (index, runtime) in runtimes.enumerated() {
        tasks.addTask { (index, await state(of: runtime, in: sandbox)) }
      }
      var states: [Int: State] = [:]
      for await (index, state) in tasks { states[index] = state }
      let rows = runtimes.indices.compactMap { index in
        states[index].map { Row(runtime: runtimes[index], state: $0) }
      }
      return RuntimeTable(rows: rows)
    }
  }

  private static func state(of runtime: Runtime, in sandbox: Sandbox) async -> State {
    if let path = runtime.compiler?.command.first {
      guard unsafe access(path, X_OK) == 0 else {
        return .unavailable(reason: "\(path) is not there; install \(runtime.debianPackage)")
      }
      guard sandbox.hasScratch else {
        return .unavailable(
          reason: "a compiler needs a directory of its own: isolation tier A or B")
      }
    }
    do throws(SandboxError) {
      switch try await sandbox.compile(
        Array(runtime.probe.utf8), for: runtime, limits: .compilerOfSubmission)
      {
      case .failed(let message):
        return .unavailable(
          reason: "it does not compile: \(firstLine(message)); install \(runtime.debianPackage)")
      case .code(let code):
        let execution = try await sandbox.execute(
          ExecutionRequest(
            program: runtime.program(code, entry: nil, parameters: []),
            input: try SealedFile([])))
        let version = firstLine(String(decoding: execution.output, as: UTF8.self))
        guard execution.ending == .exited(code: 0), !version.isEmpty else {
          return .unavailable(reason: "its programs do not run: \(execution.ending)")
        }
        return .available(version: version)
      }
    } catch {
      return .unavailable(reason: "\(error)")
    }
  }
}

private func firstLine(_ text: String) -> String {
  String(text.split(separator: "\n").first ?? "no message")
}
