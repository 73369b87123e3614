import Domain
import Logging
import Packages
import Storage
import Synchronization

/// Takes submissions from the queue, judges them, and stores what came out: the only writer of
/// judgements. Several judge at once; the sandbox's slots are shared by all.
package final class JudgeWorker: Sendable {
  private let name: String
  private let database: Database
  private let catalog: ProblemCatalog
  private let judge: Judge
  private let isolation: IsolationTier
  private let events: EventHub
  private let log: Logger
  private let now: @Sendable () -> Timestamp
  private let stopGrace: Duration
  private let bell = Bell()
  /// Judges students' tests beside the submissions.
  package let tests: TestSuiteWorker

  /// `name` marks the claims of this process.
  package init(
    name: String, database: Database, catalog: ProblemCatalog, judge: Judge,
    isolation: IsolationTier, events: EventHub, log: Logger,
    now: @escaping @Sendable () -> Timestamp, stopGrace: Duration = JudgingLimits.stopGrace
  ) {
    self.name = name
    self.database = database
    self.catalog = catalog
    self.judge = judge
    self.isolation = isolation
    self.events = events
    self.log = log
    self.now = now
    tests = TestSuiteWorker(
      database: database, catalog: catalog, judge: judge, log: log, now: now)
    self.stopGrace = stopGrace
  }

  /// Says that there is something in the queue.
  package func wake() { bell.ring() }

  /// Judges up to `width` submissions at once until it is cancelled; then lets those in progress
  /// end within `stopGrace` and gives the others back to the queue.
  package func run(width: Int) async {
    await takeOver(dead: true)
    await withTaskGroup { tasks in
      for number in 1...width {
        tasks.addTask { await self.work(as: "\(self.name)/\(number)") }
      }
      tasks.addTask { await self.rescue() }
      tasks.addTask { await self.tests.run() }
    }
  }

  /// Runs one run of a judged submission to an asynchronous problem once more, for its timeline. Nil
  /// when it takes another course now, because the problem has changed since.
  package func replay(_ run: Run, of submission: Submission) async throws -> Run? {
    guard let report = run.lab,
      let package = catalog[submission.problem]?.variant(submission.variant),
      let replayed = try await judge.replay(
        report.plan, of: run.testCase, in: package, submission.configuration),
      replayed.lab?.traceHash == report.traceHash
    else { return nil }
    return replayed
  }

  /// One submission after the other. Sleeps on the bell while the queue is empty.
  private func work(as worker: String) async {
    while !Task.isCancelled {
      let generation = bell.generation
      do {
        let claim = try await database.claim(
          worker: worker, lease: JudgingLimits.lease, now: now())
        if let claim {
          await finish(claim)
        } else {
          await bell.wait(after: generation)
        }
      } catch {
        log.error("cannot read the queue", metadata: ["error": "\(error)"])
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  /// Judges a claimed submission in a task of its own, so that a stop reaches it only after the
  /// grace, and keeps its lease alive meanwhile.
  private func finish(_ claim: Claim) async {
    let judging = Task { await self.judge(claim) }
    let keepingAlive = Task {
      while true {
        try await Task.sleep(for: JudgingLimits.renewal)
        do {
          guard try await database.renew(claim, lease: JudgingLimits.lease, now: now()) else {
            return judging.cancel()
          }
        } catch {
          log.error("cannot renew a lease", metadata: ["error": "\(error)"])
        }
      }
    }
    await withTaskCancellationHandler {
      await judging.value
    } onCancel: {
      Task {
        try? await Task.sleep(for: stopGrace)
        judging.cancel()
      }
    }
    keepingAlive.cancel()
  }

  private func judge(_ claim: Claim) async {
    let submission = claim.submission
    var log = log
    log[metadataKey: "submission"] = "\(submission.id)"
    do {
      let judgement = try await judgement(of: submission, isLive: claim.isLive)
      try await store(judgement, for: claim, log: log)
    } catch JudgeError.cancelled {
      await release(claim, reason: "the server stopped", log: log)
    } catch {
      log.error(
        "judging failed", metadata: ["error": "\(error)", "attempt": "\(claim.attempt)"])
      guard claim.attempt >= JudgingLimits.attempts else {
        return await release(claim, reason: "\(error)", log: log)
      }
      do {
        try await store(judgeError(of: submission), for: claim, log: log)
      } catch {
        log.error("cannot store a judge error", metadata: ["error": "\(error)"])
      }
    }
  }

  /// Tells of its runs when it `isLive`: what is judged again shows nothing until it is applied.
  private func judgement(
    of submission: Submission, isLive: Bool
  ) async throws(JudgeError) -> Judgement {
    guard let package = catalog[submission.problem]?.variant(submission.variant) else {
      return judgeError(
        of: submission,
        message: "The problem \(submission.problem) is no longer on this server. "
          + "Tell your teacher; this attempt does not count.")
    }
    return try await judge.judge(submission.configuration, against: package) { run in
      guard isLive else { return }
      self.events.publish(
        .runFinished(submission.id, ordinal: run.ordinal, verdict: run.verdict),
        about: EventSubject(submission))
    }
  }

  private func judgeError(of submission: Submission, message: String? = nil) -> Judgement {
    Judgement(
      verdict: .judgeError, score: 0,
      maxScore: catalog[submission.problem]?.problem.maxScore ?? 0, startedAt: now(),
      endedAt: now(), isolation: isolation,
      message: message
        ?? "The judge failed \(JudgingLimits.attempts) times on this submission. That is not your "
        + "fault and does not count as an attempt; tell your teacher, and submit again later.")
  }

  private func store(_ judgement: Judgement, for claim: Claim, log: Logger) async throws {
    guard try await database.finish(claim, with: judgement, now: now()) else {
      return log.warning("the claim was lost, another worker judges this submission")
    }
    let id = claim.submission.id
    log.info("judged", metadata: ["verdict": "\(judgement.verdict.rawValue)"])
    guard claim.isLive else { return }
    events.publish(
      .judgementFinished(id, problem: claim.submission.problem, verdict: judgement.verdict),
      about: EventSubject(claim.submission))
  }

  private func release(_ claim: Claim, reason: String, log: Logger) async {
    do {
      try await database.release(claim, reason: reason)
      bell.ring()
    } catch {
      // The lease runs out by itself; the rescue then finds the submission.
      log.error("cannot release a submission", metadata: ["error": "\(error)"])
    }
  }

  private func rescue() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: JudgingLimits.rescueInterval)
      guard !Task.isCancelled else { return }
      await takeOver(dead: false)
    }
  }

  /// Puts back what nobody works on any more: expired claims, or at the start (`dead`) all claims
  /// of the process that had this database before.
  private func takeOver(dead: Bool) async {
    do {
      let (requeued, exhausted) =
        dead
        ? try await database.rescueAll(now: now(), maximumAttempts: JudgingLimits.attempts)
        : try await database.rescue(now: now(), maximumAttempts: JudgingLimits.attempts)
      for claim in exhausted {
        try await store(judgeError(of: claim.submission), for: claim, log: log)
      }
      if !requeued.isEmpty {
        log.notice("took over submissions", metadata: ["count": "\(requeued.count)"])
        bell.ring()
      }
    } catch {
      log.error("cannot rescue the queue", metadata: ["error": "\(error)"])
    }
  }
}
