import Foundation
import Sandboxing

/// One way to run a test: a name, and a closure that runs it once from beginning to end.
struct Contestant: Sendable {
  var name: String
  var runOnce: @Sendable () async throws -> Void
}

/// A Python test: a program, its input, the output that it must print.
struct Workload: Sendable {
  var name: String
  var program: String
  var inputPath: String
  var expected: String
}

extension Contestant {
  /// The programs of other projects, as far as they are installed, and the names of those that are
  /// not. `directory` is where the workload's files are; they are seen as `/box`.
  static func peers(
    _ workload: Workload, in directory: String, python: String
  ) -> (present: [Contestant], missing: [String]) {
    let file = (workload.program as NSString).lastPathComponent
    var commands: [(name: String, needs: String?, command: [String])] = [
      ("bare python3 -I -S", nil, [python, "-I", "-S", workload.program]),
      (
        "bubblewrap", "bwrap",
        [
          "--unshare-all", "--die-with-parent", "--ro-bind", "/usr", "/usr", "--symlink",
          "usr/bin", "/bin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
          "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--ro-bind", directory, "/box",
          python, "-I", "-S", "/box/\(file)",
        ]
      ),
      (
        "isolate", "isolate",
        [
          "--silent", "--processes=64", "--mem=262144", "--time=5", "--dir=/box=\(directory)",
          "--run", "--", python, "-I", "-S", "/box/\(file)",
        ]
      ),
    ]
    var missing: [String] = []
    for index in commands.indices.reversed() {
      guard let needed = commands[index].needs else { continue }
      if let path = find(needed) {
        commands[index].command.insert(path, at: 0)
        if needed == "isolate" { _ = try? Spawn(command: [path, "--init"]).run() }
      } else {
        missing.append(commands[index].name)
        commands.remove(at: index)
      }
    }
    // It judges whole submissions by packages of its own, and refuses asyncio as delivered.
    missing.append(find("dmoj") == nil ? "DMOJ" : "DMOJ (installed, but not driven from here)")
    let present = commands.map { name, _, command in
      let spawn = Spawn(command: command, input: workload.inputPath)
      return Contestant(name: name) {
        guard try spawn.run() == 0 else {
          throw Spawn.Failure(description: "\(name) did not run \(workload.name)")
        }
      }
    }
    return (present, missing.sorted())
  }

  static func ours(_ workload: Workload, _ sandbox: Sandbox) async throws -> Contestant {
    let source = try String(contentsOfFile: workload.program, encoding: .utf8)
    guard case .code(let code) = try await sandbox.compile(Array(source.utf8)) else {
      throw Spawn.Failure(description: "\(workload.name) does not compile")
    }
    let input = try Data(contentsOf: URL(fileURLWithPath: workload.inputPath))
    let bytes = Array(input)
    let expected = Array(workload.expected.utf8)
    return Contestant(name: "AsyncJudge") {
      // As a judgement does it: the input sealed anew, the output compared.
      let execution = try await sandbox.execute(
        ExecutionRequest(
          program: .python(code: code, entry: nil, parameters: []), input: try SealedFile(bytes)))
      guard execution.output == expected else {
        throw Spawn.Failure(
          description: "AsyncJudge: \(String(decoding: execution.errorOutput, as: UTF8.self))")
      }
    }
  }

  private static func find(_ program: String) -> String? {
    ["/usr/local/bin/", "/usr/bin/", "/bin/"].map { $0 + program }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
