/// What a server tells its owner. Called on event loops: must not block.
package struct ServerHooks: Sendable {
  /// For each answer, when its last byte is on its way or its client is gone.
  package var onRequest: (@Sendable (AccessRecord) -> Void)?
  /// An error of a handler that is not the client's: it was answered with 500.
  package var onFailure: (@Sendable (any Error, Request) -> Void)?

  package init(
    onRequest: (@Sendable (AccessRecord) -> Void)? = nil,
    onFailure: (@Sendable (any Error, Request) -> Void)? = nil
  ) {
    self.onRequest = onRequest
    self.onFailure = onFailure
  }
}

/// One line of an access log.
package struct AccessRecord: Sendable {
  package var requestID: String
  /// The client's address; a trusted proxy's word for it.
  package var peer: String
  /// nil when the request could not be read so far, as the path.
  package var method: Method?
  package var path: String?
  /// 499 when the client went before it was answered.
  package var status: Status
  /// Of the body, as they were sent or are on their way.
  package var bytes: Int
  /// From the end of the request's head to the end of its answer.
  package var duration: Duration
  /// False when the connection ended in the middle.
  package var isWhole: Bool
}
