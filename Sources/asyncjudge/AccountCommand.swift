import ArgumentParser
import Domain
import Storage

/// `asyncjudge account …`: who may submit under a name.
struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "Add and list accounts.",
    subcommands: [Add.self, List.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add an account and print its token, once.")

    @Argument(help: "The name that the leaderboard shows; 1 to 64 characters.")
    var name: String

    @Option(help: "student, teacher or admin.")
    var role = AccountRole.student

    @OptionGroup var options: DataOptions

    func run() async throws {
      let database = try await options.open(.tool)
      let (account, token) = try await database.addAccount(
        named: name, role: role, now: currentTime())
      await database.close()
      print(
        """
        Account \(account.name) is ready. Its token, which is shown only now:

          \(token)

        Submit with:  curl -H "Authorization: Bearer \(token)" …
        """)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the accounts.")

    @OptionGroup var options: DataOptions

    func run() async throws {
      let database = try await options.open(.tool)
      let accounts = try await database.accounts()
      await database.close()
      for account in accounts { print(account.role.rawValue, account.name) }
    }
  }
}

extension AccountRole: ExpressibleByArgument {}
