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
      try self.init(
        form: try MultipartForm(
          request.body, contentType: request[header: "content-type"] ?? ""))
    case nil, "application/octet-stream", "text/x-python", "text/plain", "application/x-python",
      "text/x-script.python":
      try self.init(source: request.body)
    case "application/x-www-form-urlencoded":
      // What `curl --data` says of any body it is not told more about.
      if let object = try? JSONDocument.object(request.body, of: "the body"),
        object["solver"] != nil
      {
        try self.init(json: request.body)
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
    source = try JSONDocument.text(bytes, of: "the source")
  }

  private init(form: MultipartForm) throws(HTTPError) {
    for part in form.parts {
      switch part.name {
      case "file", "source": source = try JSONDocument.text(part.bytes, of: "the file")
      case "runtime": runtime = try JSONDocument.text(part.bytes, of: "the field runtime")
      case "entry": entry = try JSONDocument.text(part.bytes, of: "the field entry")
      case "parameters":
        parameters = try Self.checkedParameters(
          try JSONDocument.object(part.bytes, of: "the field parameters"))
      default:
        throw HTTPError(
          422, code: "unknown_field",
          "The form has a field \"\(part.name)\" that means nothing here; the fields are file, "
            + "runtime, entry and parameters.")
      }
    }
  }

  private init(json bytes: [UInt8]) throws(HTTPError) {
    try self.init(
      JSONDocument(bytes: bytes, of: "the body", known: ["solver", "benchmark"]))
  }

  private init(_ document: JSONDocument) throws(HTTPError) {
    let keys = ["runtime", "source", "entry", "parameters"]
    guard let solver = try document.object("solver", known: keys) else {
      guard document.value("solver") == nil, !document.has("solver") else {
        throw .wrongType("solver", "an object")
      }
      throw HTTPError(
        422, code: "missing_solver",
        "The document has no \"solver\"; it looks like {\"solver\": {\"runtime\": \"python3\", "
          + "\"source\": \"…\"}}.")
    }
    benchmarkIterations = try document.object("benchmark", known: ["iterations"]).map {
      (benchmark) throws(HTTPError) in
      let range = 1...BenchmarkResult.largestIterations
      guard let iterations = try benchmark.integer("iterations", in: range) else {
        throw benchmark.wrong(
          "iterations", "an integer from \(range.lowerBound) to \(range.upperBound)")
      }
      return iterations
    }
    runtime = try solver.string("runtime")
    source = try solver.string("source")
    entry = try solver.string("entry")
    if let object = try solver.object("parameters") {
      parameters = try Self.checkedParameters(object)
    }
  }

  // MARK: values

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
