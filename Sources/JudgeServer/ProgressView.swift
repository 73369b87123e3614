import Domain

struct GoalView: Encodable {
  /// Problems; 0: there is no goal.
  var weekly: Int
  /// Set by the student, and not the classroom's.
  var isOwn: Bool
}

/// Somebody's practice as JSON.
struct ProgressView: Encodable {
  struct WeekView: Encodable {
    /// `2026-W10`
    var week: String
    /// The date on which it begins, on the classroom's clock.
    var startsOn: String
    /// Problems solved for the first time.
    var solved: Int
    var metGoal: Bool

    init(_ week: Week, in progress: PracticeProgress) {
      self.week = week.description
      startsOn = week.monday
      solved = progress.solved[week] ?? 0
      metGoal = progress.isMet(in: week)
    }
  }

  struct Streak: Encodable {
    /// Weeks in a row.
    var current: Int
    var longest: Int
  }

  struct Track: Encodable {
    var name: String
    /// `ordered`: a set opens when those before it are solved.
    var practice: PracticeOrder
    var solved: Int
    var problems: Int
    var sets: [SetView]
  }

  struct SetView: Encodable {
    var set: ProblemSet
    var locked: Bool
    var complete: Bool
    var solved: Int
    var problems: [ProblemView]
  }

  struct ProblemView: Encodable {
    var problemId: String
    var name: String
    var state: TrackProgress.State
    var attempts: Int
    /// Absent until one is judged and its score may be known.
    var bestScore: Double?
    var maxScore: Double?
    var solvedAt: String?
    var href: String

    init(_ progress: TrackProgress.ProblemProgress) {
      problemId = progress.problem.id.rawValue
      name = progress.problem.name
      state = progress.state
      attempts = progress.attempts
      bestScore = progress.best?.score
      maxScore = progress.best?.maxScore
      solvedAt = progress.solvedAt?.description
      href = "/api/v1/problems/\(progress.problem.id)"
    }
  }

  struct MistakeView: Encodable {
    var id: Mistake
    /// Rejected submissions that point to it, of the last few.
    var submissions: Int
    var problemIds: [String]
    var advice: String

    init(_ count: PracticeProgress.MistakeCount) {
      id = count.mistake
      submissions = count.submissions
      problemIds = count.problems.map(\.rawValue)
      advice = count.mistake.habit
    }
  }

  struct Next: Encodable {
    var problemId: String
    var name: String
    /// The most frequent mistake, when the problem practices against it.
    var practices: Mistake?
    var href: String
  }

  var time: String
  var account: String
  /// Absent for those who are in none.
  var classroomId: String?
  var timeZone: String
  var goal: GoalView
  /// Newest first; the first is this week.
  var weeks: [WeekView]
  var streak: Streak
  var track: Track
  /// The most frequent first.
  var mistakes: [MistakeView]
  /// Absent when everything is solved.
  var next: Next?

  init(
    _ progress: PracticeProgress, of account: Account, in classroom: Classroom?,
    hasOwnGoal: Bool, order: PracticeOrder, at time: Timestamp
  ) {
    self.time = time.description
    self.account = account.name
    classroomId = classroom?.id.rawValue
    timeZone = classroom?.timeZone ?? "UTC"
    goal = GoalView(weekly: progress.goal, isOwn: hasOwnGoal)
    weeks = (0..<ServerLimits.progressWeeks).map { WeekView(progress.week - $0, in: progress) }
    streak = Streak(current: progress.currentStreak, longest: progress.longestStreak)
    track = Track(
      name: PracticeTrack.name, practice: order, solved: progress.track.solved,
      problems: progress.track.problems,
      sets: progress.track.sets.map {
        SetView(
          set: $0.set, locked: $0.isLocked, complete: $0.isComplete, solved: $0.solved,
          problems: $0.problems.map(ProblemView.init))
      })
    mistakes = progress.mistakes.map(MistakeView.init)
    next = progress.next.map { problem, practices in
      Next(
        problemId: problem.id.rawValue, name: problem.name, practices: practices,
        href: "/api/v1/problems/\(problem.id)")
    }
  }
}

/// The practice of a classroom's students, compact.
struct ClassroomProgressView: Encodable {
  var time: String
  var classroomId: String
  /// The one that it is on the classroom's clock.
  var week: String
  var students: [StudentProgressView]
}

struct StudentProgressView: Encodable {
  struct SetView: Encodable {
    var set: ProblemSet
    var solved: Int
    var problems: Int
  }

  var account: String
  var name: String
  var weeklyGoal: Int
  var solvedThisWeek: Int
  var currentStreak: Int
  var longestStreak: Int
  var solved: Int
  var sets: [SetView]
  /// What most of the last rejected submissions point to.
  var mistake: Mistake?
  var lastSubmittedAt: String?

  init(_ member: Membership, _ progress: PracticeProgress, _ log: [PracticeAttempt]) {
    account = member.account.name
    name = member.name
    weeklyGoal = progress.goal
    solvedThisWeek = progress.solvedThisWeek
    currentStreak = progress.currentStreak
    longestStreak = progress.longestStreak
    solved = progress.track.solved
    sets = progress.track.sets.map {
      SetView(set: $0.set, solved: $0.solved, problems: $0.problems.count)
    }
    mistake = progress.mistakes.first?.mistake
    lastSubmittedAt = log.last?.submittedAt.description
  }
}
