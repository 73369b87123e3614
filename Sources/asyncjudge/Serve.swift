import ArgumentParser
import Domain
import Glibc
import HTTP
import JudgeServer
import Judging
import Logging
import Packages
import Posix
import Sandboxing
import Storage

/// `asyncjudge serve`: the server, from its parts.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve the problems, judge submissions, keep the leaderboard.",
    discussion: """
      Every option can also be set in the environment, as the name in brackets says. SIGTERM or \
      SIGINT stops the server: running judgements are finished or given back to the queue. A second \
      signal ends it at once; nothing accepted is lost either way.
      """)

  @OptionGroup(title: "Listening") var listening: ListenOptions

  @OptionGroup(title: "Limits towards clients") var http: HTTPOptions

  @OptionGroup var options: DataOptions

  @Option(help: "Directory of the problem sets. (ASYNCJUDGE_PROBLEMS)")
  var problems = Environment.text("PROBLEMS", default: "./Problems")

  @Option(help: "Submissions judged at once; the default is one per core. (ASYNCJUDGE_WORKERS)")
  var workers = Environment.number("WORKERS", default: Process.availableCores)

  @Option(help: "Test cases run at once; the default is one per core. (ASYNCJUDGE_SLOTS)")
  var slots = Environment.number("SLOTS", default: SandboxConfiguration.cores)

  @OptionGroup var isolationOptions: IsolationOptions
  @OptionGroup var clientOptions: ClientOptions

  func validate() throws {
    guard (1...256).contains(workers) else {
      throw ValidationError("--workers must be from 1 to 256.")
    }
    try SandboxConfiguration.validate(slots: slots)
  }

  func run() async throws {
    // A pipe of ours may break (a client, a sandbox); that is an error to handle, not a death.
    signal(SIGPIPE, SIG_IGN)
    let log = Logger(label: "asyncjudge")

    let catalog = ProblemCatalog.loadWithScenarios(directory: problems)
    for fault in catalog.faults { log.warning("faulty package: \(fault)") }
    guard !catalog.problems.isEmpty else {
      throw ValidationError(
        "There is no usable problem under \(problems). Start in the directory of the repository, "
          + "or name the directory of the problem sets with --problems.")
    }
    let database = try await options.open(.server)
    let sandbox = try await Sandbox.start(
      SandboxConfiguration(
        slots: slots, minimumTier: isolationOptions.minimum, python: isolationOptions.python))
    let tier = sandbox.report.tier
    let runtimes = await RuntimeTable.probe(sandbox)
    report(runtimes, sandbox.report, log)
    let events = EventHub(firstID: currentTime().microseconds)
    let worker = JudgeWorker(
      name: "\(getpid())", database: database, catalog: catalog,
      judge: Judge(sandbox: sandbox, runtimes: runtimes, now: currentTime), isolation: tier,
      events: events, log: log, now: currentTime)
    let api = API(
      database: database, catalog: catalog, events: events, worker: worker,
      service: ServiceDescription(
        version: Version.current, isolation: tier, slots: sandbox.slots, workers: workers,
        runtimes: runtimes.available),
      access: clientOptions.access, now: currentTime)
    // Besides the clients': databases, sandboxes.
    let descriptors = Process.raiseOpenFiles(to: http.maxConnections + 1000)
    if descriptors < http.maxConnections + 1000 {
      log.warning("few open files", metadata: ["limit": "\(descriptors)", "see": "ulimit -Hn"])
    }
    let server = Server(
      configuration: ServerConfiguration(
        addresses: listening.addresses, limits: http.limits, trustedProxies: listening.proxies),
      router: api.router, hooks: hooks(log))
    let addresses = try await server.start()
    // Before the greeting: who reads it may send a signal at once.
    let stopping = Bell()
    let signals = try SignalWatch { number, before in
      guard before == 0 else { _exit(128 + number) }
      stopping.ring()
    }
    // As late as can be: what is not printed is lost.
    let admin = try await database.addFirstAdmin(now: currentTime())
    greet(
      catalog: catalog, tier: tier, slots: sandbox.slots, addresses: addresses, admin: admin)
    let working = Task { await worker.run(width: workers) }
    let following = Task { await api.boards.follow(events) }
    await stopping.wait(after: 0)
    _ = signals
    print("Stopping: no new requests; judgements in progress are finished or given back.")
    // Workers claim nothing more, and their grace and that of the connections run side by side.
    working.cancel()
    // Clients that wait for a verdict are answered with what there is.
    events.close()
    await server.stop(grace: .seconds(http.shutdownGrace))
    await working.value
    await following.value
    await api.boards.finish()
    await sandbox.stop()
    await database.close()
    print("Stopped.")
  }

  private func hooks(_ log: Logger) -> ServerHooks {
    let access = listening.accessLog ? AccessLog(Logger(label: "asyncjudge.access")) : nil
    return ServerHooks(
      onRequest: access.map { access in { @Sendable record in access.add(record) } },
      onFailure: { error, request in
        log.error(
          "\(request.method.rawValue) \(request.path) failed: \(error)",
          metadata: ["request_id": "\(request.requestID)"])
      })
  }

  /// To the log: how submissions are locked in, and what they can be written in.
  private func report(_ runtimes: RuntimeTable, _ isolation: IsolationReport, _ log: Logger) {
    log.notice(
      "isolation",
      metadata: [
        "tier": "\(isolation.tier.rawValue)",
        "missing": "\(isolation.rows.filter { !$0.present }.map(\.mechanism))",
      ])
    for row in runtimes.rows {
      switch row.state {
      case .available(let version):
        log.notice("runtime", metadata: ["id": "\(row.runtime.id)", "version": "\(version)"])
      case .unavailable(let reason):
        log.warning(
          "runtime not available", metadata: ["id": "\(row.runtime.id)", "reason": "\(reason)"])
      }
    }
  }

  private func greet(
    catalog: ProblemCatalog, tier: IsolationTier, slots: Int, addresses: [BoundAddress],
    admin: SignIn?
  ) {
    let counts = ProblemSet.allCases.map { set in
      "\(catalog.problems.count { $0.problem.set == set }) \(set.rawValue)"
    }
    let isolation =
      tier == .none
      ? "NONE: submissions run with your own rights; do not let others use this server"
      : "tier \(tier.rawValue), \(slots) slots"
    print(
      """
      AsyncJudge \(Version.current)
        problems   \(counts.joined(separator: ", ")) in \(problems)\
      \(catalog.faults.isEmpty ? "" : " (\(catalog.faults.count) faults, see the log)")
        isolation  \(isolation)
        database   \(options.databasePath)\(admin.map { hint($0, addresses) } ?? "")
        address    \(addresses.map(\.description).joined(separator: ", "))
      """)
  }

  /// How the first admin gets in.
  private func hint(_ admin: SignIn, _ addresses: [BoundAddress]) -> String {
    let origin = addresses.first?.origin ?? "http://localhost"
    return """

        sign-in    there was no admin; this makes a token for "\(admin.account.name)", once, within 24 hours:
                     \(SignInHint.curl(admin.secret, at: origin))
                   later: asyncjudge account token \(admin.account.name)
      """
  }
}
