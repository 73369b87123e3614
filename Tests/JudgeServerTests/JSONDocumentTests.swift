import TestClient
import Testing

@testable import JudgeServer

/// What is wrong with a document, and what the client is told to do.
@Suite(.timeLimit(.minutes(1))) struct JSONDocumentTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    var document: String
    var status: Int
    var code: String
    var detail: String

    init(_ document: String, _ status: Int, _ code: String, _ detail: String) {
      self.document = document
      self.status = status
      self.code = code
      self.detail = detail
    }

    /// With these members of the solver.
    static func solver(
      _ members: String, _ status: Int, _ code: String, _ detail: String
    ) -> Refusal {
      Refusal("{\"solver\": {\(members)}}", status, code, detail)
    }

    var testDescription: String { String(document.prefix(60)) }

    func check() async throws {
      let server = try await TestServer()
      try await server.submit(json: document).expectError(status, code, detail)
      let counts = try await server.database.queueCounts()
      #expect(counts.queued == 0)
    }
  }

  private static let missingSource =
    "There is no source to judge; put the program's text into solver.source, or send the file "
    + "itself (curl --data-binary @solver.py)."
  private static let keys =
    "the keys are solver.runtime, solver.source, solver.entry, solver.parameters."
  private static let entry =
    "The entry point must be the name of a function in the source, at most 100 characters, such "
    + "as \"main\"."

  @Test(arguments: [
    ("", "line 1, column 1: a value is missing here"),
    (
      "{\"solver\": {\"source\":\n  \"a\nb\"}}",
      "line 2, column 5: a line break or control character must be escaped, as \\n"
    ),
    (
      "{\"solver\": {\"source\": \"a\", \"source\": \"b\"}}",
      "line 1, column 28: the key \"source\" is given twice"
    ),
    ("{\"solver\": {}} {", "line 1, column 16: there is more after the document's end"),
  ])
  func `what is no JSON is refused`(document: String, why: String) async throws {
    try await Refusal(document, 400, "malformed_json", Self.malformed(why)).check()
  }

  private static func malformed(_ why: String) -> String {
    "The body is not JSON that can be taken: \(why). `python3 -m json.tool` checks a file."
  }

  @Test(arguments: [
    Refusal("[]", 422, "wrong_type", "The body must be an object."),
    Refusal("\"x\"", 422, "wrong_type", "The body must be an object."),
    Refusal("null", 422, "wrong_type", "The body must be an object."),
    Refusal(#"{"solver": []}"#, 422, "wrong_type", "solver must be an object."),
    Refusal(#"{"solver": null}"#, 422, "wrong_type", "solver must be an object."),
    .solver(#""source": 1"#, 422, "wrong_type", "solver.source must be a string."),
    .solver(#""source": ["x"]"#, 422, "wrong_type", "solver.source must be a string."),
    .solver(#""source": "x", "runtime": 3"#, 422, "wrong_type", "solver.runtime must be a string."),
    .solver(#""source": "x", "entry": true"#, 422, "wrong_type", "solver.entry must be a string."),
    .solver(
      #""source": "x", "parameters": []"#, 422, "wrong_type", "solver.parameters must be an object."
    ),
    .solver(
      #""source": "x", "parameters": "{}""#, 422, "wrong_type",
      "solver.parameters must be an object."),
  ])
  func `a wrong type is named`(refusal: Refusal) async throws { try await refusal.check() }

  @Test(arguments: [
    Refusal(
      "{}", 422, "missing_solver",
      "The document has no \"solver\"; it looks like {\"solver\": {\"runtime\": \"python3\", \"source\": \"…\"}}."
    ),
    Refusal(
      #"{"solver": {"source": "x"}, "id": 1}"#, 422, "unknown_field",
      "\"id\" means nothing here; the keys are solver, benchmark."),
    Refusal(
      #"{"source": "x"}"#, 422, "unknown_field",
      "\"source\" means nothing here; the keys are solver, benchmark."),
    .solver(
      #""source": "x", "sourc": "", "b": 1"#, 422, "unknown_field",
      "\"solver.b\" means nothing here; " + keys),
    .solver(
      #""Source": "x""#, 422, "unknown_field", "\"solver.Source\" means nothing here; " + keys),
  ])
  func `an unknown key is named`(refusal: Refusal) async throws { try await refusal.check() }

  @Test(
    arguments: [
      .solver("", 422, "missing_source", missingSource),
      .solver(#""source": null"#, 422, "missing_source", missingSource),
      .solver(#""source": " \n""#, 422, "missing_source", missingSource),
      .solver(
        "\"source\": \"\(String(repeating: "é", count: 600))\"", 413, "source_too_large",
        "The source has 1200 bytes; this problem takes at most 1024 (1 KiB)."),
      .solver(
        #""source": "x", "runtime": "cobol""#, 422, "unknown_runtime",
        "There is no runtime \"cobol\" here; use one of: python3."),
      .solver(
        #""source": "x", "runtime": "c""#, 422, "runtime_not_allowed",
        "The runtime \"c\" is not allowed for this problem; use one of: python3."),
      .solver(
        #""source": "x", "runtime": """#, 422, "unknown_runtime",
        "There is no runtime \"\" here; use one of: python3."),
      .solver(
        #""source": "x", "parameters": {"n": 1}"#, 422, "parameters_without_entry",
        "Parameters are the keyword arguments of the entry point; name it in solver.entry, or leave the parameters out."
      ),
      .solver(
        "\"source\": \"x\", \"entry\": \"f\", \"parameters\": {\"s\": \"\(String(repeating: "x", count: 64 << 10))\"}",
        413, "parameters_too_large",
        "The parameters take more than 64 KiB as JSON; send fewer or shorter ones."),
    ] as [Refusal])
  func `a configuration that cannot be judged is refused`(refusal: Refusal) async throws {
    try await refusal.check()
  }

  @Test(arguments: [
    "", "1a", "a b", "a.b", "a-b", "f()", "a;b", "é\\n", "²a", "a²",
    String(repeating: "a", count: 101), "a" + String(repeating: "\u{301}", count: 100),
  ])
  func `an entry point that is no name is refused`(name: String) async throws {
    try await Refusal.solver(
      "\"source\": \"x\", \"entry\": \"\(name)\"", 422, "invalid_entry", Self.entry
    ).check()
  }

  @Test(arguments: ["a", "_", "__main", "a1", "größe", "名前", String(repeating: "a", count: 100)])
  func `an entry point may be any name`(name: String) async throws {
    let reply = try await TestServer().submit(
      json: "{\"solver\": {\"source\": \"x\", \"entry\": \"\(name)\"}}")
    #expect(reply.status == 201)
    #expect(reply.json["solver"]["entry"].string == name)
  }

  /// `depth` lists in each other, as the only parameter.
  private func document(depth: Int) -> String {
    "{\"solver\": {\"source\": \"x\", \"entry\": \"f\", \"parameters\": {\"x\": "
      + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}}}"
  }

  @Test(arguments: [62, 1000, 100_000])
  func `a document of too many levels is refused`(depth: Int) async throws {
    try await Refusal(
      document(depth: depth), 400, "malformed_json",
      Self.malformed("line 1, column 123: more than 64 lists and objects are in each other")
    ).check()
  }

  @Test func `a document may have as many levels as anyone needs`() async throws {
    let server = try await TestServer()
    let reply = try await server.submit(json: document(depth: 61))
    #expect(reply.status == 201)
    #expect(try await server.get(try #require(reply.fields["location"])).status == 200)
  }

  @Test(arguments: [("3", 200), ("3.0", 200), ("3.5", 422), ("1e400", 400), (#""3""#, 422)])
  func `a whole number may have a point`(number: String, status: Int) async throws {
    let server = try await TestServer()
    let token = try await server.addAccount("ada")
    let reply = try await server.send(
      .put, "/api/v1/me/goal", token: token, json: #"{"weekly": \#(number)}"#)
    #expect(reply.status == status, "\(reply.text)")
  }

  /// A decoder that tries types takes minutes for these, and holds the event loop; the suite's time
  /// limit is for each of them.
  @Test(.serialized, arguments: ["1,", "{},"])
  func `two megabytes of tiny values are refused in time`(value: String) async throws {
    let values = String(repeating: value, count: (2 << 20) / value.utf8.count - 100)
    try await Refusal.solver(
      "\"source\": \"x\", \"entry\": \"f\", \"parameters\": {\"x\": [\(values)1]}", 413,
      "parameters_too_large",
      "The parameters take more than 64 KiB as JSON; send fewer or shorter ones."
    ).check()
  }
}
