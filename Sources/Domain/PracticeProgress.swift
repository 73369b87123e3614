/// How somebody's practice goes: a pure fold over their part of the submission log, in log order.
package struct PracticeProgress: Sendable, Hashable {
  /// Problems to solve in a week; 0: there is no goal.
  package var goal: Int
  /// The one that it is now.
  package var week: Week
  /// Problems by the week in which their first accepted submission was made.
  package var solved: [Week: Int]
  package var track: TrackProgress
  /// The most frequent first.
  package var mistakes: [MistakeCount]

  /// What the failures of somebody's last rejected submissions point to.
  package struct MistakeCount: Sendable, Hashable {
    package var mistake: Mistake
    /// Submissions that point to it, however many of their cases do.
    package var submissions: Int
    /// By id.
    package var problems: [ProblemID]
  }

  /// `offset` is the classroom's clock: seconds east of UTC at a point in time. The goal is the one
  /// that holds now, for every week. O(n) for n attempts.
  package init(
    log: some Sequence<PracticeAttempt>, track: PracticeTrack, goal: Int,
    order: PracticeOrder = .free, now: Timestamp, offset: (Timestamp) -> Int
  ) {
    self.goal = goal
    week = Week(of: now, offset: offset)
    solved = [:]
    self.track = TrackProgress(log: log, track: track, order: order)
    var done: Set<ProblemID> = []
    var variantsDone: Set<ProblemID> = []
    var found: [Mistake: (submissions: Int, problems: Set<ProblemID>)] = [:]
    for attempt in log {
      var pointers = attempt.pointers
      // What worked on the problem as it is does not work on the student's own variant.
      if attempt.variant != nil, attempt.result?.verdict.costsPenalty == true,
        done.contains(attempt.problem), !variantsDone.contains(attempt.problem)
      {
        pointers.insert(.memorizing)
      }
      for mistake in pointers {
        found[mistake, default: (0, [])].submissions += 1
        found[mistake]?.problems.insert(attempt.problem)
      }
      guard attempt.isAccepted else { continue }
      if attempt.variant != nil { variantsDone.insert(attempt.problem) }
      if done.insert(attempt.problem).inserted {
        solved[Week(of: attempt.submittedAt, offset: offset), default: 0] += 1
      }
    }
    let counts = Mistake.allCases.compactMap { mistake in
      found[mistake].map {
        MistakeCount(
          mistake: mistake, submissions: $0.submissions, problems: $0.problems.sorted())
      }
    }
    // Of equals, the guide's order.
    mistakes = counts.enumerated().sorted {
      ($1.element.submissions, $0.offset) < ($0.element.submissions, $1.offset)
    }.map(\.element)
  }

  package var solvedThisWeek: Int { solved[week] ?? 0 }

  package func isMet(in week: Week) -> Bool { goal > 0 && (solved[week] ?? 0) >= goal }

  /// Weeks in a row that met the goal, up to this one, or up to the last while this one still can.
  package var currentStreak: Int {
    var streak = isMet(in: week) ? 1 : 0
    var earlier = week - 1
    while isMet(in: earlier) {
      streak += 1
      earlier = earlier - 1
    }
    return streak
  }

  /// The most weeks in a row that ever met the goal.
  package var longestStreak: Int {
    var longest = 0
    var streak = 0
    var last: Week?
    for week in solved.keys.sorted() where isMet(in: week) {
      streak = last.map { $0 + 1 == week } == true ? streak + 1 : 1
      longest = max(longest, streak)
      last = week
    }
    return longest
  }

  package var next: (problem: Problem, practices: Mistake?)? {
    track.next(against: mistakes.first?.mistake)
  }
}

extension Mistake {
  /// What to change in how one works; `advice` is about one failure.
  package var habit: String {
    switch self {
    case .edgeCases:
      "Before you write code, list the edges of the statement (nothing, one, equal ones, failures, "
        + "the largest), and before you submit, run each of them."
    case .wrongApproach:
      "Before you write code, ask what has to wait for what, and compare what is left with the "
        + "limits: sequential waiting adds up, concurrent waiting does not."
    case .prematureOptimization:
      "Make it right in the simplest way first; then measure, and change only what the measurement "
        + "shows."
    case .thinTesting:
      "Run the samples, then tests of your own before you submit: answers in another order, one "
        + "that fails, a cancellation in the middle."
    case .memorizing:
      "Try it once more from an empty file, and say in your own words what each line is for: what "
        + "is understood works on a variant, too."
    }
  }
}
