import Testing

@testable import Posix

@Suite struct PeerAddressTests {
  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("192.0.2.7:8080", "192.0.2.7"), ("2001:DB8::1", "2001:db8::1"),
    ("[2001:db8::1]", "2001:db8::1"), ("[2001:db8::1]:443", "2001:db8::1"), ("::1", "::1"),
    ("::ffff:192.0.2.7", "192.0.2.7"), ("", nil), ("unknown", nil), ("192.0.2", nil),
    ("192.0.2.7.", nil), ("192.0.2.7:", "192.0.2.7"), ("192.0.2.7:x", nil), ("[::1", nil),
    ("[::1]x", nil), ("192.0.2.256", nil), (" 192.0.2.7", nil), ("_hidden", nil),
  ])
  func `an address is read, and written in one way`(text: String, expected: String?) {
    #expect(PeerAddress(text)?.description == expected)
  }

  @Test func `a household is one network`() throws {
    let one = try #require(PeerAddress("2001:db8::1"))
    let other = try #require(PeerAddress("2001:db8::ffff:2"))
    let stranger = try #require(PeerAddress("2001:db8:0:1::1"))
    #expect(one.network == other.network)
    #expect(one.network != stranger.network)
    #expect(try #require(PeerAddress("192.0.2.7")).network.description == "192.0.2.7")
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
    ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.4", false),
    ("192.0.2.128/25", "192.0.2.129", true), ("192.0.2.128/25", "192.0.2.127", false),
    ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
    ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
    ("2001:db8::/65", "2001:db8::7fff:0:0:1", true),
    ("2001:db8::/65", "2001:db8::8000:0:0:1", false),
    ("::/0", "2001:db8::1", true), ("::1/128", "::1", true), ("unix", "127.0.0.1", false),
  ])
  func `a block holds its addresses`(block: String, address: String, expected: Bool) throws {
    let block = try #require(AddressBlock(block))
    #expect(block.contains(try #require(PeerAddress(address))) == expected)
  }

  @Test func `clients of a Unix socket are in a block of their own`() throws {
    #expect(try #require(AddressBlock("unix")).contains(.unix))
    #expect(!(try #require(AddressBlock("::/0")).contains(.unix)))
  }

  @Test(arguments: [
    "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "a", "10.0.0.0/8/8", "[::1]/8",
  ])
  func `what is no block is none`(text: String) {
    #expect(AddressBlock(text) == nil)
  }
}
