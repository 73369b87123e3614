import Domain
import Foundation
import Glibc
import TestClient

/// An event of the server, as the one log of a run has it.
struct ToldEvent: Sendable {
  var id: Int64
  /// `queued`, `run`, `judgement`
  var name: String
  var account: String
  var problem: String
  var submission: String

  /// Of what the admin's stream says.
  init?(_ id: Int64, _ name: String, _ data: JSONValue) {
    guard let account = data["account"].string, let problem = data["problem_id"].string,
      let submission = data["submission_id"].string
    else { return nil }
    self.id = id
    self.name = name
    self.account = account
    self.problem = problem
    self.submission = submission
  }

  var changesBoards: Bool { name != "run" }
}

/// Whom a stream is for, and what of the log it owes.
enum EventAudience: Sendable, Hashable {
  case admin
  case account(String)
  case student(String)
  case staff
  case board(problems: Set<String>)
  case submission(String)

  var name: String {
    switch self {
    case .admin: "everything, as admin"
    case .account: "own events"
    case .student: "classroom, as student"
    case .staff: "classroom, as teacher"
    case .board: "leaderboards"
    case .submission: "submissions"
    }
  }

  /// What the event is called for it; nil: it is not told.
  func telling(_ event: ToldEvent) -> String? {
    switch self {
    case .admin, .staff: event.name
    case .account(let name): event.account == name ? event.name : nil
    case .student(let name):
      event.account == name ? event.name : event.changesBoards ? "leaderboard" : nil
    case .board(let problems):
      event.changesBoards && problems.contains(event.problem) ? "leaderboard" : nil
    case .submission(let id): event.submission == id ? event.name : nil
    }
  }
}

/// One client of a stream: reads what has come, and keeps when it heard what.
final class EventFollower {
  struct Heard: Sendable {
    var id: Int64
    var name: String
    var at: ContinuousClock.Instant
  }

  let audience: EventAudience
  private let port: UInt16
  private let request: String
  /// Events after which it goes and comes back with the id of the last; nil: it stays.
  private let patience: Int?
  private var socket: LoopbackSocket
  private var buffer: [UInt8] = []
  private var isInHead = true
  private var sinceConnected = 0

  private(set) var heard: [Heard] = []
  /// The log, when it is the one who keeps it.
  private(set) var log: [ToldEvent] = []
  private let keepsLog: Bool
  private(set) var resyncs = 0
  private(set) var returns = 0
  private(set) var hasEnded = false
  /// Of a submission's stream: what it was at first.
  private(set) var firstState: String?
  /// Whether the server has begun to answer: from here on it owes every event.
  var isFollowing: Bool { !isInHead }

  init(
    _ audience: EventAudience, _ path: String, token: String?, port: UInt16, patience: Int? = nil,
    keepsLog: Bool = false
  ) throws {
    self.audience = audience
    self.port = port
    self.patience = patience
    self.keepsLog = keepsLog
    // In HTTP/1.0 the events come without chunks between them.
    request =
      "GET \(path) HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
      + (token.map { "Authorization: Bearer \($0)\r\n" } ?? "")
    socket = try LoopbackSocket(port: port)
    socket.send(request + "\r\n")
  }

  var descriptor: Int32 { socket.descriptor }

  func close() { socket.close() }

  /// Takes what has come without waiting for more.
  func read() throws {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe recv(socket.descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
    guard count > 0 else {
      if count == 0 || errno != EAGAIN { hasEnded = true }
      return
    }
    let now = ContinuousClock.now
    buffer += chunk[..<count]
    try parse(at: now)
  }

  private func parse(at now: ContinuousClock.Instant) throws {
    if isInHead {
      guard let end = end(of: "\r\n\r\n", from: 0) else { return }
      let head = String(decoding: buffer[..<end], as: UTF8.self)
      guard head.contains(" 200 ") else {
        throw Spawn.Failure(description: "\(audience.name): \(head)")
      }
      buffer.removeFirst(end)
      isInHead = false
    }
    var start = 0
    while let end = end(of: "\n\n", from: start) {
      take(String(decoding: buffer[start..<end], as: UTF8.self), at: now)
      start = end
    }
    buffer.removeFirst(start)
    if let patience, sinceConnected >= patience, buffer.isEmpty { try comeBack() }
  }

  private func end(of mark: StaticString, from start: Int) -> Int? {
    let length = mark.utf8CodeUnitCount
    let text = mark.description.utf8
    var index = start
    while index + length <= buffer.count {
      if buffer[index] == text.first, buffer[index..<index + length].elementsEqual(text) {
        return index + length
      }
      index += 1
    }
    return nil
  }

  private func take(_ text: String, at now: ContinuousClock.Instant) {
    var fields: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { continue }
      fields[line[..<colon]] = line[line.index(after: colon)...].dropFirst()
    }
    guard let name = fields["event"] else { return }
    if name == "resync" { resyncs += 1 }
    guard let id = fields["id"].flatMap({ Int64($0) }) else {
      if name == "submission" { firstState = json(fields["data"])["state"].string }
      return
    }
    heard.append(Heard(id: id, name: String(name), at: now))
    sinceConnected += 1
    if keepsLog, let event = ToldEvent(id, String(name), json(fields["data"])) {
      log.append(event)
    }
  }

  private func json(_ text: Substring?) -> JSONValue {
    (try? JSONParser.parse(Array((text ?? "").utf8))) ?? .null
  }

  /// Goes, and asks for what it misses meanwhile.
  private func comeBack() throws {
    socket.close()
    socket = try LoopbackSocket(port: port)
    socket.send(request + "Last-Event-ID: \(heard.last?.id ?? 0)\r\n\r\n")
    isInHead = true
    sinceConnected = 0
    returns += 1
  }

  /// Events of the log that it was not told, or told twice, in another order, or as something else.
  func faults(against log: [ToldEvent]) -> Int {
    var owed = log.compactMap { event in audience.telling(event).map { (event.id, $0) } }
    if case .submission = audience {
      // It came when the submission was there already; what is owed begins with what it heard first.
      guard let first = heard.first else { return firstState == "done" ? 0 : owed.count }
      owed.removeAll { $0.0 < first.id }
    }
    let told = heard.map { ($0.id, $0.name) }
    let difference = Set(owed.map(\.0)).symmetricDifference(told.map(\.0)).count
    if difference > 0 { return difference }
    return zip(owed, told).count { $0 != $1 } + abs(owed.count - told.count)
  }
}
