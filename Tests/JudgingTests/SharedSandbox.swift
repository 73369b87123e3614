import Sandboxing

/// The directory of the repository.
let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

/// One sandbox for all tests of this program: a slot takes a moment to warm up.
enum SharedSandbox {
  private static let starting = Task {
    try await Sandbox.start(SandboxConfiguration(slots: 2))
  }

  static func sandbox() async throws -> Sandbox { try await starting.value }
}
