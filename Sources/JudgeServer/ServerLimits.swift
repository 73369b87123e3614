import Domain

/// Every limit of the API that is not the HTTP module's.
package enum ServerLimits {
  /// The largest body of a submission: the largest source, escaped as JSON at worst case, and room
  /// for the parameters.
  package static let submissionBody = ByteCount.mebibytes(2)
  /// Encoded parameters of a solver configuration.
  package static let parameters = ByteCount.kibibytes(64)
  /// Unicode scalars of an entry point's name.
  package static let entryLength = 100
  /// The longest that `?wait=` may ask for.
  package static let wait = Duration.seconds(60)
  /// Submissions waiting or in progress; more are refused with 503 until some are judged.
  package static let queueLength = 10_000
  /// What a refused client is told to wait.
  package static let retryAfter = Duration.seconds(5)
  /// Rows of a page of submissions.
  package static let defaultPage = 50
  package static let largestPage = 100
  /// A roster as CSV.
  package static let roster = ByteCount.mebibytes(1)
  /// The body of everything else about classrooms.
  package static let classroomBody = ByteCount.kibibytes(64)
  /// Wrong join codes of an account within the window, before it has to wait.
  package static let wrongCodes = 10
  package static let wrongCodeWindow = Duration.seconds(15 * 60)
  /// Accounts whose wrong codes are counted at once.
  package static let wrongCodeWindows = 10_000
  package static let assignmentProblems = 50
  /// For one problem of an assignment.
  package static let points = 10_000.0
  package static let attemptLimit = 1000
  /// What a pair of submissions has to share to be shown, unless `?threshold=` says otherwise.
  package static let similarityPercent = 60
  /// Of one problem.
  package static let similarPairs = 100
  /// Submissions in a zip; the format's own limit is 65,535.
  package static let archiveEntries = 60_000
  /// Problems to solve in a week for those who are in no classroom.
  package static let weeklyGoal = 3
  /// Weeks that progress shows one by one.
  package static let progressWeeks = 12
  /// A thread or a post: the largest text, escaped as JSON at worst case, and room for the title.
  package static let postBody = ByteCount.kibibytes(128)
  /// Unicode scalars of a post.
  package static let postLength = 1...10_000
  /// Unicode scalars of the reason for an extension.
  package static let extensionReason = 500
}
