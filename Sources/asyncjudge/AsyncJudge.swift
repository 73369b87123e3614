import ArgumentParser
import Posix

/// The command line.
@main
struct AsyncJudge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "asyncjudge",
    abstract: "A judge server for practice problems in asynchronous Python.",
    version: Version.current,
    subcommands: [
      Serve.self, RunCommand.self, VerifyCommand.self, AccountCommand.self,
      ClassroomCommand.self, AssignmentCommand.self, BackupCommand.self, RestoreCommand.self,
      Doctor.self,
    ])

  static func main() async {
    Process.bufferOutputByLine()
    await main(nil)
  }
}

/// The version that `--version`, the start message and `/api/v1/health` give.
enum Version {
  static let current = "0.1.0"
}
