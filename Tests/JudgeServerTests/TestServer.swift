import Domain
import Logging
import Packages
import Posix
import Sandboxing
import Storage
import Synchronization
import Testing

@testable import HTTP
@testable import JudgeServer
@testable import Judging
@testable import TestClient

/// The API with a database of its own and without sockets: requests are parsed from bytes and routed
/// as the server does it. Nobody judges but the test.
struct TestServer {
  let database: Database
  let events: EventHub
  let api: API
  var boards: Boards { api.boards }
  private let routes: RouteTree
  private let onReady: @Sendable () -> Void

  /// `onReady` is called for an answer of the event loop's own, `onNow` when the API looks at the
  /// clock, which shows `time`, or else `clock`. With a
  /// database that is open already it is the next life of a server. Passwords are cheap here.
  init(
    catalog: ProblemCatalog = ProblemFixtures.catalog,
    access: AccessOptions = AccessOptions(), clock: TestClock = TestClock(),
    onNow: @escaping @Sendable () -> Void = {}, onReady: @escaping @Sendable () -> Void = {},
    database open: Database? = nil,
    time: (@Sendable () -> Timestamp)? = nil, firstEvent: Int64 = 1
  ) async throws {
    events = EventHub(firstID: firstEvent)
    var access = access
    access.passwordCost = .init(logRounds: 4, blockSize: 1, parallelism: 1)
    let database =
      if let open {
        open
      } else {
        try await Database.open(
          .memory, migrations: Self.repository + "/Migrations", role: .server, now: .now)
      }
    let sandbox = try await Self.sandbox.value
    let worker = JudgeWorker(
      name: "test", database: database, catalog: catalog,
      judge: Judge(sandbox: sandbox, runtimes: RuntimeTable(rows: []), now: { .now }),
      isolation: .b, events: events,
      log: Logger(label: "test"), now: { .now })
    let api = API(
      database: database, catalog: catalog, events: events, worker: worker,
      service: ServiceDescription(
        version: "1.2.3", isolation: .b, slots: 3, workers: 2,
        runtimes: Runtime.all.filter { $0.id != "cpp" }),
      access: access,
      now: {
        onNow()
        return time?() ?? clock.time
      })
    self.database = database
    self.api = api
    self.onReady = onReady
    routes = RouteTree(api.router)
  }

  private static let repository = #filePath.split(separator: "/").dropLast(3)
    .reduce("") { $0 + "/" + $1 }

  /// One for all tests, and never used: a worker cannot be made without.
  private static let sandbox = Task {
    try await Sandbox.start(SandboxConfiguration(slots: 1, minimumTier: .none))
  }

  // MARK: requests

  func get(_ target: String, fields: [String: String] = [:]) async throws -> Reply {
    try await send(.get, target, fields, [])
  }

  func post(
    _ target: String, type: String? = nil, fields: [String: String] = [:], _ body: [UInt8]
  ) async throws -> Reply {
    var fields = fields
    fields["Content-Type"] = type
    return try await send(.post, target, fields, body)
  }

  /// Submits `document` as JSON to the problem `echo`.
  func submit(
    json document: String, query: String = "", fields: [String: String] = [:]
  ) async throws -> Reply {
    try await post(
      "/api/v1/problems/echo/submissions" + query, type: "application/json", fields: fields,
      Array(document.utf8))
  }

  /// Submits a short program to the problem `echo`.
  func submit(query: String = "", token: String? = nil) async throws -> Reply {
    try await submit(
      json: #"{"solver": {"source": "print(1)"}}"#, query: query,
      fields: token.map { ["Authorization": "Bearer \($0)"] } ?? [:])
  }

  /// `body` as JSON, with the token of whoever sends it.
  func send(
    _ method: HTTP.Method, _ target: String, token: String? = nil,
    fields: [String: String] = [:], json body: String
  ) async throws -> Reply {
    var fields = fields
    fields["Content-Type"] = body.isEmpty ? nil : "application/json"
    if let token { fields["Authorization"] = "Bearer \(token)" }
    return try await send(method, target, fields, Array(body.utf8))
  }

  func send(
    _ method: HTTP.Method, _ target: String, _ fields: [String: String] = [:],
    _ body: [UInt8] = [], peer: String = "192.0.2.7"
  ) async throws -> Reply {
    let reply = try await reply(method, target, fields, body, peer: peer)
    for fault in APIContract.served.faults(of: reply, to: method.rawValue, target) {
      Issue.record("not as /openapi.json has it: \(fault)")
    }
    return reply
  }

  private func reply(
    _ method: HTTP.Method, _ target: String, _ fields: [String: String], _ body: [UInt8],
    peer: String
  ) async throws -> Reply {
    do {
      let (response, request) = try await exchange(method, target, fields, body, peer: peer)
      if case .cached(let answer) = response.body { return Reply(answer, to: request) }
      return Reply(response)
    } catch let error as HTTPError {
      return Reply(error.response)
    }
  }

