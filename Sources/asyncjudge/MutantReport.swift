import Domain
import FoundationEssentials
import Judging
import Packages

/// How many small mistakes in its reference the tests of a package notice.
struct MutantReport {
  var killed = 0
  var count = 0

  var text: String { "\(killed) of \(count), \(count == 0 ? 100 : 100 * killed / count) %" }

  /// Judges every mutant of the first accepted submission, one after the other, and prints those
  /// that the tests accept. Mutants that nobody could tell from the reference stand with their
  /// reason in `generators/equivalent_mutants.json`; they count as survivors all the same.
  init(of package: ProblemPackage, with judge: Judge) async throws {
    guard let reference = package.examples.first(where: \.isReference) else { return }
    let source = String(decoding: try reference.source(), as: UTF8.self)
    let mutants = try await judge.mutants(of: source)
    var equivalent = try Self.equivalent(in: package)
    var survivors: [String] = []
    for mutant in mutants {
      let judgement = try await judge.judge(
        SolverConfiguration(runtime: "python3", source: mutant.source, entry: reference.entry),
        against: package)
      guard judgement.verdict == .accepted else { continue }
      let reason = equivalent.removeValue(forKey: mutant.change)
      survivors.append(
        "survives: " + mutant.change + (reason.map { ", which is right: \($0)" } ?? ""))
    }
    count = mutants.count
    killed = mutants.count - survivors.count
    print("\(package.problem.id) \(reference.name): \(text)")
    for survivor in survivors { print("      \(survivor)") }
    for change in equivalent.keys.sorted() {
      print("      no survivor, and yet in equivalent_mutants.json: \(change)")
    }
  }

  private static func equivalent(in package: ProblemPackage) throws -> [String: String] {
    let path = package.directory + "/generators/equivalent_mutants.json"
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    return try JSONDecoder().decode(
      [String: String].self, from: Data(contentsOf: URL(filePath: path)))
  }

  static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.count += right.count
    sum.killed += right.killed
    return sum
  }
}
