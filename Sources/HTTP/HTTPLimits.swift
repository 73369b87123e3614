/// Every limit of a server. Counts are of bytes unless the name says otherwise.
package struct HTTPLimits: Sendable, Hashable {
  /// The request target.
  package var target = 8 << 10
  /// Request line and fields together.
  package var head = 16 << 10
  /// How many fields a head may have.
  package var fieldCount = 100
  /// A body, unless its route says otherwise.
  package var body = 64 << 10
  /// Chunk sizes, extensions and trailers of a chunked body, beyond its data.
  package var chunkOverhead = 16 << 10
  /// The extensions of one chunk.
  package var chunkExtension = 256
  /// What is read ahead of a request that is being handled.
  package var readAhead = 64 << 10
  /// Microseconds that a loop which has just served waits for more, before it sleeps.
  package var patience: UInt32 = 50
  /// Answers that wait to be sent, before the next request of a connection is taken up.
  package var unsent = 64 << 10
  /// A larger body is not copied behind its head, but sent from where it lies.
  package var copied = 32 << 10
  /// What a client may still send after an error, before the connection is cut.
  package var discarded = 4 << 20

  /// Server-sent events that wait for one slow client.
  package var eventBuffer = 256 << 10

  /// From the first byte of a head to its last.
  package var headSeconds: UInt32 = 10
  /// A body.
  package var bodySeconds: UInt32 = 30
  /// Between requests.
  package var idleSeconds: UInt32 = 60
  /// A client that takes no byte of its answer.
  package var writeSeconds: UInt32 = 30
  /// Between the comments that keep a silent event stream alive.
  package var heartbeatSeconds: UInt32 = 15
  /// A client that was told the end, until its connection is cut.
  package var lingerSeconds: UInt32 = 2

  /// Connections open at once; more wait in the kernel's backlog.
  package var connections = 10_000
  /// Of one IPv4 address or one IPv6 network of 64 bits, proxies that are trusted apart; more are
  /// closed at once. 0: as many as it likes.
  package var connectionsPerAddress = 1000
  /// Connections that wait to be accepted.
  package var backlog: Int32 = 1024

  package init() {}
}
