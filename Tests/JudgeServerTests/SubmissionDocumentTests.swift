import Domain
import Storage
import TestClient
import Testing

@testable import JudgeServer

@Suite(.timeLimit(.minutes(1))) struct SubmissionDocumentTests {
  /// What is stored of a request that is accepted.
  private func configuration(
    type: String?, query: String = "", _ body: String
  ) async throws -> SolverConfiguration {
    let server = try await TestServer()
    let reply = try await server.post(
      "/api/v1/problems/echo/submissions" + query, type: type, Array(body.utf8))
    #expect(reply.status == 201)
    let id = try #require(reply.json["id"].string.flatMap(SubmissionID.init))
    return try #require(try await server.database.submission(id)).configuration
  }

  private func reply(
    type: String?, query: String = "", _ body: [UInt8]
  ) async throws -> Reply {
    let server = try await TestServer()
    let reply = try await server.post("/api/v1/problems/echo/submissions" + query, type: type, body)
    // What is refused is not stored.
    let counts = try await server.database.queueCounts()
    #expect(counts.queued == (reply.status == 201 ? 1 : 0))
    return reply
  }

  /// A multipart form of fields and their values.
  private static func form(_ fields: [(name: String, value: [UInt8])]) -> [UInt8] {
    fields.flatMap { name, value in
      Array("--frontier\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8) + value
        + Array("\r\n".utf8)
    } + Array("--frontier--\r\n".utf8)
  }

  private static let formType = "multipart/form-data; boundary=frontier"

  @Test func `a document says everything`() async throws {
    let configuration = try await configuration(
      type: "application/json; charset=utf-8",
      #"""
      {"solver": {"runtime": "python3", "source": "print('é')\n", "entry": "löse_2",
        "parameters": {"n": 8, "x": 0.5, "s": "\u00e9", "deep": [null, {"a": [true]}]}}}
      """#)
    #expect(
      configuration
        == SolverConfiguration(
          runtime: "python3", source: "print('é')\n", entry: "löse_2",
          parameters: [
            "n": .integer(8), "x": .number(0.5), "s": .string("é"),
            "deep": .array([.null, .object(["a": .array([.bool(true)])])]),
          ]))
  }

  @Test(arguments: [
    #"{"solver": {"source": "print(1)"}}"#,
    #"{"solver": {"source": "print(1)", "runtime": null, "entry": null, "parameters": null}}"#,
  ])
  func `the source is enough`(document: String) async throws {
    let expected = SolverConfiguration(runtime: "python3", source: "print(1)")
    #expect(try await configuration(type: "application/json", document) == expected)
    #expect(
      try await configuration(type: "application/x-www-form-urlencoded", document) == expected)
  }

  @Test(arguments: [
    nil, "text/x-python", "text/plain; charset=utf-8", "application/octet-stream",
    "application/x-python", "text/x-script.python", "application/x-www-form-urlencoded",
    "Text/X-Python",
  ])
  func `the file's bytes are a submission`(type: String?) async throws {
    let source = "print({\"solver\"})\r\n# ünï=%20&\n"
    #expect(
      try await configuration(type: type, source)
        == SolverConfiguration(runtime: "python3", source: source))
  }

  @Test func `a form with the file is a submission`() async throws {
    let form = Self.form([
      ("file", Array("print(1)\r\n".utf8)), ("entry", Array("main".utf8)),
      ("runtime", Array("python3".utf8)), ("parameters", Array(#"{"n": 1}"#.utf8)),
    ])
    #expect(
      try await configuration(type: Self.formType, String(decoding: form, as: UTF8.self))
        == SolverConfiguration(
          runtime: "python3", source: "print(1)\r\n", entry: "main",
          parameters: ["n": .integer(1)]))
  }

  @Test func `the query goes before the document`() async throws {
    let configuration = try await configuration(
      type: "application/json", query: "?entry=b&runtime=python3",
      #"{"solver": {"source": "x", "runtime": "cobol", "entry": "a"}}"#)
    #expect(configuration.entry == "b")
    #expect(configuration.runtime == "python3")
  }

  @Test func `a source may be as large as the problem allows`() async throws {
    let source = String(repeating: "x", count: 1024)
    #expect(try await configuration(type: nil, source).source == source)
    try await reply(type: nil, Array((source + "x").utf8)).expectError(
      413, "source_too_large",
      "The source has 1025 bytes; this problem takes at most 1024 (1 KiB).")
  }

  @Test(arguments: [nil, "application/json", formType])
  func `bytes that are no UTF-8 are refused`(type: String?) async throws {
    let body = type == Self.formType ? Self.form([("file", [0x61, 0xFF])]) : [0x61, 0xFF]
    let what =
      type == nil ? "The source" : type == Self.formType ? "The file" : "The body"
    try await reply(type: type, body).expectError(
      422, "invalid_utf8",
      "\(what) is not valid UTF-8; save the file as UTF-8 and send it again.")
  }

  @Test func `a type that cannot be a submission is refused`() async throws {
    try await reply(type: "Image/PNG", [1]).expectError(
      415, "unsupported_media_type",
      "A submission cannot be image/png. Send the solver configuration as application/json, the "
        + "file as multipart/form-data (curl -F file=@solver.py), or its bytes as text/x-python "
        + "(curl --data-binary @solver.py).")
  }

  @Test(
    arguments: [
      (
        form([("code", [])]), 422, "unknown_field",
        "The form has a field \"code\" that means nothing here; the fields are file, runtime, entry and parameters."
      ),
      (
        form([("runtime", [0xFF])]), 422, "invalid_utf8",
        "The field runtime is not valid UTF-8; save the file as UTF-8 and send it again."
      ),
      (form([("entry", [])]), 422, "missing_source", missingSource),
      (
        form([("file", [0x61]), ("parameters", [0x5B, 0x5D])]), 422, "wrong_type",
        "The field parameters must be an object."
      ),
      (
        [], 400, "malformed_form",
        "The form is not valid: its boundary is not in the body. curl -F file=@solver.py sends a valid one."
      ),
    ] as [([UInt8], Int, String, String)])
  func `a form that is wrong is refused`(
    body: [UInt8], status: Int, code: String, detail: String
  ) async throws {
    try await reply(type: Self.formType, body).expectError(status, code, detail)
  }

  private static let missingSource =
    "There is no source to judge; put the program's text into solver.source, or send the file "
    + "itself (curl --data-binary @solver.py)."

  @Test(arguments: ["", " ", "\r\n\t\u{3000}"])
  func `nothing is no source`(source: String) async throws {
    try await reply(type: nil, Array(source.utf8)).expectError(
      422, "missing_source", Self.missingSource)
  }
}
