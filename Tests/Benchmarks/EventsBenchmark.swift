import Domain
import Foundation
import Storage
import TestClient

/// 300 clients follow events while 60 students submit: whether anybody misses one, how late they are,
/// and what the server's memory does. Four times, as memory that grows less and less is no leak.
enum EventsBenchmark {
  /// Who is who.
  private struct School: Sendable {
    var students: [(name: String, token: String)] = []
    var admin = ""
    var teacher = ""
    var classroom = ""
  }

  private struct Work: Sendable {
    var problem: String
    var source: String
  }

  /// What came of a round.
  private struct Figures {
    var submissions = 0
    var delivered: [String: Int] = [:]
    var clients: [String: Int] = [:]
    var faults = 0
    var resyncs = 0
    var returns = 0
    var lateness: [Double] = []
    var queued: [Double] = []
    var seconds = 0.0
    var resident = 0.0
    var peak = 0.0
    var residentAfter = 0.0
    var log: [ToldEvent] = []
  }

  static func run(each count: Int) async throws {
    LoopbackSocket.raiseLimit()
    let data = try TemporaryDirectory()
    let school = try await found(data)
    // Events are what is measured here, and not judging: one of three is right.
    let right = try String(
      contentsOf: ServerProcess.root.appendingPathComponent(
        "Problems/easy/gather-in-order/submissions/accepted/gather.py"), encoding: .utf8)
    let works = [
      Work(problem: "gather-in-order", source: right),
      Work(problem: "first-bad-build", source: "print(1)"),
      Work(problem: "ordered-pipeline", source: "print(1)"),
    ]
    let server = try ServerProcess(
      data: data.url, arguments: ["--account-rate", "0", "--address-rate", "0"])
    let alone = try memory(of: server)
    var figures: [Figures] = []
    for _ in 1...4 {
      figures.append(try await round(server, school, works, each: count))
    }
    _ = server.stop()
    report(figures, alone: alone.resident)
    try await compare(figures.flatMap(\.log), with: data)
    let missed = figures.reduce(0) { $0 + $1.faults + $1.resyncs }
    guard missed == 0 else {
      throw Spawn.Failure(description: "\(missed) events were missed, or told wrongly")
    }
  }

  private static func found(_ data: TemporaryDirectory) async throws -> School {
    let now = currentTime
    let database = try await open(data)
    var school = School()
    school.admin = try await database.addAccount(named: "root", role: .admin, now: now).token
    let (teacher, token) = try await database.addAccount(named: "grace", role: .teacher, now: now)
    school.teacher = token
    let classroom = try await database.addClassroom(
      ClassroomSettings(name: "class", timeZone: "UTC", names: .shown), teacher: teacher, by: nil,
      now: now)
    school.classroom = classroom.id.rawValue
    guard let code = classroom.joinCode.flatMap({ JoinCode(typed: $0) }) else {
      throw Spawn.Failure(description: "a new classroom has a code")
    }
    for number in 1...60 {
      let (account, token) = try await database.addAccount(named: "s\(number)", now: now)
      _ = try await database.join(code, as: account, named: "Student \(number)", now: now)
      school.students.append((account.name, token))
    }
    await database.close()
    return school
  }

  private static func open(_ data: TemporaryDirectory) async throws -> Database {
    try await Database.open(
      .file(data.url.path + "/asyncjudge.sqlite"),
      migrations: ServerProcess.root.path + "/Migrations", role: .tool, now: currentTime)
  }

  private static var currentTime: Timestamp {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }

  // MARK: a round

