import ArgumentParser
import Domain
import JudgeServer
import Storage

/// `asyncjudge classroom …`: what teachers do with curl, for the shell of the server.
struct ClassroomCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classroom", abstract: "Make classrooms, import and export their rosters.",
    subcommands: [
      Create.self, List.self, ImportRoster.self, ExportRoster.self, ShowJoinCode.self,
    ])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a classroom and print its id and join code.")

    @Argument(help: "Its name; 1 to 100 characters.")
    var name: String

    @Option(help: "The account of its teacher.")
    var teacher: String

    @Option(help: "The IANA name of its time zone, such as Europe/Berlin.")
    var timeZone = "UTC"

    @OptionGroup var options: DataOptions

    func run() async throws {
      guard ClassroomClock(zone: timeZone) != nil else {
        throw ValidationError("There is no time zone \"\(timeZone)\"; name one as Europe/Berlin.")
      }
      try await options.withDatabase { database in
        let account: Account
        do {
          account = try await database.account(named: teacher).account
        } catch StorageError.unknownAccount {
          throw ValidationError("There is no account \"\(teacher)\"; add it first.")
        }
        let classroom = try await database.addClassroom(
          ClassroomSettings(name: name, timeZone: timeZone), teacher: account, by: nil,
          now: currentTime())
        print(classroom.id, classroom.shownCode)
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the classrooms.")

    @OptionGroup var options: DataOptions

    func run() async throws {
      try await options.withDatabase { database in
        var table = TextTable()
        for (classroom, _) in try await database.classrooms(of: nil) {
          table.add(
            classroom.id.rawValue, classroom.archivedAt == nil ? classroom.shownCode : "archived",
            classroom.timeZone, classroom.name)
        }
        print(table.text)
      }
    }
  }

  struct ImportRoster: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import",
      abstract: "Import a roster (CSV: account,name,role); prints new accounts with their tokens.")

    @OptionGroup var choice: ClassroomChoice

    @Argument(help: "The file.")
    var file: String

    @Flag(help: "Only say what would happen, and every line that is at fault.")
    var dryRun = false

    @OptionGroup var options: DataOptions

    func run() async throws {
      let roster = Roster(csv: try readFile(file, limit: ServerLimits.roster))
      try await options.withDatabase { database in
        let outcome = try await database.importRoster(
          roster, into: try await choice.classroom(in: database), isDryRun: dryRun, by: nil,
          now: currentTime())
        for fault in outcome.faults { print("line \(fault.line) \(fault.description)") }
        guard outcome.faults.isEmpty else { throw ExitCode.failure }
        for row in outcome.rows {
          print(
            CSV.line(
              [row.entry.account, row.entry.name, row.change.rawValue, row.token ?? ""]),
            terminator: "")
        }
      }
    }
  }

  struct ExportRoster: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Print the roster as CSV.")

    @OptionGroup var choice: ClassroomChoice
    @OptionGroup var options: DataOptions

    func run() async throws {
      try await options.withDatabase { database in
        let classroom = try await choice.classroom(in: database)
        print(Roster.csv(try await database.members(of: classroom)), terminator: "")
      }
    }
  }

  struct ShowJoinCode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "join-code", abstract: "Print the join code, change it, or close it.")

    @OptionGroup var choice: ClassroomChoice

    @Flag(help: "Make a new one; the old one stops working.")
    var rotate = false

    @Flag(help: "Let nobody join by a code.")
    var close = false

    @OptionGroup var options: DataOptions

    func validate() throws {
      guard !(rotate && close) else { throw ValidationError("Either --rotate or --close.") }
    }

    func run() async throws {
      try await options.withDatabase { database in
        var classroom = try await choice.classroom(in: database)
        if rotate || close {
          classroom.joinCode = try await database.changeJoinCode(
            of: classroom, isOpen: rotate, by: nil, now: currentTime())?.rawValue
        }
        print(classroom.shownCode)
      }
    }
  }
}

/// Which classroom a command is about.
struct ClassroomChoice: ParsableArguments {
  @Argument(help: "The id of the classroom; `classroom list` shows them.")
  var classroom: String

  func classroom(in database: Database) async throws -> Classroom {
    guard let id = ClassroomID(classroom), let classroom = try await database.classroom(id) else {
      throw ValidationError(
        "There is no classroom \"\(classroom)\"; `asyncjudge classroom list` shows them.")
    }
    return classroom
  }
}

extension Classroom {
  /// As students type it, or `closed`.
  fileprivate var shownCode: String {
    joinCode.flatMap(JoinCode.init(typed:))?.description ?? "closed"
  }
}
