import Domain
import HTTP
import Storage

extension API {
  /// `GET /api/v1/health`: for a load balancer, and for the teacher who wonders what is running.
  func health(_ request: Request, _ viewer: Viewer) async throws -> Response {
    try request.allowQuery([])
    let queue = try await database.queueCounts()
    let sets = Dictionary(grouping: catalog.problems, by: \.problem.set)
    return .encoding(
      HealthView(
        status: "ok", version: service.version, time: now().description,
        isolation: service.isolation, slots: service.slots, workers: service.workers,
        runtimes: service.runtimes.map(\.id),
        queue: HealthView.Queue(queued: queue.queued, judging: queue.judging),
        problems: Dictionary(
          uniqueKeysWithValues: ProblemSet.allCases.map { ($0.rawValue, sets[$0]?.count ?? 0) }),
        packageFaults: catalog.faults.count))
  }
}

private struct HealthView: Encodable {
  struct Queue: Encodable {
    var queued: Int
    var judging: Int
  }

  var status: String
  var version: String
  var time: String
  var isolation: IsolationTier
  var slots: Int
  var workers: Int
  var runtimes: [String]
  var queue: Queue
  var problems: [String: Int]
  var packageFaults: Int
}
