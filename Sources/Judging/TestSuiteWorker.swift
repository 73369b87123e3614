import Domain
import Logging
import Packages
import Storage

/// Judges students' tests, one suite at a time: when no live submission waits, and one now and then
/// beside a queue that never ends.
package final class TestSuiteWorker: Sendable {
  private let database: Database
  private let catalog: ProblemCatalog
  private let judge: Judge
  private let log: Logger
  private let now: @Sendable () -> Timestamp
  private let patience: Duration
  private let bell = Bell()
  /// Rings when a suite is judged.
  package let judged = Bell()

  init(
    database: Database, catalog: ProblemCatalog, judge: Judge, log: Logger,
    now: @escaping @Sendable () -> Timestamp,
    patience: Duration = JudgingLimits.testSuitePatience
  ) {
    self.database = database
    self.catalog = catalog
    self.judge = judge
    self.log = log
    self.now = now
    self.patience = patience
  }

  /// Says that there is a suite to judge.
  package func wake() { bell.ring() }

  /// Judges until it is cancelled; a suite in progress is then given back.
  func run() async {
    do {
      let count = try await database.releaseTestSuites()
      if count > 0 { log.notice("took over tests", metadata: ["count": "\(count)"]) }
    } catch {
      log.error("cannot rescue tests", metadata: ["error": "\(error)"])
    }
    // When the suite whose turn it is came first behind live submissions.
    var waitingSince: ContinuousClock.Instant?
    while !Task.isCancelled {
      let generation = bell.generation
      do {
        guard try await database.hasTestSuitesWaiting() else {
          waitingSince = nil
          await bell.wait(after: generation)
          continue
        }
        let since = waitingSince ?? .now
        waitingSince = since
        if try await database.hasLiveSubmissionsWaiting(), since.duration(to: .now) < patience {
          try? await Task.sleep(for: min(JudgingLimits.testSuiteInterval, patience))
          continue
        }
        waitingSince = nil
        if let claim = try await database.claimTestSuite() { await judge(claim) }
      } catch {
        log.error("cannot read the tests", metadata: ["error": "\(error)"])
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  private func judge(_ claim: TestSuiteClaim) async {
    var log = log
    log[metadataKey: "tests"] = "\(claim.suite.id)"
    do {
      guard claim.attempt <= JudgingLimits.attempts, let package = catalog[claim.suite.problem]
      else {
        // Begun as often as it may be and never ended, or the problem has gone.
        return try await store(TestSuiteJudgement(ending: .judgeError), for: claim, log)
      }
      let judgement = try await judge.judge(claim.suite.tests, of: package)
      try await store(judgement, for: claim, log)
    } catch {
      let isStopping = if case JudgeError.cancelled = error { true } else { Task.isCancelled }
      if !isStopping {
        log.error(
          "judging tests failed", metadata: ["error": "\(error)", "attempt": "\(claim.attempt)"])
      }
      do {
        if !isStopping, claim.attempt >= JudgingLimits.attempts {
          return try await store(TestSuiteJudgement(ending: .judgeError), for: claim, log)
        }
        try await database.release(claim, counts: !isStopping)
      } catch {
        // The next start takes it over.
        log.error("cannot release tests", metadata: ["error": "\(error)"])
      }
    }
  }

  private func store(
    _ judgement: TestSuiteJudgement, for claim: TestSuiteClaim, _ log: Logger
  ) async throws {
    guard try await database.finish(claim, with: judgement, now: now()) else {
      return log.warning("the claim of tests was lost")
    }
    log.info(
      "judged tests", metadata: ["caught": "\(judgement.caught)", "of": "\(judgement.wrong)"])
    judged.ring()
  }
}
