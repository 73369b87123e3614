import ArgumentParser
import Judging
import Packages
import Posix
import Sandboxing

/// What a command that judges on this machine, without a server, needs.
struct JudgeOptions: ParsableArguments {
  @Option(help: "Directory of the problem sets. (ASYNCJUDGE_PROBLEMS)")
  var problems = Environment.text("PROBLEMS", default: "./Problems")

  @Option(help: "Test cases run at once; the default is one per core. (ASYNCJUDGE_SLOTS)")
  var slots = Environment.number("SLOTS", default: SandboxConfiguration.cores)

  @OptionGroup var isolation: IsolationOptions

  func validate() throws { try SandboxConfiguration.validate(slots: slots) }

  func judge() async throws -> (Judge, Sandbox) {
    let sandbox = try await Sandbox.start(
      SandboxConfiguration(
        slots: slots, minimumTier: isolation.minimum, python: isolation.python))
    let runtimes = await RuntimeTable.probe(sandbox)
    return (Judge(sandbox: sandbox, runtimes: runtimes, now: currentTime), sandbox)
  }

  /// The problems with these ids, or all; faults of packages are errors here.
  func packages(_ ids: [String]) throws -> [ProblemPackage] {
    let catalog = ProblemCatalog.loadWithScenarios(directory: problems)
    let relevant = catalog.faults.filter { fault in
      ids.isEmpty || ids.contains { fault.file.contains("/\($0)") }
    }
    for fault in relevant { print("faulty package: \(fault)") }
    if !relevant.isEmpty { throw ExitCode.failure }
    guard !ids.isEmpty else { return catalog.problems }
    return try ids.map { name in
      guard let package = catalog.problems.first(where: { $0.problem.id.rawValue == name }) else {
        let known = catalog.problems.map(\.problem.id.rawValue).joined(separator: ", ")
        throw ValidationError("There is no problem \(name) in \(problems); there are \(known).")
      }
      return package
    }
  }
}

extension SandboxConfiguration {
  /// For the option `--slots` of several commands.
  static func validate(slots: Int) throws {
    guard (1...mostSlots).contains(slots) else {
      throw ValidationError("--slots must be from 1 to \(mostSlots).")
    }
  }
}
