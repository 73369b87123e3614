import Testing

@testable import HTTP

/// A real server, real sockets.
@Suite(.timeLimit(.minutes(1))) struct ServerTests {
  @Test func `a connection serves one request after the other`() async throws {
    try await TestServer.run { server in
      let client = try server.client()
      for number in 0..<20 {
        try await client.get("/items/\(number)")
        #expect(try await client.reply() == Reply.text("\(number)"))
      }
    }
  }

  @Test func `a connection ends when the client asks for it`() async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.get("/", "Connection: close\r\n")
      #expect(try await client.reply() == Reply.text("root", fields: ["connection": "close"]))
      #expect(try await client.rest() == "")
    }
  }

  @Test func `HTTP 1.0 ends unless it is asked to stay`() async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      #expect(try await client.reply() == Reply.text("root", fields: ["connection": "keep-alive"]))
      try await client.send("GET / HTTP/1.0\r\n\r\n")
      #expect(try await client.reply() == Reply.text("root", fields: ["connection": "close"]))
      #expect(try await client.rest() == "")
    }
  }

  @Test func `HEAD is answered as GET is, without the body`() async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.send("HEAD /items/seven HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.reply(toHead: true).fields == Reply.text("seven").fields)
      try await client.send("HEAD /nothing HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.reply(toHead: true).status == 404)
      try await client.get("/", "Connection: close\r\n")
      #expect(try await client.reply().body == "root")
      #expect(try await client.rest() == "")
    }
  }

  @Test func `what is not there is not found, and the connection lives on`() async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.get("/nothing")
      #expect(try await client.reply().problem == "404 not_found")
      try await client.send("PUT / HTTP/1.1\r\nHost: a\r\n\r\n")
      let other = try await client.reply()
      #expect(other.problem == "405 method_not_allowed")
      #expect(other.fields["allow"] == "GET, HEAD, OPTIONS")
      try await client.send("OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(
        try await client.reply()
          == Reply(status: 204, fields: ["allow": "POST, OPTIONS"]))
      try await client.send("DELETE /items/1 HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.reply() == Reply(status: 204))
    }
  }

  @Test func `OPTIONS of an asterisk says what there is at all`() async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(
        try await client.reply()
          == Reply(status: 204, fields: ["allow": "GET, HEAD, POST, DELETE, OPTIONS"]))
    }
  }

  @Test func `a body for nothing ends the connection`() async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.send(
        "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 38\r\n\r\n"
          + "GET /items/smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.reply().problem == "404 not_found, close")
      #expect(try await client.rest() == "")
    }
  }

  @Test func `a body comes whole to its handler, of either framing`() async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello")
      try await client.send("world")
      #expect(try await client.reply() == Reply.text("helloworld"))
      try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
      for piece in ["5\r\nhe", "llo\r", "\n7;a=b\r\n, world\r\n", "0\r\nX: y\r\n", "\r\n"] {
        try await client.send(piece)
      }
      #expect(try await client.reply() == Reply.text("hello, world"))
      let large = String(repeating: "0123456789abcdef", count: 4096)
      try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 65536\r\n\r\n")
      try await client.send(large)
      #expect(try await client.reply() == Reply.text(large))
    }
  }

  @Test func `a client that waits to be told is told`() async throws {
    try await TestServer.run { server in
      let client = try server.client()
      let head =
        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
      try await client.send(head)
      #expect(try await client.reply() == Reply(status: 100))
      try await client.send("hi")
      #expect(try await client.reply() == Reply.text("hi"))
      // Who sends the body at once does not wait.
      try await client.send(head + "ho")
      #expect(try await client.reply() == Reply.text("ho"))
    }
  }

  @Test func `a body that is too large is refused before it is sent`() async throws {
    try await TestServer.run { server in
      for (path, length) in [("/echo", (64 << 10) + 1), ("/small", 5)] {
        let client = try server.client()
        try await client.send(
          "POST \(path) HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
            + "Content-Length: \(length)\r\n\r\n")
        #expect(try await client.reply().problem == "413 body_too_large, close")
        #expect(try await client.rest() == "")
      }
    }
  }

  @Test(arguments: [
    (
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "400 bad_request"
    ),
    ("GET / HTTP/1.1\r\n\r\n", "400 bad_request"),
    (
      "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n",
      "413 body_too_large"
    ),
    ("GET /\(String(repeating: "a", count: 8192)) HTTP/1.1\r\n", "414 target_too_long"),
    ("GET / HTTP/1.1\r\nHost: a\r\nExpect: b\r\n\r\n", "417 expectation_failed"),
    ("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 16384))", "431 head_too_large"),
    ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "501 unknown_method"),
    ("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "405 method_not_allowed"),
    ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", "505 unsupported_version"),
  ])
  func `what is refused ends the connection, and what follows is not read`(
    bytes: String, expected: String
  ) async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.send(bytes + "GET /items/smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.reply().problem == expected + ", close")
      #expect(try await client.rest() == "")
    }
  }

  @Test(arguments: [
    "G", "GET / HTTP/1.1\r\n", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx",
  ])
  func `a request that is cut off is refused`(bytes: String) async throws {
    try await TestServer.run { server in
      let client = try server.client()
      try await client.send(bytes)
      await client.finishSending()
      #expect(try await client.reply().problem == "400 bad_request, close")
      #expect(try await client.rest() == "")
    }
  }
}
