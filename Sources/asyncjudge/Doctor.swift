import ArgumentParser
import Domain
import Judging
import Sandboxing

/// `asyncjudge doctor`: what this machine can do, and what it would need to do more.
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Show how well this machine can lock submissions in, and what they can be written in.",
    discussion: """
      The exit status is 0 when the server would start with the same --isolation, else 1.
      """)

  @OptionGroup var options: IsolationOptions

  func run() async throws {
    let minimum = options.minimum
    let configuration = SandboxConfiguration(
      slots: 1, minimumTier: minimum, python: options.python)
    let report = try await Sandbox.inspect(configuration)
    var table = TextTable()
    for row in report.rows {
      table.add(row.present ? "ok" : "--", row.mechanism, row.note)
    }
    var isReady = report.tier >= minimum
    if isReady {
      isReady = await addRuntimes(to: &table, configuration)
    } else {
      table.add("--", "runtimes", "not tried without isolation")
    }
    print(table.text)
    print()
    print("Isolation tier \(report.tier.rawValue): \(report.tier.explanation).")
    if minimum == .none {
      print("With --isolation none the server would use nothing of it.")
    }
    if report.tier < minimum {
      print(
        "The server would not start: the minimum is \(minimum.rawValue). Mend what is marked -- above, "
          + "or accept less with --isolation.")
    }
    if !isReady { throw ExitCode(1) }
  }

  /// False when no slot can be started.
  private func addRuntimes(
    to table: inout TextTable, _ configuration: SandboxConfiguration
  ) async -> Bool {
    do throws(SandboxError) {
      let sandbox = try await Sandbox.start(configuration)
      for row in await RuntimeTable.probe(sandbox).rows {
        let name = "\(row.runtime.id) (\(row.runtime.name))"
        switch row.state {
        case .available(let version): table.add("ok", name, version)
        case .unavailable(let reason): table.add("--", name, reason)
        }
      }
      await sandbox.stop()
      return true
    } catch {
      table.add("--", "slots", "\(error)")
      return false
    }
  }
}

extension IsolationTier {
  /// After "Isolation tier A: ".
  fileprivate var explanation: String {
    switch self {
    case .a: "namespaces, user ids of their own and cgroups for every run"
    case .b: "namespaces, but one user id for all runs or no cgroups"
    case .c: "no namespaces; Landlock, system call filter and user ids of their own"
    case .d: "one user id for everything; Landlock and system call filter, one slot only"
    case .none: "submissions would run with the server's own rights"
    }
  }
}
