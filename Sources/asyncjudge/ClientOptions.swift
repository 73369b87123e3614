import ArgumentParser
import JudgeServer

/// Who is let in, from where, and how often.
struct ClientOptions: ParsableArguments {
  @Option(
    help: """
      Whether whoever sends no token may submit: allow (to problems that no class has in an open \
      assignment) or deny. (ASYNCJUDGE_GUESTS)
      """)
  var guests = Environment.text("GUESTS", default: GuestPolicy.allow.rawValue)

  @Option(
    help: """
      Submissions that an account may make in a minute; staff has no limit; 0: nobody has. \
      (ASYNCJUDGE_ACCOUNT_RATE)
      """)
  var accountRate = Environment.number("ACCOUNT_RATE", default: ServerLimits.accountSubmissions)

  @Option(
    help: """
      Submissions that may come from one address in a minute, from guests and accounts together; 0: \
      any number. (ASYNCJUDGE_ADDRESS_RATE)
      """)
  var addressRate = Environment.number("ADDRESS_RATE", default: ServerLimits.addressSubmissions)

  func validate() throws {
    guard GuestPolicy(rawValue: guests) != nil else {
      throw ValidationError("--guests must be allow or deny.")
    }
    for (name, rate) in [("account-rate", accountRate), ("address-rate", addressRate)] {
      guard (0...1_000_000).contains(rate) else {
        throw ValidationError("--\(name) must be from 0 to 1000000.")
      }
    }
  }

  var access: AccessOptions {
    AccessOptions(
      guests: GuestPolicy(rawValue: guests) ?? .deny, accountSubmissions: accountRate,
      addressSubmissions: addressRate)
  }
}
