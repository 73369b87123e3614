/// What the lab says of one test case. All times are microseconds of virtual time.
package struct LabReport: Sendable, Hashable, Codable {
  /// Nil when nothing is wrong.
  package var reason: Reason?
  /// From the start to the answer, in the run that decided.
  package var makespan: Int
  package var allowedMakespan: Int?
  package var referenceMakespan: Int?
  package var requests: Int
  /// Requests in flight at the same time: most, and on average.
  package var peakConcurrency: Int
  package var averageConcurrency: Double
  /// How long something else than `await` held the loop.
  package var blocked: Int
  /// Runs made: the nominal one, then schedules, faults, cancellations.
  package var runs: Int
  /// The plan of the run that decided; replays it.
  package var plan: String
  /// In words, shrunk: what had to happen for it to fail.
  package var cause: String?
  /// What the sandbox noticed: `leaked_tasks`, `never_awaited` … with examples.
  package var advice: [String: [String]]
  package var mistake: Mistake?
  /// Sixteen hexadecimal digits; equal runs have equal ones.
  package var traceHash: String

  package init(
    reason: Reason?, makespan: Int, allowedMakespan: Int?, referenceMakespan: Int?, requests: Int,
    peakConcurrency: Int, averageConcurrency: Double, blocked: Int, runs: Int, plan: String,
    cause: String?, advice: [String: [String]], mistake: Mistake?, traceHash: String
  ) {
    self.reason = reason
    self.makespan = makespan
    self.allowedMakespan = allowedMakespan
    self.referenceMakespan = referenceMakespan
    self.requests = requests
    self.peakConcurrency = peakConcurrency
    self.averageConcurrency = averageConcurrency
    self.blocked = blocked
    self.runs = runs
    self.plan = plan
    self.cause = cause
    self.advice = advice
    self.mistake = mistake
    self.traceHash = traceHash
  }
}
