import ArgumentParser
import Domain
import FoundationEssentials
import Judging
import Packages

/// `asyncjudge verify [PROBLEM …]`: whether a package's tests tell its example submissions apart.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Judge the example submissions of problem packages by their own tests.",
    discussion: """
      Prints one line for each example submission, and ends with 1 when one of them does not get \
      what its place in the package promises.
      """)

  @Argument(help: "Ids of problems; all of them without one.")
  var problem: [String] = []

  @OptionGroup var options: JudgeOptions

  @Flag(
    help: """
      Measure the first accepted submission in each case that has a reference makespan, and write \
      generators/makespans.json; then run the package's generator again.
      """)
  var record = false

  @Flag(
    help: """
      Judge mutants of the first accepted submission, each with one small mistake, and say which \
      of them the tests do not notice.
      """)
  var mutants = false

  func run() async throws {
    let packages = try options.packages(problem)
    let (judge, sandbox) = try await options.judge()
    var failures = 0
    var mutantReports: [MutantReport] = []
    for package in packages {
      if mutants {
        mutantReports.append(try await MutantReport(of: package, with: judge))
        continue
      }
      if record {
        try await recordMakespans(of: package, with: judge)
        continue
      }
      for (name, package, example) in package.all.flatMap({ name, package in
        package.examples.map { (name, package, $0) }
      }) {
        guard judge.runtimes[example.runtime] != nil else {
          print("skip", name, example.name, "there is no \(example.runtime) here")
          continue
        }
        let verification = try await judge.verify(example, of: package)
        let judgement = verification.judgement
        let problems = verification.problems
        failures += problems.isEmpty ? 0 : 1
        let cpuTime = judgement.runs.map(\.cpuTime).max() ?? .zero
        print(
          problems.isEmpty ? "ok  " : "BAD ", name, example.name,
          judgement.verdict.rawValue, "\(judgement.score)/\(judgement.maxScore)",
          "\(cpuTime.microseconds / 1000) ms", (problems.isEmpty ? reasons(judgement) : ""))
        for problem in problems { print("      \(problem)") }
      }
    }
    await sandbox.stop()
    if let first = mutantReports.first, mutantReports.count > 1 {
      print("all: \(mutantReports.dropFirst().reduce(first, +).text)")
    }
    if failures > 0 {
      print("\(failures) example submissions did not get what was expected of them.")
      throw ExitCode.failure
    }
  }

  /// `concurrency_exceeded, too_slow`
  private func reasons(_ judgement: Judgement) -> String {
    Set(judgement.runs.compactMap { $0.lab?.reason?.rawValue }).sorted().joined(separator: ", ")
  }

  private func recordMakespans(of package: ProblemPackage, with judge: Judge) async throws {
    guard let reference = package.examples.first(where: \.isReference) else { return }
    let source = String(decoding: try reference.source(), as: UTF8.self)
    let makespans = try await judge.makespans(of: source, in: package)
    guard !makespans.isEmpty else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let path = package.directory + "/generators/makespans.json"
    try encoder.encode(makespans).write(to: URL(filePath: path))
    print("\(path): \(makespans.count) makespans of \(reference.name)")
  }
}
