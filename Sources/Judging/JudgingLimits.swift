import Domain
import Sandboxing

/// Every limit of the judging module.
package enum JudgingLimits {
  /// Attempts at a submission before it ends with a judge error.
  package static let attempts = 3
  /// How long a claim lasts before another worker may take it over.
  package static let lease = Duration.seconds(30)
  /// How often a working judge renews its claim.
  package static let renewal = Duration.seconds(10)
  /// How often expired claims are looked for.
  package static let rescueInterval = Duration.seconds(15)
  /// How long a stopping worker lets a judgement in progress run before it gives it back.
  package static let stopGrace = Duration.seconds(10)
  /// Wall time without CPU time: below this share of the CPU limit a program counts as idle.
  package static let idleShare = 0.1
  /// How far over its CPU limit, as a share of it, a run beside others may be for that to be in doubt.
  package static let doubtfulShare = 0.25
  /// Wall time of a suite of students' tests, all its runs together.
  package static let testSuite = Duration.seconds(120)
  /// How often it is looked whether live submissions have had their turn.
  package static let testSuiteInterval = Duration.seconds(1)
  /// How long students' tests let live submissions go first, before one suite is judged beside them.
  package static let testSuitePatience = Duration.seconds(30)
  /// Events kept for those who come back; twice as many at times.
  package static let keptEvents = 10_000
  /// Events kept for a subscriber that does not read; older ones are dropped.
  package static let bufferedEvents = 256

  /// Bytes of a token that a checker's message quotes.
  package static let quotedToken = 40
  /// Bytes of the longest token that is read as a number.
  package static let numberLength = 64
  /// Bytes of an output, an answer or an error output that a student is shown.
  package static let feedback = ByteCount.kibibytes(4)
  /// Bytes of a compiler's message that are kept.
  package static let compilerMessage = ByteCount.kibibytes(8)

  /// What a compiler may use, whatever the problem allows the program.
  package static let compileTime = Duration.seconds(10)
  package static let compileMemory = ByteCount.mebibytes(512)
  /// Standard error that is kept of a run.
  package static let errorOutput = ByteCount.kibibytes(64)
  package static let processes = 64
  package static let openFiles = 64
  /// Files of a program whose problem allows writing them; they count as its memory.
  package static let scratch = ByteCount.mebibytes(64)
}

extension ExecutionLimits {
  /// For the compiler of any runtime.
  static let compilerOfSubmission = ExecutionLimits(
    cpuTime: JudgingLimits.compileTime,
    wallTime: ProblemLimits.wallTime(forCPUTime: JudgingLimits.compileTime),
    memory: JudgingLimits.compileMemory, output: .mebibytes(64),
    errorOutput: JudgingLimits.errorOutput, processes: JudgingLimits.processes,
    openFiles: JudgingLimits.openFiles)
}
