import Testing

@testable import HTTP

/// RFC 9112, sections 6 and 7: where a body ends. Whoever stands before this server and reads these
/// bytes in another way could have requests smuggled past it, so doubt is an error and the end of
/// the connection.
@Suite(.timeLimit(.minutes(1))) struct FramingConformanceTests {
  private static let chunks = "0\r\n\r\n"

  static let lengths: [ConformanceCase] = [
    .answered("9112 6.2: a length", .post("Content-Length: 5\r\n", "hello"), 200),
    .answered("9110 8.6: leading zeros", .post("Content-Length: 005\r\n", "hello"), 200),
    .answered("9112 6.3: no length and no coding is no body", .post(""), 200),
    .answered(
      "9110 9.3.1: a body for GET does no harm", .get("Content-Length: 5\r\n", "hello"), 200),
    .answered("9110 8.6: another field of a similar name", .post("Content_Length: 5\r\n"), 200),
    .refused("9112 6.3: two lengths", .post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")),
    .refused(
      "9112 6.3: equal ones too", .post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")),
    .refused("9112 6.3: a list of lengths", .post("Content-Length: 5, 6\r\n", "hello")),
    .refused("9112 6.3: a list of equal ones", .post("Content-Length: 5,5\r\n", "hello")),
    .refused("9110 8.6: a plus sign", .post("Content-Length: +5\r\n", "hello")),
    .refused("9110 8.6: a minus sign", .post("Content-Length: -5\r\n", "hello")),
    .refused("9110 8.6: hexadecimal", .post("Content-Length: 0x5\r\n", "hello")),
    .refused("9110 8.6: a fraction", .post("Content-Length: 5.0\r\n", "hello")),
    .refused("9110 8.6: an exponent", .post("Content-Length: 1e1\r\n", "hello")),
    .refused("9110 8.6: a digit of another script", .post("Content-Length: ٥\r\n", "hello")),
    .refused("9110 8.6: two numbers", .post("Content-Length: 5 5\r\n", "hello")),
    .refused("9110 8.6: nothing", .post("Content-Length:\r\n", "hello")),
    .refused("9110 8.6: quotes", .post("Content-Length: \"5\"\r\n", "hello")),
    .refused("9110 8.6: a semicolon after it", .post("Content-Length: 5;\r\n", "hello")),
    .refused(
      "9110 8.6: more than 64 bits", .post("Content-Length: 18446744073709551621\r\n", "hello")),
    .refused("9110 15.5.14: more than is taken", .post("Content-Length: 65537\r\n"), 413),
    .refused("9110 15.5.14: very much more", .post("Content-Length: 999999999999999\r\n"), 413),
  ]

  static let codings: [ConformanceCase] = [
    .answered("9112 6.1: chunked", .chunked(chunks), 200),
    .answered("9112 7: chunked in capitals", .post("TRANSFER-ENCODING: CHUNKED\r\n", chunks), 200),
    .answered(
      "9112 5: white space around it", .post("Transfer-Encoding:\t chunked\t\r\n", chunks), 200),
    .answered("9110 10.1.4: TE is another field", .get("TE: trailers\r\n"), 200),
    .refused(
      "9112 6.1: in HTTP/1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks),
  ]

  /// A Transfer-Encoding that another server might read as chunked, or as none.
  static let disguises = [
    "Transfer-Encoding: identity", "Transfer-Encoding: gzip", "Transfer-Encoding: xchunked",
    "Transfer-Encoding: chunkedx", "Transfer-Encoding: chunk", "Transfer-Encoding: \"chunked\"",
    "Transfer-Encoding: 'chunked'", "Transfer-Encoding: chunked;q=1", "Transfer-Encoding: chunked;",
    "Transfer-Encoding: ,chunked", "Transfer-Encoding: chunked,",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: chunked, gzip", "Transfer-Encoding: chunked, identity",
    "Transfer-Encoding: identity, chunked", "Transfer-Encoding: chunked, chunked",
    "Transfer-Encoding: chunked chunked", "Transfer-Encoding:", "Transfer-Encoding: ",
    "Transfer-Encoding: \u{B}chunked", "Transfer-Encoding: chunked\u{B}",
    "Transfer-Encoding: \u{C}chunked", "Transfer-Encoding: chunked\0",
    "Transfer-Encoding: \0chunked",
    "Transfer-Encoding: chunked\u{7F}", "Transfer-Encoding: \u{A0}chunked",
    "Transfer-Encoding: сhunked", "Transfer-Encoding : chunked", "Transfer-Encoding\t: chunked",
    "Transfer-Encoding\0: chunked", " Transfer-Encoding: chunked", "\tTransfer-Encoding: chunked",
    "Transfer-Encoding:\r\n chunked", "Transfer-Encoding:\n chunked",
    "Transfer-Encoding: chun\r\n ked",
    "X: y\r Transfer-Encoding: chunked", "X: y\rTransfer-Encoding: chunked",
    "X: y\nTransfer-Encoding: chunked", "X: y\n\rTransfer-Encoding: chunked",
    "X: y\r\n\rTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip",
    "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\ntransfer-encoding: chunked", "Transfer-Encoding\r\n: chunked",
    "Transfer-Encoding chunked", "Transfer Encoding: chunked", "Transfer-Encoding:chunked\rX: y",
  ]

  /// Fields of other names: a server must not see a coding in them, and goes by the length.
  static let bystanders = [
    "Transfer_Encoding: chunked", "X-Transfer-Encoding: chunked", "Transfer-Encodings: chunked",
    "TransferEncoding: chunked", "Transfer-Encoding-: chunked", "X: Transfer-Encoding: chunked",
    "TE: chunked", "Content-Encoding: chunked",
  ]

  @Test(arguments: lengths)
  func `a length is one decimal number`(rule: ConformanceCase) async throws {
    try await rule.check()
  }

  @Test(arguments: codings)
  func `the one coding is chunked`(rule: ConformanceCase) async throws {
    try await rule.check()
  }

  // RFC 9112, section 6.1.
  @Test(arguments: disguises)
  func `a disguised coding is refused, alone and beside a length`(line: String) async throws {
    let body = "0\r\n\r\n"
    for lines in [
      line, "Content-Length: 5\r\n" + line, line + "\r\nContent-Length: 5",
      "Content-Length: 0\r\n" + line,
    ] {
      try await ConformanceCase.refused("", .post(lines + "\r\n", body)).check()
    }
  }

  // RFC 9112, section 6.3: with both, an attack is likely.
  @Test(arguments: ["chunked", "CHUNKED", "\tchunked "])
  func `a coding and a length together are refused`(coding: String) async throws {
    let coding = "Transfer-Encoding: \(coding)\r\n"
    for length in ["0", "5", "6", "100"] {
      let length = "Content-Length: \(length)\r\n"
      for lines in [coding + length, length + coding, coding + "X: y\r\n" + length] {
        try await ConformanceCase.refused("", .post(lines, "0\r\n\r\n")).check()
      }
    }
  }

  @Test(arguments: bystanders)
  func `a field of another name is no coding`(line: String) async throws {
    try await ConformanceCase.answered(
      "", .post("Content-Length: 5\r\n\(line)\r\n", "0\r\n\r\n"), 200
    ).check()
  }

  static let bodies: [ConformanceCase] = [
    .answered(
      "9112 7.1: sizes in either case", .chunked("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n"),
      200),
    .answered("9112 7.1: leading zeros", .chunked("0005\r\nhello\r\n000\r\n\r\n"), 200),
    .answered(
      "9112 7.1.1: extensions are ignored", .chunked("5;a;b=c;d=\"e f\"\r\nhello\r\n0;g\r\n\r\n"),
      200),
    .answered("9112 7.1.2: trailers are dropped", .chunked("0\r\nX: y\r\nY:\r\n\r\n"), 200),
    .refused("9112 7.1: no size", .chunked("\r\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1: a size that is no number", .chunked("g\r\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1: a sign", .chunked("+5\r\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1: a prefix", .chunked("0x5\r\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1: an underscore", .chunked("1_0\r\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1: a space before the size", .chunked(" 5\r\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1: a space after the size", .chunked("5 \r\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1: a tab after the size", .chunked("5\t\r\nhello\r\n0\r\n\r\n")),
    .refused(
      "9112 7.1: a size that overflows 32 bits", .chunked("100000005\r\nhello\r\n0\r\n\r\n")),
    .refused(
      "9112 7.1: a size that overflows 64 bits", .chunked("10000000000000005\r\nhello\r\n0\r\n\r\n")
    ),
    .refused("9112 7.1: a bare LF after a size", .chunked("5\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1: a bare CR after a size", .chunked("5\rhello\r\n0\r\n\r\n")),
    .refused("9112 7.1: a bare LF after the data", .chunked("5\r\nhello\n0\r\n\r\n")),
    .refused("9112 7.1: a bare CR after the data", .chunked("5\r\nhello\r0\r\n\r\n")),
    .refused("9112 7.1: nothing after the data", .chunked("5\r\nhello0\r\n\r\n")),
    .refused("9112 7.1: more data than the size", .chunked("5\r\nhello!\r\n0\r\n\r\n")),
    .refused("9112 7.1: less data than the size", .chunked("5\r\nhell\r\n0\r\n\r\n")),
    .refused("9112 7.1: a bare LF at the end", .chunked("0\n\n")),
    .refused("9112 7.1: a bare LF after the last chunk", .chunked("0\r\n\n")),
    .refused("9112 7.1.1: an extension without a name", .chunked("5;\r\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1.1: a bare LF in an extension", .chunked("5;a\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1.1: a bare CR in an extension", .chunked("5;a\rb\r\nhello\r\n0\r\n\r\n")),
    .refused(
      "9112 7.1.1: a LF in a quoted extension", .chunked("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n")),
    .refused("9112 7.1.1: a NUL in an extension", .chunked("5;a\0\r\nhello\r\n0\r\n\r\n")),
    .refused(
      "9112 7.1.1: an extension over the limit",
      .chunked("5;a=" + String(repeating: "b", count: 300))),
    .refused("9110 6.5.1: a length in a trailer", .chunked("0\r\nContent-Length: 5\r\n\r\n")),
    .refused(
      "9110 6.5.1: a coding in a trailer", .chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n")),
    .refused("9110 6.5.1: a Host in a trailer", .chunked("0\r\nHost: b\r\n\r\n")),
    .refused("9112 7.1.2: a folded trailer", .chunked("0\r\nX: y\r\n z\r\n\r\n")),
    .refused("9112 7.1.2: a space before a trailer's colon", .chunked("0\r\nX : y\r\n\r\n")),
    .refused("9112 7.1.2: a trailer without a colon", .chunked("0\r\nX\r\n\r\n")),
    .refused("9112 7.1.2: a bare LF after a trailer", .chunked("0\r\nX: y\n\r\n")),
    .refused(
      "9110 15.5.14: chunks over the limit together",
      .chunked(String(repeating: "1000\r\n\(String(repeating: "x", count: 4096))\r\n", count: 17)),
      413),
  ]

  @Test(arguments: bodies)
  func `a chunk is a size, its data, and nothing in doubt`(rule: ConformanceCase) async throws {
    try await rule.check()
  }

  /// Any byte in any place of the two fields that frame, besides those that name another field.
  @Test(arguments: [
    ("Content-Length: 5", 0), ("Content-Length: 5", 14), ("Content-Length: 5", 16),
    ("Content-Length: 5", 17), ("Transfer-Encoding: chunked", 0),
    ("Transfer-Encoding: chunked", 17), ("Transfer-Encoding: chunked", 19),
    ("Transfer-Encoding: chunked", 26),
  ])
  func `a byte too many in a framing field is refused`(field: String, place: Int) {
    let other = field.hasPrefix("C") ? "Transfer-Encoding: chunked" : "Content-Length: 5"
    let accepted = (UInt8.min...UInt8.max).filter { byte in
      var line = Array(field.utf8)
      line.insert(byte, at: place)
      let bytes =
        Array("POST / HTTP/1.1\r\nHost: a\r\n\(other)\r\n".utf8) + line + Array("\r\n\r\n".utf8)
      if case .refused = WireReader.read([bytes[...]]).first { return false }
      return true
    }
    // Before and after its name, a letter more makes a name that means nothing.
    let isName = place == 0 || field.dropFirst(place).first == ":"
    let allowed = (UInt8.min...UInt8.max).filter { isName && ByteSet.token.contains($0) }
    #expect(accepted == allowed)
  }
}

extension String {
  fileprivate static func get(_ lines: String = "", _ body: String = "") -> String {
    ConformanceCase.get(lines) + body
  }

  fileprivate static func post(_ lines: String, _ body: String = "") -> String {
    ConformanceCase.post(lines, body)
  }

  fileprivate static func chunked(_ body: String) -> String {
    ConformanceCase.post("Transfer-Encoding: chunked\r\n", body)
  }
}
