import Domain
import FoundationEssentials
import HTTP
import Judging
import Packages

/// What a client posted, whichever way: the JSON document, a form with a file, or the bare source.
/// Reads it and says exactly what is wrong with it.
///
/// ```
/// {"solver": {"runtime": "python3", "source": "…", "entry": "solve", "parameters": {"n": 8}}}
/// curl --data-binary @solver.py …/submissions?entry=solve
/// curl -F file=@solver.py -F entry=solve …/submissions
/// ```
struct SubmissionDocument {
  private var runtime: String?
  private var source: String?
  private var entry: String?
  private var parameters: [String: JSONValue] = [:]
  private var benchmarkIterations: Int?

  init(_ request: Request) throws(HTTPError) {
    switch request.contentType {
    case "application/json":
      try self.init(json: request.body)
    case "multipart/form-data":
      try self.init(form: try MultipartForm(request))
    case nil, "application/octet-stream", "text/x-python", "text/plain", "application/x-python",
      "text/x-script.python":
      try self.init(source: request.body)
    case "application/x-www-form-urlencoded":
      // What `curl --data` says of any body it is not told more about.
      if let document = try? Self.object(request.body, of: "the body"), document["solver"] != nil {
        try self.init(document: document)
      } else {
        try self.init(source: request.body)
      }
    case .some(let type):
      throw HTTPError(
        415, code: "unsupported_media_type",
        "A submission cannot be \(type). Send the solver configuration as application/json, the "
          + "file as multipart/form-data (curl -F file=@solver.py), or its bytes as text/x-python "
          + "(curl --data-binary @solver.py).")
    }
    if let runtime = try request.query("runtime") { self.runtime = runtime }
    if let entry = try request.query("entry") { self.entry = entry }
  }

  /// The configuration, checked against what the problem and the server allow.
  func configuration(
    for package: ProblemPackage, runtimes: [Runtime]
  ) throws(HTTPError) -> SolverConfiguration {
    let problem = package.problem
    if let solver = package.solver { return try tuned(solver) }
    let runtime = try allowedRuntime(for: problem, of: runtimes)
    guard let source, !source.allSatisfy(\.isWhitespace) else {
      throw HTTPError(
        422, code: "missing_source",
        "There is no source to judge; put the program's text into solver.source, or send the file "
          + "itself (curl --data-binary @solver.py).")
    }
    guard source.utf8.count <= problem.limits.code.bytes else {
      throw HTTPError(
        413, code: "source_too_large",
        "The source has \(source.utf8.count) bytes; this problem takes at most "
          + "\(problem.limits.code.bytes) (\(problem.limits.code)).")
    }
    try refuseCalling(unless: runtime.takesEntryPoint, runtime)
    guard parameters.isEmpty || entry != nil || package.lab != nil else {
      throw HTTPError(
        422, code: "parameters_without_entry",
        "Parameters are the keyword arguments of the entry point; name it in solver.entry, or "
          + "leave the parameters out.")
    }
    return SolverConfiguration(
      runtime: runtime.id, source: source, entry: try entry.map(Self.checkedEntry),
      parameters: parameters, benchmarkIterations: benchmarkIterations)
  }

  /// For a problem that ships its solver: parameters only, every one of them, within their ranges.
  private func tuned(_ solver: ShippedSolver) throws(HTTPError) -> SolverConfiguration {
    let names = solver.parameters.map(\.name).joined(separator: ", ")
    guard source == nil, entry == nil else {
      throw HTTPError(
        422, code: "source_not_accepted",
        "This problem ships its solver; send {\"solver\": {\"parameters\": {…}}} with \(names).")
    }
    for name in parameters.keys.sorted()
    where !solver.parameters.contains(where: { $0.name == name }) {
      throw HTTPError(
        422, code: "unknown_parameter",
        "There is no parameter \"\(name)\" here; the parameters are \(names).")
    }
    for rule in solver.parameters {
      guard let value = parameters[rule.name] else {
        throw HTTPError(
          422, code: "missing_parameter",
          "The parameter \"\(rule.name)\" is missing; it must be \(rule.requirement).")
      }
      guard rule.allows(value) else {
        throw HTTPError(
          422, code: "invalid_parameter",
          "The parameter \"\(rule.name)\" must be \(rule.requirement).")
      }
    }
    return SolverConfiguration(
      runtime: "python3", source: solver.source, parameters: parameters,
      benchmarkIterations: benchmarkIterations)
  }

