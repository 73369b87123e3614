import Domain

/// Reads `submissions/`: examples filed by what is expected of them.
enum ExampleReader {
  static func read(_ files: PackageFiles) -> [ExampleSubmission] {
    var examples: [ExampleSubmission] = []
    for directory in files.names(in: "submissions") {
      if directory == "submissions.yaml" { continue }
      guard let expectation = expectation(directory) else {
        files.faults.add(
          files.path("submissions/\(directory)"),
          "is not a place for submissions; use accepted, rejected, wrong_answer, "
            + "time_limit_exceeded, run_time_error or brute_force")
        continue
      }
      for file in files.names(in: "submissions/\(directory)") {
        let name = directory + "/" + file
        guard let runtime = runtime(of: file) else {
          files.faults.add(
            files.path("submissions/\(name)"),
            "is in no language known here; use the endings .py, .c, .cpp or .cc")
          continue
        }
        files.check("submissions/\(name)", limit: PackageLimits.source)
        examples.append(
          ExampleSubmission(
            name: name, path: files.path("submissions/\(name)"), runtime: runtime, entry: nil,
            expectation: expectation))
      }
    }
    override(&examples, files)
    if !examples.contains(where: { $0.name.hasPrefix("accepted/") }) {
      files.faults.add(
        files.path("submissions/accepted"),
        "holds no accepted submission; a problem needs at least one that solves it")
    }
    return examples
  }

  private static func runtime(of file: String) -> String? {
    switch file.split(separator: ".").last {
    case "py", "json": "python3"
    case "c": "c"
    case "cpp", "cc": "cpp"
    default: nil
    }
  }

  /// The format knows AC, WA, TLE and RTE; our finer verdicts count as the nearest of them.
  private static func finer(_ verdict: Verdict) -> Set<Verdict> {
    switch verdict {
    case .timeLimitExceeded: [.timeLimitExceeded, .idleLimitExceeded]
    case .runTimeError: [.runTimeError, .memoryLimitExceeded, .securityViolation, .compileError]
    case .wrongAnswer: [.wrongAnswer, .outputLimitExceeded]
    default: [verdict]
    }
  }

  private static func expectation(_ directory: String) -> ExampleSubmission.Expectation? {
    let (permitted, required): ([Verdict], [Verdict])
    switch directory {
    case "accepted": (permitted, required) = ([.accepted], [])
    case "rejected":
      required = [.runTimeError, .timeLimitExceeded, .wrongAnswer]
      permitted = required + [.accepted]
    case "wrong_answer": (permitted, required) = ([.accepted, .wrongAnswer], [.wrongAnswer])
    case "time_limit_exceeded":
      (permitted, required) = ([.accepted, .timeLimitExceeded], [.timeLimitExceeded])
    case "run_time_error": (permitted, required) = ([.accepted, .runTimeError], [.runTimeError])
    case "brute_force":
      required = [.runTimeError, .timeLimitExceeded]
      permitted = required + [.accepted]
    default: return nil
    }
    return ExampleSubmission.Expectation(
      permitted: Set(permitted.flatMap(finer)), required: Set(required.flatMap(finer)))
  }

  /// Applies `submissions/submissions.yaml`, whose keys are names or patterns with `*`.
  private static func override(_ examples: inout [ExampleSubmission], _ files: PackageFiles) {
    guard let map = files.yaml("submissions/submissions.yaml") else { return }
    for pattern in map.keys {
      guard let settings = map.map(pattern) else { continue }
      let entry = settings.string("entrypoint")
      let permitted = verdicts("permitted", settings)
      let required = verdicts("required", settings)
      settings.ignore(
        "language", "authors", "model_solution", "score", "message", "use_for_time_limit")
      settings.refuseUnknownKeys()
      let matching = examples.indices.filter { matches(examples[$0].name, pattern) }
      if matching.isEmpty { map.fault(pattern, "matches no submission") }
      for index in matching {
        examples[index].entry = entry ?? examples[index].entry
        if let permitted { examples[index].expectation.permitted = permitted }
        if let required { examples[index].expectation.required = required }
      }
    }
  }

  private static func verdicts(_ key: String, _ map: YAMLMap) -> Set<Verdict>? {
    guard let names = map.strings(key) else { return nil }
    var verdicts: Set<Verdict> = []
    for name in names {
      if let verdict = Verdict(rawValue: name) {
        verdicts.formUnion(finer(verdict))
      } else {
        map.fault(key, "names \(name), which is no verdict")
      }
    }
    return verdicts
  }

  /// `*` stands for any run of characters but slashes.
  private static func matches(_ name: String, _ pattern: String) -> Bool {
    let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard pieces.count > 1 else { return name == pattern }
    guard var rest = Optional(name[...]), rest.hasPrefix(pieces[0]) else { return false }
    rest = rest.dropFirst(pieces[0].count)
    for piece in pieces[1..<(pieces.count - 1)] {
      guard
        let range = piece.isEmpty ? rest.startIndex..<rest.startIndex : rest.firstRange(of: piece),
        !rest[..<range.lowerBound].contains("/")
      else { return false }
      rest = rest[range.upperBound...]
    }
    let last = pieces[pieces.count - 1]
    return rest.hasSuffix(last) && !rest.dropLast(last.count).contains("/")
  }
}
