import ArgumentParser
import Domain
import HTTP
import JudgeServer
import Packages
import Storage

/// `asyncjudge assignment …`: what teachers do with curl, for the shell of the server.
struct AssignmentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assignment", abstract: "Make assignments, extend them, print their gradebook.",
    subcommands: [Create.self, List.self, Extend.self, PrintGradebook.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an assignment from a JSON file, as POST …/assignments takes it.")

    @OptionGroup var choice: ClassroomChoice

    @Argument(help: "The file.")
    var file: String

    @Option(help: "Directory of the problem sets. (ASYNCJUDGE_PROBLEMS)")
    var problems = Environment.text("PROBLEMS", default: "./Problems")

    @OptionGroup var options: DataOptions

    func run() async throws {
      let bytes = try readFile(file, limit: ServerLimits.classroomBody)
      let catalog = ProblemCatalog.load(directory: problems)
      try await options.withDatabase { database in
        let classroom = try await choice.classroom(in: database)
        let content: AssignmentContent
        do throws(HTTPError) {
          content = try AssignmentDocument(bytes, of: file, for: classroom).content(catalog)
        } catch {
          throw ValidationError(error.detail)
        }
        let assignment = try await database.addAssignment(
          content, to: classroom, by: nil, now: currentTime())
        print(assignment.id)
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the assignments of a classroom, with their times on its clock.")

    @OptionGroup var choice: ClassroomChoice
    @OptionGroup var options: DataOptions

    func run() async throws {
      try await options.withDatabase { database in
        let classroom = try await choice.classroom(in: database)
        let clock = ClassroomClock(classroom)
        var table = TextTable()
        for assignment in try await database.assignments(of: classroom) {
          let times = assignment.times
          table.add(
            assignment.id.rawValue, clock.local(times.opens), clock.local(times.due),
            clock.local(times.closes), assignment.name)
        }
        print(table.text)
      }
    }
  }

  struct Extend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a student other times or more attempts; replaces what was given before.")

    @OptionGroup var choice: AssignmentChoice

    @Argument(help: "The account of the student.")
    var account: String

    @Option(help: "When it is due: 2026-09-01T08:00 on the classroom's clock, or with an offset.")
    var due: String?

    @Option(help: "When it closes; with --due alone, not before that.")
    var closes: String?

    @Option(help: "Attempts at each problem that limits them.")
    var moreAttempts = 0

    @Option(help: "Why.")
    var reason: String?

    @OptionGroup var options: DataOptions

    func validate() throws {
      guard (0...ServerLimits.attemptLimit).contains(moreAttempts) else {
        throw ValidationError(
          "--more-attempts must be from 0 to \(ServerLimits.attemptLimit).")
      }
      guard (reason?.unicodeScalars.count ?? 0) <= ServerLimits.extensionReason else {
        throw ValidationError(
          "--reason takes at most \(ServerLimits.extensionReason) characters.")
      }
    }

    func run() async throws {
      try await options.withDatabase { database in
        let (assignment, classroom) = try await choice.assignment(in: database)
        let clock = ClassroomClock(classroom)
        let extended = Extension(
          due: try time(due, clock), closes: try time(closes, clock),
          moreAttempts: moreAttempts, reason: reason)
        guard assignment.times.extended(by: extended).isOrdered else {
          throw ValidationError("It would be due before it opens.")
        }
        let member = try await database.member(account, of: classroom)
        _ = try await database.setExtension(
          extended, of: member.account, for: assignment, in: classroom, by: nil,
          now: currentTime())
        let times = assignment.times.extended(by: extended)
        print(account, "due", clock.local(times.due), "closes", clock.local(times.closes))
      }
    }

    private func time(_ text: String?, _ clock: ClassroomClock) throws -> Timestamp? {
      guard let text else { return nil }
      guard let time = clock.time(text) else {
        throw ValidationError("\"\(text)\" is not a time; write it as 2026-09-01T08:00.")
      }
      return time
    }
  }

  struct PrintGradebook: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "gradebook", abstract: "Print the gradebook of an assignment as CSV.")

    @OptionGroup var choice: AssignmentChoice
    @OptionGroup var options: DataOptions

    func run() async throws {
      try await options.withDatabase { database in
        let (assignment, classroom) = try await choice.assignment(in: database)
        print(
          try await database.gradebook(of: assignment, in: classroom).csv, terminator: "")
      }
    }
  }
}

/// Which assignment a command is about.
struct AssignmentChoice: ParsableArguments {
  @Argument(help: "The id of the assignment; `assignment list` shows them.")
  var assignment: String

  func assignment(
    in database: Database
  ) async throws -> (assignment: Assignment, classroom: Classroom) {
    guard let id = AssignmentID(assignment), let found = try await database.assignment(id),
      let classroom = try await database.classrooms(of: nil)
        .first(where: { $0.classroom.number == found.classroom })?.classroom
    else {
      throw ValidationError(
        "There is no assignment \"\(assignment)\"; `asyncjudge assignment list` shows them.")
    }
    return (found, classroom)
  }
}
