import Domain

/// One test of an asynchronous problem: what the world is like, what the solution is asked, and what
/// is allowed. All times are microseconds of virtual time. As JSON: Problems/README.md.
package struct Scenario: Sendable {
  /// Names every random number of this world.
  package var seed: UInt64 = 0
  /// Nil: the problem's.
  package var entry: String?
  package var input: JSONValue = .null
  /// Keyword arguments of the entry point.
  package var parameters: [String: JSONValue] = [:]
  package var services: [String: ServiceConfiguration] = [:]
  package var signals: [Signal] = []
  package var budgets = Budgets()
  package var checker = Checker.exact
  package var campaign = CampaignWidth()
  package var virtualTimeLimit = LabLimits.virtualTime

  package init() {}

  /// The world sends the program a signal.
  package struct Signal: Sendable, Hashable {
    package var time: Int
    package var number: Int
  }

  /// How the answer is judged; what is right stands in the `.ans` of the case.
  package enum Checker: Sendable, Hashable {
    /// The value that was returned is the answer.
    case exact
    /// The replies of a `front` to its arrivals.
    case front(service: String)
    /// What a `sink` took, in order.
    case sink(service: String)
    /// What a `kv` holds in the end.
    case state(service: String)
    /// What the scripted clients of a `net` received.
    case broker(service: String)
  }

  package struct Budgets: Sendable, Hashable {
    /// From the start to the answer, in a nominal run.
    package var makespan: Int?
    /// What the reference needs, and how many times as much is allowed.
    package var reference: Int?
    package var factor: Double?
    package var requests: Int?
    package var requestsPerService: [String: Int] = [:]
    package var peak: [String: Int] = [:]
    /// The longest that anything but `await` may hold the loop.
    package var block: Int?
    /// Replies of a `front`: the slowest, or 99 of 100, in a nominal run.
    package var slowestReply: Int?
    package var reply99: Int?
    /// From a cancellation to the end.
    package var cancelGrace = 0

    /// The makespan allowed, whichever way it is given.
    package var allowedMakespan: Int? {
      if let reference, let factor { return Int((Double(reference) * factor).rounded(.up)) }
      return makespan
    }
  }

  /// How far a campaign goes beyond the nominal run.
  package struct CampaignWidth: Sendable, Hashable {
    package var schedules = 0
    /// Fail each request once; nil: no.
    package var faults: Faults?
    /// Wakes at which to cancel, each in three orders.
    package var cancels = 0

    package enum Faults: String, Sendable, CaseIterable {
      /// The solution tries again: the answer stays the same.
      case retried
      /// The solution may raise; only how it leaves the world counts.
      case fatal
    }
  }
}

/// One simulated service: what it does, how long it takes, what it allows.
package struct ServiceConfiguration: Sendable {
  package enum Kind: Sendable {
    /// `get(key)`, `get_many(keys)` up to `bulk` keys.
    case table(data: [String: JSONValue], bulk: Int)
    /// `get(x)` is `(a * x + b) mod m` with hidden coefficients: nobody can know without asking.
    case affine(a: Int, b: Int, modulus: Int)
    /// `get`, `put`, `incr`, `cas`, `del`.
    case keyValue(data: [String: JSONValue])
    /// `acquire()` waits for one of `count` and gives a token; `release(token)`.
    case lease(count: Int)
    /// `next()` gives `[index, item]`, null at the end.
    case source(items: [JSONValue], maxResident: Int?)
    /// `put(value)`; frees the place of one item of its source.
    case sink(source: String?)
    /// `test(i)` is whether `i >= first`.
    case probe(first: Int)
    /// `sleep(us)`: a job of that length.
    case clock
    /// `next()` gives `[id, payload]` when somebody arrives, null at the end; `reply(id, value)`.
    case front(arrivals: [Arrival], maxAge: Int?)
    /// `get(key)` gives `[key, time, nonce]`.
    case stamped
    case network(NetworkConfiguration)
  }

  package struct Arrival: Sendable {
    package var time: Int
    package var payload: JSONValue
  }

  package var kind: Kind
  package var latency = LatencyRule()
  package var limit: Limit?
  package var rate: RateLimit?
  package var failure: Failure?
  /// When within its latency a request takes effect, in thousandths of it.
  package var effect = 500

  package enum Policy: String, Sendable {
    /// Going over the limit is what the test is about.
    case violate
    /// Error 429.
    case reject
    /// Waits its turn.
    case queue
  }

  package struct Limit: Sendable {
    package var max: Int
    package var byHost: Bool
    package var policy: Policy
  }

  package struct RateLimit: Sendable {
    package var max: Int
    package var period: Int
    package var policy: Policy
  }

  /// Which requests fail.
  package struct Failure: Sendable {
    package var code: Int
    /// By key, how many times.
    package var keys: [String: Int]
    package var millionths: Int
    /// The first retry must wait this long, each further one twice as long.
    package var backoff: Int?
  }
}

/// How long a service takes. Students are shown `low...high`; a nominal run takes the rest.
package struct LatencyRule: Sendable {
  package var base = 10_000
  package var span = 0
  /// A share of the requests, in millionths, takes `tail` instead.
  package var tailMillionths = 0
  package var tail = 0
  package var perItem = 0
  package var perKey: [String: Int] = [:]
  package var low: Int?
  package var high: Int?
}

/// Simulated TCP: hosts that a solution can connect to, clients that connect to it.
package struct NetworkConfiguration: Sendable {
  package struct Host: Sendable {
    package enum Kind: String, Sendable { case echo, upper, blackhole, refuse }
    package var kind: Kind
    package var latency: Int
    /// Bits per second; nil: unlimited.
    package var bandwidth: Int?
    package var hello: String?
    /// Resets the connection after so many bytes.
    package var resetAfter: Int?
    /// Before each reply of `upper`.
    package var think: Int
  }

  package struct Client: Sendable {
    package enum Action: Sendable {
      case send(String)
      case eof
      case reset
      /// Stops reading: nothing more is acknowledged.
      case stall
    }

    package struct Step: Sendable {
      package var time: Int
      package var action: Action
    }

    package var name: String
    package var port: Int
    package var time: Int
    package var latency: Int
    package var steps: [Step]
  }

  package var latency: Int
  /// `host:port`
  package var hosts: [String: Host]
  package var clients: [Client]
  /// Bytes that one connection may have written and not sent.
  package var maxBacklog: Int?
}
