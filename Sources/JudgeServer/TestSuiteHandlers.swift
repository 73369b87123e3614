import Domain
import HTTP
import Judging
import Lab
import Packages
import Storage
import Synchronization

extension API {
  /// `POST /api/v1/problems/{id}/tests?wait=30`. Answers only after the commit.
  func submitTests(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["wait"])
    let wait = try waitingTime(request)
    let account = try viewer.signedIn
    let package = try package(request)
    guard let rules = try await scenarioRules.rules(of: package) else {
      throw HTTPError.takesNoTests
    }
    let tests = try TestSuiteDocument.tests(request, rules: rules)
    try gate.admitSubmission(of: viewer, now: now())
    do {
      let suite = try await database.submit(
        NewTestSuite(
          account: account, problem: package.problem.id, tests: tests, submittedAt: now()))
      worker.tests.wake()
      let shown = try await judged(suite, within: wait, for: account)
      return .encoding(
        TestSuiteView(shown, showsTests: true), status: 201,
        fields: [("Location", "/api/v1/tests/\(suite.id)")])
    } catch let error as StorageError {
      guard case .tooManyTestsWaiting = error else { throw error }
      throw HTTPError(
        429, code: "too_many_tests_waiting", error.description,
        fields: [("Retry-After", "\(ServerLimits.retryAfter.components.seconds)")])
    }
  }

  /// `GET /api/v1/problems/{id}/tests`: the viewer's own, newest first.
  func listTests(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let account = try viewer.signedIn
    let problem = try package(request).problem.id
    let suites = try await database.testSuites(of: account, for: problem)
    let best = try await database.bestTestSuite(of: account, for: problem)
    return .encoding(
      TestSuiteListView(
        best: best.map { TestSuiteView($0, showsTests: false) },
        suites: suites.map { TestSuiteView($0, showsTests: false) }))
  }

  /// `GET /api/v1/tests/{test}?wait=30`: for the owner, the owner's teachers and admins.
  func showTests(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery(["wait"])
    let wait = try waitingTime(request)
    let account = try viewer.signedIn
    let name = request.parameter("test") ?? ""
    guard let id = TestSuiteID(name),
      let (suite, isTaught) = try await database.testSuite(id, seenBy: account),
      suite.account.id == account.id || isTaught || account.role == .admin
    else { throw HTTPError.unknownTests(name) }
    return .encoding(
      TestSuiteView(try await judged(suite, within: wait, for: account), showsTests: true))
  }

  /// The suite as it stands when it is judged, when the time is over, or when the server stops.
  private func judged(
    _ suite: TestSuite, within wait: Duration?, for account: Account
  ) async throws -> TestSuite {
    var suite = suite
    guard let wait else { return suite }
    let end = ContinuousClock.now + wait
    let bell = worker.tests.judged
    while true {
      // Listen before looking, or a judgement in between would be missed.
      let generation = bell.generation
      guard let (now, _) = try await database.testSuite(suite.id, seenBy: account) else { break }
      suite = now
      guard suite.state != .done, ContinuousClock.now < end else { break }
      let hasRung = await withTaskGroup(of: Bool.self) { tasks in
        tasks.addTask {
          await bell.wait(after: generation)
          return true
        }
        tasks.addTask {
          try? await Task.sleep(until: end, clock: .continuous)
          return true
        }
        tasks.addTask { [events] in
          for await _ in events.events() {}
          return false
        }
        defer { tasks.cancelAll() }
        return await tasks.next() ?? false
      }
      guard hasRung else { break }
    }
    return suite
  }
}

/// What the scenarios of each problem may look like, read when it is asked for first.
final class ScenarioRulesTable: Sendable {
  private let known = Mutex<[ProblemID: ScenarioRules]>([:])

  /// nil when the problem is not asynchronous. Reads files: off the event loop.
  @concurrent func rules(of package: ProblemPackage) async throws(PackageError) -> ScenarioRules? {
    let id = package.problem.id
    if let rules = known.withLock({ $0[id] }) { return rules }
    guard let rules = try package.scenarioRules() else { return nil }
    known.withLock { $0[id] = rules }
    return rules
  }
}

/// Reads what a student sends as tests.
enum TestSuiteDocument {
  static func tests(
    _ request: Request, rules: ScenarioRules
  ) throws -> [StudentTest] {
    let document = try JSONDocument(request, known: ["tests"])
    let keys = ["name", "scenario", "answer"]
    let documents =
      try document.objects("tests", count: ServerLimits.tests, known: keys)
      ?? document.missing("tests")
    var tests: [StudentTest] = []
    for (index, test) in documents.enumerated() {
      let path = "tests[\(index)]"
      let name =
        try test.string("name", length: ServerLimits.testName) ?? test.missing("name")
      guard !tests.contains(where: { $0.name == name }) else {
        throw HTTPError(
          422, code: "duplicate_name",
          "\(path).name is that of another test; give each its own.")
      }
      let scenario: JSONValue = try test.value("scenario") ?? test.missing("scenario")
      // An answer may be null, but it has to be said.
      let answer: JSONValue =
        test.has("answer")
        ? test.value("answer") ?? .null : try test.missing("answer")
      for (key, value) in [("scenario", scenario), ("answer", answer)]
      where value.jsonBytes.count > ServerLimits.testScenario.bytes {
        throw HTTPError(
          422, code: "test_too_large",
          "\(path).\(key) is larger than \(ServerLimits.testScenario.bytes) bytes; a small test "
            + "catches as much.")
      }
      do throws(InvalidScenario) {
        _ = try rules.scenario(scenario)
      } catch {
        let faults = error.faults.prefix(10).map { fault in
          fault.path.isEmpty
            ? "\(path).scenario \(fault.problem)" : "\(path).scenario.\(fault)"
        }
        throw HTTPError(
          422, code: "invalid_scenario", faults.joined(separator: "; ") + ".")
      }
      tests.append(StudentTest(name: name, scenario: scenario, answer: answer))
    }
    return tests
  }
}

extension HTTPError {
  static let takesNoTests = HTTPError(
    422, code: "takes_no_tests",
    "Tests can be sent for asynchronous problems only: those whose samples are scenarios.")

  static func unknownTests(_ id: String) -> HTTPError {
    HTTPError(
      404, code: "unknown_tests",
      "There are no tests \"\(id)\" of yours; use the id or the Location that the POST answered.")
  }
}
