/// What a streaming answer is written to.
package struct BodyWriter: Sendable {
  let loop: EventLoop
  let connection: ConnectionReference

  /// Sends `bytes`, waiting while the client is slow. Throws `CancellationError` when it is gone.
  package func write(_ bytes: [UInt8]) async throws {
    try await loop.write(bytes, to: connection)
  }
}

/// A connection outside of its loop: nobody can use it there, only hand it back.
struct ConnectionReference: Sendable {
  /// Read in `EventLoop.write` only, which is on the loop.
  nonisolated(unsafe) fileprivate let connection: Connection

  init(_ connection: Connection) { unsafe self.connection = connection }
}

extension EventLoop {
  fileprivate func write(_ bytes: [UInt8], to reference: ConnectionReference) async throws {
    try await unsafe reference.connection.write(bytes, self)
  }
}
