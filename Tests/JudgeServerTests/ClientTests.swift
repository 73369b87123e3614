import Domain
import Posix
import TestClient
import Testing

@testable import HTTP
@testable import JudgeServer

@Suite struct ClientTests {
  struct Case: Sendable {
    var fields: String
    var peer = "10.0.0.1"
    var client: Client
  }

  @Test(arguments: [
    Case(fields: "", client: Client(address: "10.0.0.1", isSecure: false)),
    Case(
      fields: "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n",
      client: Client(address: "192.0.2.7", isSecure: true)),
    // What the client itself wrote stands further left.
    Case(
      fields: "X-Forwarded-For: 198.51.100.9, 192.0.2.7\r\n",
      client: Client(address: "192.0.2.7", isSecure: false)),
    Case(
      fields: "X-Forwarded-For: 198.51.100.9\r\nX-Forwarded-For: 192.0.2.7\r\n",
      client: Client(address: "192.0.2.7", isSecure: false)),
    Case(
      fields: "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n",
      client: Client(address: "10.0.0.1", isSecure: false)),
    // Two of our proxies in a row.
    Case(
      fields: "X-Forwarded-For: 192.0.2.7, 10.0.0.2\r\n",
      client: Client(address: "192.0.2.7", isSecure: false)),
    Case(
      fields: "X-Forwarded-For: nonsense\r\n",
      client: Client(address: "10.0.0.1", isSecure: false)),
    // Nobody that we trust says so.
    Case(
      fields: "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n", peer: "203.0.113.5",
      client: Client(address: "203.0.113.5", isSecure: false)),
  ])
  func `a trusted proxy says who the client is, and nobody else does`(given: Case) throws {
    let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\n\(given.fields)\r\n".utf8)
    guard case .complete(let head, _) = HeadParser(limits: HTTPLimits()).parse(bytes.span) else {
      Issue.record("not a request")
      return
    }
    let peer = try #require(PeerAddress(given.peer))
    var request = Request(method: .get, head: bytes, head, peer: peer)
    request.forwarding = Forwarding(
      from: peer, trusted: ["10.0.0.1", "10.0.0.2"].compactMap(AddressBlock.init), head.fields,
      bytes.span)
    #expect(Client(request) == given.client)
  }

  @Test func `the addresses of one network of version 6 count as one`() {
    func network(_ address: String) -> String {
      Client(address: address, isSecure: false).network
    }
    #expect(network("192.0.2.7") == "192.0.2.7")
    #expect(network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9"))
    #expect(network("2001:db8:1:2::1") != network("2001:db8:1:3::1"))
  }
}