  private static func round(
    _ server: ServerProcess, _ school: School, _ works: [Work], each count: Int
  ) async throws -> Figures {
    let crowd = EventCrowd()
    crowd.start()
    gather(crowd, school, works, port: server.port)
    // The 60 that are left follow a submission each.
    while crowd.state.following < 240 {
      if let failure = crowd.state.failure { throw Spawn.Failure(description: failure) }
      try await Task.sleep(for: .milliseconds(10))
    }
    var figures = Figures()
    figures.resident = try memory(of: server).resident
    let start = ContinuousClock.now
    let sent = try await withThrowingTaskGroup(of: [String: ContinuousClock.Instant].self) {
      tasks in
      for (place, student) in school.students.enumerated() {
        tasks.addTask {
          try await submit(
            count, of: works, by: student.token, number: place, to: server, followedIn: crowd)
        }
      }
      return try await tasks.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }
    figures.seconds = (ContinuousClock.now - start) / .seconds(1)
    figures.submissions = sent.count
    let end = try memory(of: server)
    figures.peak = end.peak
    let followers = crowd.stop()
    if let failure = crowd.state.failure { throw Spawn.Failure(description: failure) }
    // The server notices that they have gone.
    try await Task.sleep(for: .seconds(1))
    figures.residentAfter = try memory(of: server).resident
    sum(followers, sent, &figures)
    return figures
  }

  /// 240 clients of everything that can be followed for long.
  private static func gather(
    _ crowd: EventCrowd, _ school: School, _ works: [Work], port: UInt16
  ) {
    func follow(
      _ audience: EventAudience, _ path: String, _ token: String?, patience: Int? = nil,
      keepsLog: Bool = false
    ) {
      crowd.join {
        try EventFollower(
          audience, "/api/v1/" + path, token: token, port: port, patience: patience,
          keepsLog: keepsLog)
      }
    }
    let room = "classrooms/\(school.classroom)"
    for number in 0..<20 {
      follow(.admin, "events", school.admin, keepsLog: number == 0)
      follow(.staff, number < 10 ? room : "events?classroom=\(school.classroom)", school.teacher)
    }
    for (name, token) in school.students {
      follow(.account(name), "events", token)
      follow(.student(name), room, token)
    }
    let problems = works.map(\.problem)
    for number in 0..<40 {
      // Every other one goes now and then, and comes back.
      let patience = number.isMultiple(of: 2) ? 30 + number : nil
      follow(.board(problems: Set(problems)), "leaderboard", nil, patience: patience)
    }
    for (set, problem) in zip(["easy", "medium", "hard"], problems) {
      for _ in 0..<8 { follow(.board(problems: [problem]), "leaderboard?set=\(set)", nil) }
    }
    for number in 0..<16 {
      let problem = problems[number % problems.count]
      follow(.board(problems: [problem]), "problems/\(problem)/leaderboard", nil)
    }
  }

  /// One after the other, each followed; when each was sent, by its id.
  private static func submit(
    _ count: Int, of works: [Work], by token: String, number: Int, to server: ServerProcess,
    followedIn crowd: EventCrowd
  ) async throws -> [String: ContinuousClock.Instant] {
    var sent: [String: ContinuousClock.Instant] = [:]
    let port = server.port
    let fields = ["Authorization": "Bearer \(token)"]
    for turn in 0..<count {
      let work = works[(number + turn) % works.count]
      let start = ContinuousClock.now
      let reply = try await server.client.post(
        "/api/v1/problems/\(work.problem)/submissions", type: nil, fields: fields, work.source)
      guard let id = reply.json["id"].string else {
        throw Spawn.Failure(description: "a submission was not taken: \(reply.text)")
      }
      sent[id] = start
      let path = "/api/v1/submissions/\(id)"
      crowd.join { try EventFollower(.submission(id), path, token: token, port: port) }
      var verdict: String?
      while verdict == nil {
        verdict = try await server.client.get(path + "?wait=60", fields: fields).json["verdict"]
          .string
      }
    }
    return sent
  }

