import ArgumentParser
import Domain
import Sandboxing

/// What the sandbox is started with, whichever command does it.
struct IsolationOptions: ParsableArguments {
  @Option(
    help: """
      The weakest isolation to run with: A, B, C, D, or none, which runs submissions without a \
      sandbox and is for a laptop of your own only. (ASYNCJUDGE_ISOLATION)
      """)
  var isolation = Environment.text("ISOLATION", default: "C")

  @Option(
    help: """
      The interpreter of Python solutions, 3.11 or newer. One outside /usr \
      is found in <prefix>/bin, and solutions see its prefix. (ASYNCJUDGE_PYTHON)
      """)
  var python = Environment.text("PYTHON", default: SandboxConfiguration.systemPython)

  var minimum: IsolationTier { IsolationTier(rawValue: isolation) ?? .c }

  func validate() throws {
    guard IsolationTier(rawValue: isolation) != nil else {
      throw ValidationError("--isolation must be A, B, C, D or none.")
    }
  }
}
