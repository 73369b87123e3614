import Domain
import Packages
import Synchronization

/// The cases of one submission, for the tasks that run them: each takes the next one when it is done
/// with the last.
final class CasesInProgress: Sendable {
  typealias Outcome = Result<(Progress, [Progress.CaseIndex: Run]), JudgeError>

  private struct State {
    var progress: Progress
    var runs: [Progress.CaseIndex: Run] = [:]
    var failure: JudgeError?

    var isOver: Bool { failure != nil || progress.isComplete }
  }

  private let state: Mutex<State>
  private let onRun: @Sendable (Run) -> Void

  /// `onRun` hears of each run, in the order in which they end, from whatever task ended it.
  init(of package: ProblemPackage, onRun: @escaping @Sendable (Run) -> Void) {
    state = Mutex(State(progress: Progress(package)))
    self.onRun = onRun
  }

  /// In case order; nil when none is left to begin.
  func next() -> Progress.CaseIndex? {
    state.withLock { $0.isOver ? nil : $0.progress.start() }
  }

  /// Returns whether it is over: what is still running does not count any more.
  func record(_ run: Result<Run, JudgeError>, for index: Progress.CaseIndex) -> Bool {
    state.withLock { state in
      guard !state.isOver else { return true }
      switch run {
      case .failure(let error): state.failure = error
      case .success(let run):
        state.runs[index] = run
        state.progress.record(run.verdict, for: index)
        onRun(run)
      }
      return state.isOver
    }
  }

  /// When no task is left.
  var outcome: Outcome {
    state.withLock { state in
      if let failure = state.failure {
        .failure(failure)
      } else {
        .success((state.progress, state.runs))
      }
    }
  }
}