  private func allowedRuntime(
    for problem: Problem, of runtimes: [Runtime]
  ) throws(HTTPError) -> Runtime {
    let id = runtime ?? "python3"
    let allowed = runtimes.filter { problem.runtimes?.contains($0.id) ?? true }
    if let runtime = allowed.first(where: { $0.id == id }) { return runtime }
    let choice =
      allowed.isEmpty
      ? "this server has none that the problem allows, tell your teacher"
      : "use one of: \(allowed.map(\.id).joined(separator: ", "))"
    guard Runtime.all.contains(where: { $0.id == id }) else {
      throw HTTPError(
        422, code: "unknown_runtime", "There is no runtime \"\(id)\" here; \(choice).")
    }
    guard runtimes.contains(where: { $0.id == id }) else {
      throw HTTPError(
        422, code: "unavailable_runtime",
        "The runtime \"\(id)\" is not installed on this server; \(choice).")
    }
    throw HTTPError(
      422, code: "runtime_not_allowed",
      "The runtime \"\(id)\" is not allowed for this problem; \(choice).")
  }

  private func refuseCalling(unless calls: Bool, _ runtime: Runtime) throws(HTTPError) {
    guard !calls else { return }
    guard entry == nil else {
      throw HTTPError(
        422, code: "entry_not_supported",
        "A program in \(runtime.name) starts at its main function; leave the entry point out, it is "
          + "for python3.")
    }
    guard parameters.isEmpty else {
      throw HTTPError(
        422, code: "parameters_not_supported",
        "A program in \(runtime.name) takes no parameters, they are for python3; read standard input."
      )
    }
  }

  // MARK: the three shapes

  private init(source bytes: [UInt8]) throws(HTTPError) {
    source = try Self.text(bytes, of: "the source")
  }

  private init(form: MultipartForm) throws(HTTPError) {
    for part in form.parts {
      switch part.name {
      case "file", "source": source = try Self.text(part.bytes, of: "the file")
      case "runtime": runtime = try Self.text(part.bytes, of: "the field runtime")
      case "entry": entry = try Self.text(part.bytes, of: "the field entry")
      case "parameters":
        parameters = try Self.checkedParameters(
          try Self.object(part.bytes, of: "the field parameters"))
      default:
        throw HTTPError(
          422, code: "unknown_field",
          "The form has a field \"\(part.name)\" that means nothing here; the fields are file, "
            + "runtime, entry and parameters.")
      }
    }
  }

  private init(json bytes: [UInt8]) throws(HTTPError) {
    try self.init(document: try Self.object(bytes, of: "the body"))
  }

  private init(document: [String: JSONValue]) throws(HTTPError) {
    try Self.refuseUnknown(in: document, path: "", known: ["solver", "benchmark"])
    guard let value = document["solver"] else {
      throw HTTPError(
        422, code: "missing_solver",
        "The document has no \"solver\"; it looks like {\"solver\": {\"runtime\": \"python3\", "
          + "\"source\": \"…\"}}.")
    }
    guard case .object(let solver) = value else { throw .wrongType("solver", "an object") }
    try Self.refuseUnknown(
      in: solver, path: "solver.", known: ["runtime", "source", "entry", "parameters"])
    benchmarkIterations = try Self.iterations(document["benchmark"])
    runtime = try Self.string(solver["runtime"], at: "solver.runtime")
    source = try Self.string(solver["source"], at: "solver.source")
    entry = try Self.string(solver["entry"], at: "solver.entry")
    switch solver["parameters"] {
    case nil, .null: break
    case .object(let object): parameters = try Self.checkedParameters(object)
    default: throw .wrongType("solver.parameters", "an object")
    }
  }

