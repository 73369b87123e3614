import Domain
import HTTP
import Judging
import Logging
import Packages
import Storage

/// The REST API: what its handlers share, and on one page, its routes.
package struct API: Sendable {
  let database: Database
  let catalog: ProblemCatalog
  let events: EventHub
  let worker: JudgeWorker
  let service: ServiceDescription
  let now: @Sendable () -> Timestamp

  package init(
    database: Database, catalog: ProblemCatalog, events: EventHub, worker: JudgeWorker,
    service: ServiceDescription, now: @escaping @Sendable () -> Timestamp
  ) {
    self.database = database
    self.catalog = catalog
    self.events = events
    self.worker = worker
    self.service = service
    self.now = now
  }

  /// Every route, and who may call it.
  package var routes: [Route] {
    [
      Route(.get, "/", welcome),
      Route(.get, "/api/v1/health", .everyone, health),

      // Problems
      Route(.get, "/api/v1/problems", listProblems),
      Route(.get, "/api/v1/problems/{id}", showProblem),

      // Submissions
      Route(
        .post, "/api/v1/problems/{id}/submissions", .everyone,
        bodyLimit: ServerLimits.submissionBody, submit),
      Route(.get, "/api/v1/submissions", .everyone, listSubmissions),
      Route(.get, "/api/v1/submissions/{id}", .everyone, showSubmission),
      Route(.get, "/api/v1/submissions/{id}/runs/{ordinal}/timeline", .everyone, showTimeline),

      // Leaderboards
      Route(.get, "/api/v1/leaderboard", .everyone, showLeaderboard),
    ]
  }
}

/// What the running service says of itself.
package struct ServiceDescription: Sendable {
  package var version: String
  package var isolation: IsolationTier
  package var slots: Int
  package var workers: Int
  /// Those that this machine has.
  package var runtimes: [Runtime]

  package init(
    version: String, isolation: IsolationTier, slots: Int, workers: Int, runtimes: [Runtime]
  ) {
    self.version = version
    self.isolation = isolation
    self.slots = slots
    self.workers = workers
    self.runtimes = runtimes
  }
}
