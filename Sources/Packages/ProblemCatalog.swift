import Domain
import FoundationEssentials

/// What is wrong with the scenario and the answer of an asynchronous problem's case. The lab knows;
/// this module does not know the lab.
package typealias ScenarioCheck = @Sendable (_ input: [UInt8], _ answer: [UInt8]) -> [String]

/// The problem sets of a server, read from `Problems/{easy,medium,hard}/<id>/`.
package struct ProblemCatalog: Sendable {
  /// By set, then by id. Only packages without faults.
  package private(set) var problems: [ProblemPackage] = []
  /// Of all packages.
  package private(set) var faults: [PackageFault] = []
  private var indices: [ProblemID: Int] = [:]

  /// nil when there is no such problem, or its package is faulty.
  package subscript(id: ProblemID) -> ProblemPackage? { indices[id].map { problems[$0] } }

  /// Reads every package; a faulty one does not keep the others from being served.
  package static func load(
    directory: String, scenarioCheck: ScenarioCheck = { _, _ in [] }
  ) -> ProblemCatalog {
    var catalog = ProblemCatalog()
    guard Files.isDirectory(directory) else {
      catalog.faults.append(
        PackageFault(file: directory, "is not a directory; name that of the problem sets"))
      return catalog
    }
    var owners: [String: String] = [:]
    let root = PackageFiles(root: directory, faults: FaultCollector())
    for set in root.names(in: ".") where Files.isDirectory(root.path(set)) {
      guard let problemSet = ProblemSet(rawValue: set) else {
        root.faults.add(root.path(set), "is not a problem set; the sets are easy, medium and hard")
        continue
      }
      for name in root.names(in: set) where Files.isDirectory(root.path("\(set)/\(name)")) {
        catalog.add(
          "\(directory)/\(set)/\(name)", name: name, set: problemSet, scenarioCheck, &owners)
      }
    }
    catalog.faults += root.faults.faults
    catalog.sort()
    return catalog
  }

  private mutating func add(
    _ path: String, name: String, set: ProblemSet, _ scenarioCheck: ScenarioCheck,
    _ owners: inout [String: String]
  ) {
    let files = PackageFiles(root: path, faults: FaultCollector())
    let (package, uuid) = Self.read(
      files, name: name, set: set, scenarioCheck: scenarioCheck)
    // A uuid and an id each name one problem on a server.
    for key in [uuid.map { "the uuid \($0)" }, "the id \(name)"].compactMap({ $0 }) {
      if let other = owners[key] {
        files.faults.add(path, "has \(key), which \(other) has too; give it another")
      } else {
        owners[key] = path
      }
    }
    faults += files.faults.faults
    if let package, files.faults.faults.isEmpty { problems.append(package) }
  }

  private mutating func sort() {
    let order = ProblemSet.allCases
    problems.sort { a, b in
      let (first, second) = (
        order.firstIndex(of: a.problem.set) ?? 0, order.firstIndex(of: b.problem.set) ?? 0
      )
      return first == second ? a.problem.id < b.problem.id : first < second
    }
    indices = Dictionary(
      uniqueKeysWithValues: problems.indices.map { (problems[$0].problem.id, $0) })
  }

  /// nil when there is nothing to judge with. Faults may have been noted either way.
  private static func read(
    _ files: PackageFiles, name: String, set: ProblemSet, scenarioCheck: ScenarioCheck
  ) -> (ProblemPackage?, uuid: String?) {
    let id = ProblemID(name)
    if id == nil {
      files.faults.add(
        files.root, "is no id for a problem; use 1 to 36 of a-z, 0-9 and -, not starting with -")
    }
    let metadata = ProblemMetadata(files)
    let contents = read(files, metadata, scenarioCheck)
    let variants = variants(of: files, metadata, scenarioCheck)
    guard let id, let metadata else { return (nil, metadata?.uuid) }
    var package = package(files, contents, metadata, id: id, set: set)
    package.variants = variants.mapValues {
      Self.package($0.files, $0.contents, metadata, id: id, set: set)
    }
    for (name, variant) in package.variants
    where variant.problem.maxScore != package.problem.maxScore {
      files.faults.add(
        files.path("variants/\(name)"),
        "scores up to \(variant.problem.maxScore), the problem itself up to "
          + "\(package.problem.maxScore); make them equal")
    }
    return (package, metadata.uuid)
  }

  /// What differs between the variants of a problem.
  private struct Contents {
    var statement: String
    var groups: [TestGroup]
    var samples: [Problem.Sample]
    var lab: LabSettings?
    var examples: [ExampleSubmission]
  }

  private static func read(
    _ files: PackageFiles, _ metadata: ProblemMetadata?, _ scenarioCheck: ScenarioCheck
  ) -> Contents {
    let statement = StatementReader.read(files, constants: metadata?.constants ?? [:])
    let data = TestDataReader(files: files, isScoring: metadata?.isScoring ?? false)
    let groups = data.read()
    var lab = metadata?.lab
    if lab != nil {
      let sizes = data.sizes()
      lab?.sizes = sizes
      Self.check(
        groups.flatMap(\.cases) + sizes.map(\.testCase), files.faults, scenarioCheck)
    }
    return Contents(
      statement: statement, groups: groups, samples: data.samples(groups), lab: lab,
      examples: ExampleReader.read(files))
  }

  private static func variants(
    of files: PackageFiles, _ metadata: ProblemMetadata?, _ scenarioCheck: ScenarioCheck
  ) -> [String: (files: PackageFiles, contents: Contents)] {
    let names = files.names(in: "variants")
    guard names.count <= PackageLimits.variants else {
      files.faults.add(
        files.path("variants"), "has more than \(PackageLimits.variants) variants; remove some")
      return [:]
    }
    var variants: [String: (files: PackageFiles, contents: Contents)] = [:]
    for name in names {
      let part = PackageFiles(root: files.path("variants/" + name), faults: files.faults)
      variants[name] = (part, read(part, metadata, scenarioCheck))
    }
    return variants
  }

  private static func package(
    _ files: PackageFiles, _ contents: Contents, _ metadata: ProblemMetadata, id: ProblemID,
    set: ProblemSet
  ) -> ProblemPackage {
    let maxScore =
      metadata.isScoring
      ? contents.groups.filter { !$0.isSample }.reduce(0) { $0 + $1.maxScore } : 1
    let problem = Problem(
      id: id, set: set, name: metadata.name, statement: contents.statement,
      limits: metadata.limits, samples: contents.samples, runtimes: metadata.runtimes,
      keywords: metadata.keywords, maxScore: maxScore, entry: metadata.lab?.entry,
      parameters: metadata.solver?.parameters)
    return ProblemPackage(
      problem: problem, directory: files.root, groups: contents.groups,
      examples: contents.examples, isScoring: metadata.isScoring,
      allowsFileWriting: metadata.allowsFileWriting, lab: contents.lab, solver: metadata.solver)
  }

  private static func check(
    _ cases: [TestCase], _ faults: FaultCollector, _ scenarioCheck: ScenarioCheck
  ) {
    for testCase in cases {
      do {
        for fault in scenarioCheck(try testCase.input(), try testCase.answer()) {
          faults.add(testCase.inputPath, fault)
        }
      } catch {
        faults.add(testCase.inputPath, "\(error)")
      }
    }
  }
}
