import Posix
import Testing

@testable import HTTP

/// What proxies say.
@Suite struct ForwardingTests {
  private func forwarding(_ fields: [String], peer: String = "10.0.0.1") throws -> Forwarding? {
    let request = Request(fields: fields)
    return Forwarding(
      from: try #require(PeerAddress(peer)), trusted: ["10.0.0.0/8"].compactMap(AddressBlock.init),
      request.fields, request.head.span)
  }

  @Test(arguments: [
    (["X-Forwarded-For: 192.0.2.7"], "192.0.2.7"),
    (["X-Forwarded-For: 203.0.113.1, 192.0.2.7"], "192.0.2.7"),
    (["X-Forwarded-For: 203.0.113.1, 192.0.2.7, 10.0.0.2"], "192.0.2.7"),
    (["X-Forwarded-For: 203.0.113.1", "X-Forwarded-For: 192.0.2.7"], "192.0.2.7"),
    (["X-Forwarded-For: 192.0.2.7:4711"], "192.0.2.7"),
    (["X-Forwarded-For: 192.0.2.7, [2001:db8::1]:443"], "2001:db8::1"),
    (["X-Forwarded-For: 192.0.2.7, unknown"], "10.0.0.1"),
    (["X-Forwarded-For: 192.0.2.7, unknown, 10.0.0.3"], "10.0.0.3"),
    (["X-Forwarded-For: 10.0.0.9"], "10.0.0.9"), (["X-Forwarded-For:"], "10.0.0.1"),
    ([], "10.0.0.1"),
  ])
  func `the client is the nearest address that is no proxy`(fields: [String], expected: String)
    throws
  {
    #expect(try forwarding(fields)?.client.description == expected)
  }

  @Test func `a stranger is not believed`() throws {
    #expect(try forwarding(["X-Forwarded-For: 192.0.2.7"], peer: "203.0.113.9") == nil)
  }

  @Test func `a proxy says how the client came`() throws {
    var request = Request()
    #expect(request.origin == "http://a")
    request.forwarding = try forwarding([
      "X-Forwarded-Proto: http, https", "X-Forwarded-Host: evil, judge.example:8443",
    ])
    #expect(request.origin == "https://judge.example:8443")
    request.forwarding = try forwarding(["X-Forwarded-Proto: gopher", "X-Forwarded-Host: a/b"])
    #expect(request.origin == "http://a")
  }
}
