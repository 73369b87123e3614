import CSandbox
import Domain
import Glibc

/// The sandbox's own failure: never the program's, which is a fact in an `Execution`.
package struct SandboxError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Kind: Sendable, Hashable {
    /// The machine isolates less than the configured minimum.
    case isolation
    /// `sandboxd`, its library or an interpreter cannot be started.
    case start
    /// A step before the program's first instruction failed; the run never began.
    case setUp
    /// A slot died or did not answer, again and again.
    case lost
    /// The task that waited for the run was cancelled; the run was killed or never begun.
    case cancelled
    /// The sandbox was stopped.
    case stopped
    /// The request cannot be served: what it asks for does not exist here.
    case request
  }

  package var kind: Kind
  /// What was being done, and to what.
  package var operation: String
  package var cause: String
  /// What to do next.
  package var hint: String

  package init(_ kind: Kind, _ operation: String, cause: String = "", hint: String = "") {
    self.cause = cause
    self.hint = hint
    self.kind = kind
    self.operation = operation
  }

  package var description: String {
    var text = operation
    if !cause.isEmpty { text += ": " + cause }
    if !hint.isEmpty { text += ". " + hint }
    return text
  }
}

extension SandboxError {
  static let cancelled = SandboxError(.cancelled, "run in the sandbox", cause: "cancelled")
  static let stopped = SandboxError(
    .stopped, "run in the sandbox", cause: "the sandbox was stopped")

  /// `code` is an errno.
  static func system(_ kind: Kind, _ operation: String, code: Int32, hint: String = "")
    -> SandboxError
  {
    SandboxError(kind, operation, cause: message(code), hint: hint)
  }
}

/// The system's words for an errno.
func message(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
