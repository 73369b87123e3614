import ArgumentParser
import Domain

/// The weakest isolation to accept; shared by `serve` and `doctor`.
struct IsolationOptions: ParsableArguments {
  @Option(
    help: """
      The weakest isolation to run with: A, B, C, D, or none, which runs submissions without a \
      sandbox and is for a laptop of your own only. (ASYNCJUDGE_ISOLATION)
      """)
  var isolation = Environment.text("ISOLATION", default: "C")

  var minimum: IsolationTier { IsolationTier(rawValue: isolation) ?? .c }

  func validate() throws {
    guard IsolationTier(rawValue: isolation) != nil else {
      throw ValidationError("--isolation must be A, B, C, D or none.")
    }
  }
}
