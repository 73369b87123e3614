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
  let gate: AccessGate
  let scenarioRules = ScenarioRulesTable()
  let now: @Sendable () -> Timestamp
  let problemAnswers: ProblemAnswers
  let description = OpenAPIDocument.answer
  package let boards: Boards
  let joinCodes = RateTable(ServerLimits.joinCodes)

  package init(
    database: Database, catalog: ProblemCatalog, events: EventHub, worker: JudgeWorker,
    service: ServiceDescription, access: AccessOptions = AccessOptions(),
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.database = database
    self.catalog = catalog
    self.events = events
    self.worker = worker
    self.service = service
    gate = AccessGate(access)
    self.now = now
    problemAnswers = ProblemAnswers(catalog)
    boards = Boards(database: database, problems: catalog.problems.map(\.problem), now: now)
  }

  /// Every route, and who may call it.
  package var routes: [Route] {
    [
      Route(.get, "/", welcome),
      Route(.get, "/openapi.json", describe),
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
      Route(.get, "/api/v1/submissions/{id}/source", .everyone, showSource),
      Route(.get, "/api/v1/submissions/{id}/runs/{ordinal}/timeline", .everyone, showTimeline),
      Route(.get, "/api/v1/submissions/{id}/judgements", .everyone, listJudgements),

      // Judging again
      Route(.post, "/api/v1/rejudgings", .teacher, startRejudging),
      Route(.get, "/api/v1/rejudgings", .teacher, listRejudgings),
      Route(.get, "/api/v1/rejudgings/{rejudging}", .teacher, showRejudging),
      Route(.post, "/api/v1/rejudgings/{rejudging}/apply", .teacher, applyRejudging),
      Route(.post, "/api/v1/rejudgings/{rejudging}/discard", .teacher, discardRejudging),

      // Student tests
      Route(
        .post, "/api/v1/problems/{id}/tests", .account, bodyLimit: ServerLimits.testSuiteBody,
        submitTests),
      Route(.get, "/api/v1/problems/{id}/tests", .account, listTests),
      Route(.get, "/api/v1/tests/{test}", .account, showTests),

      // Live
      Route(.get, "/api/v1/events", .account, followEvents),

      // Leaderboards
      Route(.get, "/api/v1/leaderboard", .everyone, ready: readyLeaderboard, showLeaderboard),
      Route(
        .get, "/api/v1/problems/{id}/leaderboard", .everyone, ready: readyProblemLeaderboard,
        showProblemLeaderboard),
      Route(
        .get, "/api/v1/classrooms/{classroom}/leaderboard", .account, showClassroomLeaderboard),
      Route(.put, "/api/v1/classrooms/{classroom}/freeze", .account, freezeClassroom),
      Route(.delete, "/api/v1/classrooms/{classroom}/freeze", .account, unfreezeClassroom),
      Route(
        .get, "/api/v1/assignments/{assignment}/leaderboard", .account, showAssignmentLeaderboard),
      Route(.put, "/api/v1/assignments/{assignment}/freeze", .account, freezeAssignment),
      Route(.delete, "/api/v1/assignments/{assignment}/freeze", .account, unfreezeAssignment),
    ] + classroomRoutes + practiceRoutes + discussionRoutes + accountRoutes
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
