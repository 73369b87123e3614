import Posix

/// What a server tells its owner. Called on event loops: must not block.
package struct ServerHooks: Sendable {
  /// For each answer, but for those to what is no whole request (400, 408, 413 and the like).
  package var onRequest: (@Sendable (AccessRecord) -> Void)?
  /// An error of a handler that is not the client's: it was answered with 500.
  package var onFailure: (@Sendable (any Error, _ method: Method, _ path: String) -> Void)?

  package init(
    onRequest: (@Sendable (AccessRecord) -> Void)? = nil,
    onFailure: (@Sendable (any Error, Method, String) -> Void)? = nil
  ) {
    self.onRequest = onRequest
    self.onFailure = onFailure
  }
}

/// One line of an access log.
package struct AccessRecord: Sendable {
  package var peer: String
  package var method: Method
  package var path: String
  package var status: Status
}

/// Why a server cannot start.
package struct ServerError: Error, Sendable, CustomStringConvertible {
  package var description: String

  init(_ description: String) { self.description = description }

  init(_ error: SystemError) { description = "the server cannot start: \(error)" }
}
