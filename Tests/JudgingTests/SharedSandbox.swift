import Domain
import Judging
import Sandboxing

/// The directory of the repository.
let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

/// One sandbox for all tests of this program: a slot takes a moment to warm up.
enum SharedSandbox {
  private static let starting = Task {
    let sandbox = try await Sandbox.start(SandboxConfiguration(slots: 2))
    return (sandbox, await RuntimeTable.probe(sandbox))
  }

  static func sandbox() async throws -> Sandbox { try await starting.value.0 }
  static func runtimes() async throws -> RuntimeTable { try await starting.value.1 }

  static func judge() async throws -> Judge {
    Judge(
      sandbox: try await sandbox(), runtimes: try await runtimes(),
      now: { Timestamp(microseconds: 0) })
  }
}