  /// The answer as the handler made it. Throws what the handler throws.
  func answer(
    _ method: HTTP.Method, _ target: String, _ fields: [String: String] = [:],
    _ body: [UInt8] = [], peer: String = "192.0.2.7"
  ) async throws -> Response {
    try await exchange(method, target, fields, body, peer: peer).response
  }

  private func exchange(
    _ method: HTTP.Method, _ target: String, _ fields: [String: String], _ body: [UInt8],
    peer: String
  ) async throws -> (response: Response, request: Request) {
    let lines =
      ["\(method.rawValue) \(target) HTTP/1.1", "Host: judge.test:8080"]
      + fields.map { "\($0): \($1)" }
    let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    guard case .complete(let head, bytes.count) = HeadParser(limits: HTTPLimits()).parse(bytes.span)
    else { throw Failure.notHTTP(target) }
    let (path, _) = Request.split(head.target, bytes.span)
    guard
      case .handler(let handler, let parameters, let limit) = routes.match(
        method, path, in: bytes.span)
    else { throw Failure.noRoute(target) }
    if let limit, body.count > limit { throw Failure.tooLarge }
    let address = try #require(PeerAddress(peer))
    var request = Request(
      method: method, head: bytes, head, parameters: parameters, body: body, peer: address)
    request.forwarding = Forwarding(
      from: address, trusted: ["10.0.0.1"].compactMap(AddressBlock.init), head.fields, bytes.span)
    switch handler {
    case .quick(let handle): return (try handle(request), request)
    case .suspending(let handle): return (try await handle(request), request)
    case .either(let quick, let handle):
      if let ready = try quick(request) {
        onReady()
        return (ready, request)
      }
      return (try await handle(request), request)
    }
  }

  enum Failure: Error {
    case notHTTP(String)
    case noRoute(String)
    case tooLarge
  }

  // MARK: the judge's side

  /// Adds an account; returns its token.
  func addAccount(_ name: String, _ role: AccountRole = .student) async throws -> String {
    try await database.addAccount(named: name, role: role, now: .now).token
  }

  /// Takes the submission whose turn it is, stores `judgement` a second after it was submitted, and
  /// tells of it.
  @discardableResult func judge(_ judgement: Judgement) async throws -> SubmissionID {
    let claim = try #require(
      try await database.claim(worker: "test", lease: .seconds(60), now: .now))
    #expect(
      try await database.finish(
        claim, with: judgement, now: claim.submission.submittedAt + .seconds(1)))
    let id = claim.submission.id
    events.publish(
      .judgementFinished(id, problem: claim.submission.problem, verdict: judgement.verdict),
      about: EventSubject(claim.submission))
    return id
  }
}

/// A clock that stands until it is set.
final class TestClock: Sendable {
  private let now = Mutex(Timestamp.now)

  var time: Timestamp { now.withLock { $0 } }

  func advance(by duration: Duration) { now.withLock { $0 = $0 + duration } }
}

extension Judgement {
  /// Without groups and runs.
  static func example(_ verdict: Verdict) -> Judgement {
    Judgement(
      verdict: verdict, score: verdict == .accepted ? 1 : 0, maxScore: 1,
      startedAt: .now + .seconds(1), endedAt: .now + .seconds(2), isolation: .b)
  }
}

extension Reply {
  fileprivate init(_ response: Response) {
    var fields = Dictionary(
      uniqueKeysWithValues: response.fields.map { ($0.name.description.lowercased(), $0.value) })
    fields["content-type"] = response.contentType?.description
    let body = response.body.bytes ?? []
    self.init(status: response.status.code, fields: fields, body: body)
  }

  /// As a connection sends it.
  fileprivate init(_ answer: CachedAnswer, to request: Request) {
    let (form, isCurrent) = answer.form(for: request)
    let lines = String(decoding: isCurrent ? form.notModifiedFields : form.fields, as: UTF8.self)
    let fields = lines.split(separator: "\r\n").map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return (line[..<colon].lowercased(), String(line[colon...].dropFirst(2)))
    }
    self.init(
      status: isCurrent ? 304 : 200,
      fields: Dictionary(fields, uniquingKeysWith: { "\($0), \($1)" }),
      body: isCurrent ? [] : form.body)
  }

  /// Expects an error with everything that a client is promised.
  func expectError(
    _ status: Int, _ code: String, _ detail: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(self.status == status, sourceLocation: sourceLocation)
    #expect(fields["content-type"] == "application/problem+json", sourceLocation: sourceLocation)
    #expect(json["status"].integer == status, sourceLocation: sourceLocation)
    #expect(json["code"].string == code, sourceLocation: sourceLocation)
    #expect(json["detail"].string == detail, sourceLocation: sourceLocation)
  }
}
