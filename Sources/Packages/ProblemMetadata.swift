import Domain

/// What `problem.yaml` says.
struct ProblemMetadata {
  var name: String
  /// In lower case; nil when there is no valid one.
  var uuid: String?
  var isScoring: Bool
  var keywords: [String]
  var runtimes: [String]?
  var limits: ProblemLimits
  var allowsFileWriting: Bool
  var lab: LabSettings?
  var solver: ShippedSolver?
  /// Substituted for `{{NAME}}` in statements.
  var constants: [String: String]

  /// nil when there is no readable file; other faults leave a value in their place.
  init?(_ files: PackageFiles) {
    let file = "problem.yaml"
    guard Files.exists(files.path(file)) else {
      files.faults.add(files.path(file), "is missing; every package needs one")
      return nil
    }
    guard let map = files.yaml(file) else { return nil }
    let version = map.string("problem_format_version")
    if version != "2025-09" {
      map.fault("problem_format_version", "must be 2025-09, the version that this server reads")
    }
    name = Self.name(map)
    uuid = map.string("uuid").flatMap { Self.isUUID($0) ? $0.lowercased() : nil }
    if uuid == nil {
      map.fault(
        "uuid", "must be a UUID; make one with `uuidgen` or `cat /proc/sys/kernel/random/uuid`")
    }
    isScoring = Self.isScoring(map)
    keywords = map.strings("keywords") ?? []
    let languages = map.strings("languages")
    runtimes = languages == ["all"] ? nil : languages
    if runtimes == [] { map.fault("languages", "must be all, or a list of at least one runtime") }
    allowsFileWriting = map.bool("allow_file_writing") ?? false
    constants = Self.constants(map)
    let extensions = map.map("asyncjudge")
    limits = Self.limits(map, extensions)
    lab = extensions?.map("lab").map(Self.lab)
    solver = extensions?.map("solver").map { Self.solver($0, files) }
    if lab != nil {
      // The world speaks to the loop of the warm interpreter.
      if runtimes ?? ["python3"] != ["python3"] {
        map.fault("languages", "must be python3 for a problem with asyncjudge.lab")
      }
      runtimes = ["python3"]
    }
    extensions?.refuseUnknownKeys()
    map.ignore(
      "version", "credits", "source", "license", "rights_owner", "embargo_until")
    map.refuseUnknownKeys()
  }

  private static func name(_ map: YAMLMap) -> String {
    var name: String?
    if map.isMap("name"), let names = map.map("name") {
      let language = names.keys.contains("en") ? "en" : names.keys.sorted().first ?? "en"
      name = names.string(language)
    } else {
      name = map.string("name")
    }
    guard let name, !name.isEmpty, name.count <= 100 else {
      map.fault("name", "must be a text of 1 to 100 characters, or one for each language")
      return ""
    }
    return name
  }

  private static func isScoring(_ map: YAMLMap) -> Bool {
    let types = map.strings("type") ?? ["pass-fail"]
    for type in types where type != "pass-fail" && type != "scoring" {
      map.fault("type", "cannot be \(type) here yet; use pass-fail or scoring")
    }
    return types.contains("scoring")
  }

  private static func constants(_ map: YAMLMap) -> [String: String] {
    guard let values = map.map("constants") else { return [:] }
    var constants: [String: String] = [:]
    for key in values.keys {
      let holder = values.isMap(key) ? values.map(key) : values
      constants[key] = holder?.string(values.isMap(key) ? "value" : key)
    }
    return constants
  }

  private static func lab(_ map: YAMLMap) -> LabSettings {
    let entry = map.string("entry") ?? ""
    let isName = entry.allSatisfy { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
    if entry.isEmpty || !isName {
      map.fault("entry", "must name the class or function that a solution defines")
    }
    map.refuseUnknownKeys()
    return LabSettings(entry: entry)
  }

  private static func solver(_ map: YAMLMap, _ files: PackageFiles) -> ShippedSolver {
    var solver = ShippedSolver(source: "", parameters: [])
    let file = map.string("file") ?? "solver.py"
    if let bytes = try? Files.read(files.path(file), limit: PackageLimits.source),
      let source = String(validating: bytes, as: UTF8.self)
    {
      solver.source = source
    } else {
      map.fault("file", "names \(file), which cannot be read as UTF-8 text")
    }
    if let rules = map.map("parameters") {
      solver.parameters = rules.keys.sorted().compactMap { name in
        rules.map(name).flatMap { rule(named: name, $0) }
      }
    }
    if solver.parameters.isEmpty { map.fault("parameters", "must describe at least one parameter") }
    map.refuseUnknownKeys()
    return solver
  }

  private static func rule(named name: String, _ map: YAMLMap) -> ParameterRule? {
    let (low, high) = (map.number("minimum"), map.number("maximum"))
    let kind: ParameterRule.Kind?
    switch (map.string("type"), low, high) {
    case ("integer", let low?, let high?) where low <= high && abs(low) < 1e15 && abs(high) < 1e15:
      kind = .integer(Int(low)...Int(high))
    case ("number", let low?, let high?) where low <= high: kind = .number(low...high)
    case ("boolean", nil, nil): kind = .boolean
    case ("choice", nil, nil): kind = .choice(map.strings("choices") ?? [])
    default:
      map.fault(
        "type",
        "must be integer or number with minimum and maximum, boolean, or choice with choices")
      kind = nil
    }
    map.ignore("choices")
    let description = map.string("description") ?? ""
    map.refuseUnknownKeys()
    return kind.map { ParameterRule(name: name, kind: $0, description: description) }
  }

  private static func limits(_ map: YAMLMap, _ extensions: YAMLMap?) -> ProblemLimits {
    let limits = map.map("limits")
    func size(
      _ key: String, unit: Int, default fallback: ByteCount, largest: ByteCount
    ) -> ByteCount {
      guard let number = limits?.number(key) else { return fallback }
      guard number * Double(unit) >= 1, number * Double(unit) <= Double(largest.bytes) else {
        limits?.fault(key, "must be positive and at most \(largest.bytes / unit)")
        return fallback
      }
      return ByteCount(bytes: Int(number * Double(unit)))
    }
    func time(_ holder: YAMLMap?, _ key: String, largest: Duration) -> Duration? {
      guard let seconds = holder?.number(key) else { return nil }
      guard seconds >= 0.001, seconds <= largest / .seconds(1) else {
        holder?.fault(
          key, "must be a positive number of seconds, at most \(Int(largest / .seconds(1)))")
        return nil
      }
      return .milliseconds(Int64(seconds * 1000))
    }
    if limits?.has("time_limit") != true {
      map.fault("limits.time_limit", "is missing; give the CPU seconds of one test case")
    }
    let result = ProblemLimits(
      cpuTime: time(limits, "time_limit", largest: PackageLimits.largestTime) ?? .seconds(1),
      wallTime: time(extensions, "wall_time", largest: PackageLimits.largestWallTime),
      memory: size(
        "memory", unit: 1 << 20, default: PackageLimits.defaultMemory,
        largest: PackageLimits.largestMemory),
      output: size(
        "output", unit: 1 << 20, default: PackageLimits.defaultOutput,
        largest: PackageLimits.largestOutput),
      code: size(
        "code", unit: 1 << 10, default: PackageLimits.defaultCode,
        largest: PackageLimits.largestCode))
    limits?.ignore(
      "time_resolution", "time_multipliers", "compilation_time", "compilation_memory",
      "validation_time", "validation_memory", "validation_output", "validation_passes")
    limits?.refuseUnknownKeys()
    return result
  }

  private static func isUUID(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
  }
}