  // MARK: values

  private static func object(
    _ bytes: [UInt8], of what: String
  ) throws(HTTPError) -> [String: JSONValue] {
    _ = try text(bytes, of: what)
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw HTTPError(
        400, code: "malformed_json",
        "\(capitalized(what)) is not JSON that can be taken: \(error). `python3 -m json.tool` checks "
          + "a file.")
    }
    guard case .object(let object) = value else { throw .wrongType(capitalized(what), "an object") }
    return object
  }

  private static func text(_ bytes: [UInt8], of what: String) throws(HTTPError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw HTTPError(
        422, code: "invalid_utf8",
        "\(capitalized(what)) is not valid UTF-8; save the file as UTF-8 and send it again.")
    }
    return text
  }

  private static func string(_ value: JSONValue?, at path: String) throws(HTTPError) -> String? {
    switch value {
    case nil, .null: return nil
    case .string(let text): return text
    default: throw .wrongType(path, "a string")
    }
  }

  /// Of `"benchmark": {"iterations": 10}`.
  private static func iterations(_ value: JSONValue?) throws(HTTPError) -> Int? {
    guard let value, value != .null else { return nil }
    guard case .object(let object) = value else { throw .wrongType("benchmark", "an object") }
    try refuseUnknown(in: object, path: "benchmark.", known: ["iterations"])
    let range = 1...BenchmarkResult.largestIterations
    guard case .integer(let iterations)? = object["iterations"], range.contains(iterations) else {
      throw .wrongType(
        "benchmark.iterations", "an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return iterations
  }

  private static func refuseUnknown(
    in object: [String: JSONValue], path: String, known: [String]
  ) throws(HTTPError) {
    for key in object.keys.sorted() where !known.contains(key) {
      throw HTTPError(
        422, code: "unknown_field",
        "\"\(path)\(key)\" means nothing here; the keys are "
          + "\(known.map { path + $0 }.joined(separator: ", ")).")
    }
  }

  private static func checkedEntry(_ entry: String) throws(HTTPError) -> String {
    guard isIdentifier(entry), entry.unicodeScalars.count <= ServerLimits.entryLength else {
      throw HTTPError(
        422, code: "invalid_entry",
        "The entry point must be the name of a function in the source, at most "
          + "\(ServerLimits.entryLength) characters, such as \"main\".")
    }
    return entry
  }

  /// As Python's reference has it, section 2.3.
  private static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
      return false
    }
    return text.unicodeScalars.allSatisfy(\.properties.isXIDContinue)
  }

  private static func checkedParameters(
    _ parameters: [String: JSONValue]
  ) throws(HTTPError) -> [String: JSONValue] {
    // To encode them takes seconds when they are far too many.
    guard JSONValue.object(parameters).leastBytes <= ServerLimits.parameters.bytes,
      let encoded = try? JSONEncoder().encode(parameters),
      encoded.count <= ServerLimits.parameters.bytes
    else {
      throw HTTPError(
        413, code: "parameters_too_large",
        "The parameters take more than \(ServerLimits.parameters) as JSON; send fewer or shorter "
          + "ones.")
    }
    return parameters
  }
}

extension JSONValue {
  /// No JSON of it is shorter.
  fileprivate var leastBytes: Int {
    switch self {
    case .null, .bool: 4
    case .integer, .number: 1
    case .string(let text): text.utf8.count + 2
    case .array(let values): values.reduce(1) { $0 + $1.leastBytes + 1 }
    case .object(let values):
      values.reduce(1) { $0 + $1.key.utf8.count + 3 + $1.value.leastBytes + 1 }
    }
  }
}

/// As a sentence starts.
private func capitalized(_ text: String) -> String {
  text.prefix(1).uppercased() + text.dropFirst()
}

extension HTTPError {
  fileprivate static func wrongType(_ path: String, _ type: String) -> HTTPError {
    HTTPError(422, code: "wrong_type", "\(path) must be \(type).")
  }
}
