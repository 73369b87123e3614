/// Why a server cannot listen.
package struct ListenError: Error, Sendable, CustomStringConvertible {
  package var description: String

  init(_ description: String) { self.description = description }

  package init(_ error: SystemError) { description = "the server cannot start: \(error)" }
}