  private static func sum(
    _ followers: [EventFollower], _ sent: [String: ContinuousClock.Instant],
    _ figures: inout Figures
  ) {
    figures.log = followers.first { !$0.log.isEmpty }?.log ?? []
    // The server numbers its events one by one: an admin misses nothing when there is no gap.
    figures.faults += zip(figures.log, figures.log.dropFirst()).count { $1.id != $0.id + 1 }
    var first: [Int64: ContinuousClock.Instant] = [:]
    for one in followers.lazy.flatMap(\.heard) {
      first[one.id] = min(first[one.id] ?? one.at, one.at)
    }
    for follower in followers {
      let name = follower.audience.name
      figures.clients[name, default: 0] += 1
      figures.delivered[name, default: 0] += follower.heard.count
      figures.faults += follower.faults(against: figures.log)
      figures.resyncs += follower.resyncs
      figures.returns += follower.returns
      for one in follower.heard {
        if let start = first[one.id] {
          figures.lateness.append((one.at - start) / .milliseconds(1))
        }
      }
    }
    for event in figures.log where event.name == "queued" {
      guard let start = sent[event.submission], let heard = first[event.id] else { continue }
      figures.queued.append((heard - start) / .milliseconds(1))
    }
  }

  /// What the admin was told, with what the database holds: as many submissions and judgements of
  /// each account.
  private static func compare(_ log: [ToldEvent], with data: TemporaryDirectory) async throws {
    let database = try await open(data)
    let problems = Set(log.map(\.problem)).compactMap(ProblemID.init)
    let attempts = try await database.attempts(at: problems)
    await database.close()
    let stored = Dictionary(grouping: attempts, by: \.account.name).mapValues(\.count)
    for name in ["queued", "judgement"] {
      let told = Dictionary(grouping: log.filter { $0.name == name }, by: \.account)
        .mapValues(\.count)
      guard told == stored else {
        throw Spawn.Failure(description: "the database has other submissions than were told")
      }
    }
  }

  // MARK: figures

  private static func report(_ figures: [Figures], alone: Double) {
    var table = Table(
      "300 clients follow 60 students", "round 1", "round 2", "round 3", "round 4")
    func row(_ name: String, _ value: (Figures) -> String) {
      table.add([name] + figures.map(value))
    }
    row("submissions") { "\($0.submissions)" }
    row("judged within") { "\(text($0.seconds)) s" }
    row("events") { "\($0.log.count)" }
    row("delivered") { "\($0.delivered.values.reduce(0, +))" }
    for name in figures.flatMap(\.delivered.keys).reduce(into: Set(), { $0.insert($1) }).sorted() {
      row("  \(name)") { "\($0.delivered[name] ?? 0) to \($0.clients[name] ?? 0)" }
    }
    row("came back with Last-Event-ID") { "\($0.returns)" }
    row("missed, or told wrongly") { "\($0.faults)" }
    row("resyncs") { "\($0.resyncs)" }
    row("behind the first who hears it, median") {
      "\(text($0.lateness.quantile(0.5), digits: 2)) ms"
    }
    row("  99th percentile") { "\(text($0.lateness.quantile(0.99), digits: 2)) ms" }
    row("  slowest") { "\(text($0.lateness.quantile(1), digits: 2)) ms" }
    row("`queued` after the POST was sent, median") { "\(text($0.queued.quantile(0.5))) ms" }
    row("  99th percentile") { "\(text($0.queued.quantile(0.99))) ms" }
    row("server's memory with its followers") { "\(text($0.resident)) MiB" }
    row("  at its peak so far") { "\(text($0.peak)) MiB" }
    row("  when they have gone") { "\(text($0.residentAfter)) MiB" }
    table.print()
    print("The server alone, before: \(text(alone)) MiB.")
  }

  /// Of the server's own process, in MiB: now, and at most until now.
  private static func memory(
    of server: ServerProcess
  ) throws -> (resident: Double, peak: Double) {
    let status = try String(
      contentsOfFile: "/proc/\(server.processIdentifier)/status", encoding: .utf8)
    func value(_ name: String) -> Double {
      let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
      return
        (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0)
        / 1024
    }
    return (value("VmRSS"), value("VmHWM"))
  }
}
