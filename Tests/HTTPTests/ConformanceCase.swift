import Testing

@testable import HTTP

/// Bytes to a real server, and what the standard asks to come of them. `Conformance.md` says which
/// test is for which rule.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
  /// The rule in our words, after its section of RFC 9110 or 9112: `9112 2.2: …`.
  var rule: String
  var bytes: String
  /// Of the answers, in order.
  var statuses: [Int]
  /// The connection ends after the last of them, and what follows on it is not read.
  var isRefused: Bool

  var testDescription: String { rule }

  static func refused(_ rule: String, _ bytes: String, _ status: Int = 400) -> ConformanceCase {
    ConformanceCase(rule: rule, bytes: bytes, statuses: [status], isRefused: true)
  }

  static func answered(
    _ rule: String, _ bytes: String, _ statuses: Int...
  ) -> ConformanceCase {
    ConformanceCase(rule: rule, bytes: bytes, statuses: statuses, isRefused: false)
  }

  /// A POST with these header lines, each with its CRLF, besides Host; then the body.
  static func post(_ lines: String, _ body: String = "") -> String {
    "POST /echo HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\(body)"
  }

  /// A GET with these header lines.
  static func get(_ lines: String = "", target: String = "/") -> String {
    "GET \(target) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n"
  }

  /// Sends the bytes and one more request behind them, which is answered unless the bytes are refused.
  func check(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let log = Log()
    let hooks = ServerHooks(onRequest: { log.add($0.path ?? "") })
    let replies = try await TestServer.run(loops: 1, hooks: hooks) { server in
      let client = try server.client()
      // A server may refuse, and close, before all is sent.
      try? await client.send(bytes + Self.get("Connection: close\r\n", target: "/items/follows"))
      return try await client.replies(areToHead: bytes.hasPrefix("HEAD "))
    }
    #expect(
      replies.map(\.status) == statuses + (isRefused ? [] : [200]), sourceLocation: sourceLocation)
    #expect(replies.last?.fields["connection"] == "close", sourceLocation: sourceLocation)
    #expect(
      log.lines.contains("/items/follows") == !isRefused, sourceLocation: sourceLocation)
  }
}

extension WireClient {
  /// All answers until the connection ends, without interim ones. `areToHead`: all but the last are
  /// answers to HEAD.
  func replies(areToHead: Bool = false) throws -> [Reply] {
    var replies: [Reply] = []
    repeat {
      let reply = try reply(toHead: areToHead && replies.isEmpty)
      if reply.status >= 200 { replies.append(reply) }
    } while replies.last?.fields["connection"] != "close"
    guard try rest() == "" else { throw Failure(reason: "bytes after the last answer") }
    return replies
  }
}
