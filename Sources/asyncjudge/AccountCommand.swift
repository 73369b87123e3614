import ArgumentParser
import Domain
import Storage

/// `asyncjudge account …`: who may submit under a name, and what they may do. Works beside a running
/// server.
struct AccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "Add, list and change accounts.",
    subcommands: [
      Add.self, List.self, TokenCommand.self, RoleCommand.self, Disable.self, Enable.self,
    ])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add an account and print its token, once.")

    @Argument(help: "The name that the leaderboard shows; 1 to 64 characters.")
    var name: String

    @Option(help: "student, teacher or admin.")
    var role = AccountRole.student

    @OptionGroup var options: DataOptions

    func run() async throws {
      let (account, token) = try await options.with { database in
        try await database.addAccount(named: name, role: role, now: currentTime())
      }
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
      let records = try await options.with { try await $0.accounts() }
      for record in records { print(line(record)) }
    }
  }

  struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "token",
      abstract: "Print a new token for one sign-in within a day; what the account has stays.")

    @Argument(help: "The account's name.")
    var name: String

    @Flag(help: "A token for programs instead, which does not expire.")
    var bearer = false

    @OptionGroup var options: DataOptions

    func run() async throws {
      let secret = try await options.with { database in
        let record = try await database.account(named: name)
        guard record.disabledAt == nil else {
          throw ValidationError(
            "\"\(name)\" is disabled; asyncjudge account enable \(name) lets it in again.")
        }
        return try await database.addToken(
          bearer ? NewToken(name: "command line") : .signIn(at: currentTime()),
          to: record.account, by: nil, now: currentTime()
        ).secret
      }
      print(secret)
      if !bearer {
        print("\nUse it once, within 24 hours:  \(SignInHint.curl(secret, at: "http://HOST:PORT"))")
      }
    }
  }

  struct RoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "role", abstract: "Change what an account may do.")

    @Argument(help: "The account's name.")
    var name: String

    @Argument(help: "student, teacher or admin.")
    var role: AccountRole

    @OptionGroup var options: DataOptions

    func run() async throws {
      try await options.change(name, AccountChange(role: role))
    }
  }

  struct Disable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep an account from signing in and submitting; what it submitted stays.")

    @Argument(help: "The account's name.")
    var name: String

    @OptionGroup var options: DataOptions

    func run() async throws {
      try await options.change(name, AccountChange(isDisabled: true))
    }
  }

  struct Enable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let a disabled account in again, with the tokens and the password that it had.")

    @Argument(help: "The account's name.")
    var name: String

    @OptionGroup var options: DataOptions

    func run() async throws {
      try await options.change(name, AccountChange(isDisabled: false))
    }
  }
}

extension AccountRole: ExpressibleByArgument {}

extension DataOptions {
  /// Opens the database for `work`, and closes it.
  fileprivate func with<Value>(_ work: (Database) async throws -> Value) async throws -> Value {
    let database = try await open(.tool)
    do {
      let value = try await work(database)
      await database.close()
      return value
    } catch {
      await database.close()
      throw error
    }
  }

  fileprivate func change(_ name: String, _ change: AccountChange) async throws {
    let record = try await with { database in
      try await database.changeAccount(named: name, change, by: nil, now: currentTime())
    }
    print(line(record))
  }
}

private func line(_ record: AccountRecord) -> String {
  "\(record.account.role.rawValue) \(record.account.name)"
    + (record.disabledAt == nil ? "" : " (disabled)")
}

/// How a token for one sign-in is used with curl.
enum SignInHint {
  static func curl(_ secret: String, at origin: String) -> String {
    "curl --json '{\"token\": \"\(secret)\"}' \(origin)/api/v1/tokens"
  }
}
