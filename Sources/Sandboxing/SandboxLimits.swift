import Domain

/// Every limit of this module that is not an execution's own.
package enum SandboxLimits {
  /// Runs of one slot before it is built anew, unless the configuration says otherwise.
  package static let runsPerSlot = 5000
  /// How often a run is tried when a step before the program's first instruction fails, or when no
  /// answer comes.
  static let attempts = 3
  /// How often it is begun when each time its slot dies. That happens from outside (an operator, the
  /// kernel out of memory) and says nothing of the program, so it is not for three times to decide;
  /// a program that did it would cost this many starts of a slot, a fifth of a second each.
  static let deaths = 20
  /// A slot's processes must be ready within this; an interpreter starts in a fifth of a second.
  static let slotStart = Duration.seconds(60)
  /// How long after its wall limit a run may stay without an answer before the slot is given up.
  static let overdue = Duration.seconds(15)
  /// Failures in a row, of a slot or of sandboxd, after which waiting runs are refused.
  static let failuresInARow = 8
  /// Pause before sandboxd is started again after a failure, times the failures in a row.
  static let respawnPauseMilliseconds = 100
  /// Entry point and parameters, or arguments, of one run.
  static let payload = ByteCount.kibibytes(96)
  /// A compiled submission: marshalled code with its source, or an executable.
  static let artefact = ByteCount.mebibytes(64)
  /// Files of a compiler; they count as its memory.
  static let compilerScratch = ByteCount.mebibytes(128)
  /// Files for output are kept for the next run when this one wrote no more than that.
  static let keptSinks = ByteCount.kibibytes(64)
  /// What a compiler may say.
  static let compilerMessage = ByteCount.kibibytes(64)
}
