import Domain

/// Reads `data/sample` and `data/secret` with their groups.
struct TestDataReader {
  let files: PackageFiles
  let isScoring: Bool

  /// Groups in judging order.
  func read() -> [TestGroup] {
    let sample = group("sample", isSample: true, defaults: CheckerOptions())
    let secretNames = files.names(in: "data/secret")
    let directories = secretNames.filter { Files.isDirectory(files.path("data/secret/\($0)")) }
    var groups = [sample]
    if directories.isEmpty {
      groups.append(
        group("secret", isSample: false, defaults: CheckerOptions(), earlier: [sample.name]))
    } else {
      if secretNames.contains(where: { $0.hasSuffix(".in") }) {
        files.faults.add(
          files.path("data/secret"), "holds both cases and groups; move the cases into a group")
      }
      let options = settings("secret", isSample: false, earlier: [], defaults: CheckerOptions())
      for name in directories {
        groups.append(
          group(
            "secret/" + name, isSample: false, defaults: options.checker,
            earlier: groups.map(\.name)))
      }
    }
    let count = groups.reduce(0) { $0 + $1.cases.count }
    if count > PackageLimits.testCases {
      files.faults.add(
        files.path("data"), "has \(count) cases; at most \(PackageLimits.testCases) can be judged")
    }
    return groups
  }

  private struct Settings {
    var maxScore: Double
    var aggregation: TestGroup.Aggregation
    var requires: [String]
    var checker: CheckerOptions
  }

  private func group(
    _ name: String, isSample: Bool, defaults: CheckerOptions, earlier: [String] = []
  ) -> TestGroup {
    let settings = settings(name, isSample: isSample, earlier: earlier, defaults: defaults)
    let cases = cases(name, checker: settings.checker)
    if cases.isEmpty {
      files.faults.add(
        files.path("data/" + name), "has no test case; add at least one .in with its .ans")
    }
    return TestGroup(
      name: name, isSample: isSample, cases: cases, maxScore: settings.maxScore,
      aggregation: settings.aggregation, requires: settings.requires)
  }

  /// What `test_group.yaml` says, or what goes without it.
  private func settings(
    _ name: String, isSample: Bool, earlier: [String], defaults: CheckerOptions
  ) -> Settings {
    let isGroup = name.contains("/")
    var settings = Settings(
      maxScore: isSample ? 0 : isScoring ? 100 : 1,
      aggregation: isScoring && name == "secret" ? .sum : .passFail, requires: [],
      checker: defaults)
    let file = "data/\(name)/test_group.yaml"
    guard let map = files.yaml(file) else {
      if isScoring, isGroup {
        files.faults.add(files.path(file), "is missing; a group needs its max_score")
      }
      return settings
    }
    if let score = map.number("max_score") {
      if score < 0 { map.fault("max_score", "must not be negative") }
      settings.maxScore = max(0, score)
    } else if isScoring, isGroup, !map.has("max_score") {
      map.fault("max_score", "is missing; a group needs its share of the score")
    }
    switch map.string("score_aggregation") {
    case nil: break
    case "pass-fail": settings.aggregation = .passFail
    case "sum": settings.aggregation = .sum
    case "min": settings.aggregation = .min
    default: map.fault("score_aggregation", "must be pass-fail, sum or min")
    }
    for required in map.strings("require_pass") ?? [] {
      let full = required == "sample" ? required : "secret/" + required
      if !earlier.contains(full) {
        map.fault("require_pass", "names \(required), which is no group before this one")
      }
      settings.requires.append(full)
    }
    settings.checker = checker(map, defaults: defaults)
    map.ignore("static_validation_score", "full_feedback", "input_validator_args")
    map.refuseUnknownKeys()
    return settings
  }

  private func checker(_ map: YAMLMap, defaults: CheckerOptions) -> CheckerOptions {
    guard let texts = map.strings("output_validator_args") else { return defaults }
    // One text is a command line, a list is its words.
    let words = texts.count == 1 ? texts[0].split(separator: " ").map(String.init) : texts
    do {
      return try CheckerOptions(arguments: words)
    } catch {
      map.fault("output_validator_args", error.message)
      return defaults
    }
  }

  private func cases(_ group: String, checker: CheckerOptions) -> [TestCase] {
    let directory = "data/" + group
    let names = files.names(in: directory)
    let known = Set(names)
    var cases: [TestCase] = []
    for name in names {
      let path = directory + "/" + name
      if name.hasSuffix(".in") {
        let base = String(name.dropLast(3))
        guard known.contains(base + ".ans") else {
          files.faults.add(files.path(path), "has no \(base).ans beside it; add the answer")
          continue
        }
        files.check(path, limit: PackageLimits.testFile)
        files.check("\(directory)/\(base).ans", limit: PackageLimits.testFile)
        cases.append(
          TestCase(
            name: group + "/" + base, inputPath: files.path(path),
            answerPath: files.path("\(directory)/\(base).ans"),
            checker: caseChecker("\(directory)/\(base).yaml", defaults: checker)))
      } else if name.hasSuffix(".ans"), !known.contains(String(name.dropLast(4)) + ".in") {
        files.faults.add(
          files.path(path), "has no \(name.dropLast(4)).in beside it; add the input")
      } else if group.contains("/") || group == "sample", Files.isDirectory(files.path(path)) {
        files.faults.add(files.path(path), "is a directory; groups cannot be nested")
      }
    }
    return cases
  }

  private func caseChecker(_ file: String, defaults: CheckerOptions) -> CheckerOptions {
    guard let map = files.yaml(file) else { return defaults }
    let options = checker(map, defaults: defaults)
    map.ignore("hint", "description", "full_feedback", "input_validator_args")
    map.refuseUnknownKeys()
    return options
  }

  /// `data/complexity/<size>.in`, by size.
  func sizes() -> [LabSettings.SizedCase] {
    cases("complexity", checker: CheckerOptions()).compactMap { testCase in
      guard let size = Int(testCase.name.dropFirst("complexity/".count)), size > 0 else {
        files.faults.add(testCase.inputPath, "must be named after its size, a positive number")
        return nil
      }
      return LabSettings.SizedCase(size: size, testCase: testCase)
    }.sorted { $0.size < $1.size }
  }

  /// What the statement shows of the samples.
  func samples(_ groups: [TestGroup]) -> [Problem.Sample] {
    (groups.first?.cases ?? []).map { testCase in
      Problem.Sample(
        name: String(testCase.name.dropFirst("sample/".count)), input: shown(testCase.inputPath),
        answer: shown(testCase.answerPath))
    }
  }

  private func shown(_ path: String) -> String {
    guard let bytes = try? Files.read(path, limit: PackageLimits.testFile) else { return "" }
    return String(decoding: bytes.prefix(PackageLimits.shownSample.bytes), as: UTF8.self)
  }
}
