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

  package var router: Router {
    var router = Router()
    router.on(.get, "/", welcome)
    router.on(.get, "/api/v1/health", health)
    router.on(.get, "/api/v1/problems", listProblems)
    router.on(.get, "/api/v1/problems/{id}", showProblem)
    router.on(
      .post, "/api/v1/problems/{id}/submissions", bodyLimit: ServerLimits.submissionBody.bytes,
      submit)
    router.on(.get, "/api/v1/submissions", listSubmissions)
    router.on(.get, "/api/v1/submissions/{id}", showSubmission)
    router.on(.get, "/api/v1/submissions/{id}/runs/{ordinal}/timeline", showTimeline)
    router.on(.get, "/api/v1/leaderboard", showLeaderboard)
    return router
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
