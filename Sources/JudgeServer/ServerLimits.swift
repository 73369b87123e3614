import Domain

/// Every limit of the API that is not the HTTP module's.
package enum ServerLimits {
  /// The largest body of a submission: the largest source, escaped as JSON at worst case, and room
  /// for the parameters.
  package static let submissionBody = ByteCount.mebibytes(2)
  /// Parts of a multipart form.
  package static let formParts = 32
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
  /// Submissions that a rejudging names one by one.
  package static let namedSubmissions = 1000
  /// A suite of student tests, and each of its scenarios and answers, as JSON.
  package static let testSuiteBody = ByteCount.mebibytes(1)
  package static let testScenario = ByteCount.kibibytes(64)
  /// Tests of a suite.
  package static let tests = 1...20
  /// Unicode scalars of a test's name.
  package static let testName = 1...100
  /// Characters of a reason.
  package static let reason = 1000
  /// Rows of a page of submissions.
  package static let defaultPage = 50
  package static let largestPage = 100

  /// The body of what is about accounts and sign-ins.
  package static let accountBody = ByteCount.kibibytes(8)
  /// UTF-8 bytes of a password.
  package static let password = 10...1024
  /// How long a browser stays signed in.
  package static let session = Duration.seconds(14 * 24 * 3600)
  /// Days until a token expires, where one is asked for.
  package static let tokenDays = 1...3650
  /// Failed sign-ins of one account: so many at once, and so many a minute.
  package static let accountSignIns = RateLimit(burst: 10, perMinute: 1)
  /// Failed sign-ins from one address: a classroom may share it.
  package static let addressSignIns = RateLimit(burst: 30, perMinute: 6)
  /// Passwords that wait to be checked; more are told to come back.
  package static let waitingPasswords = 64
  /// Submissions of an account in a minute, unless `serve` is told otherwise. Staff has no limit.
  package static let accountSubmissions = 30
  /// Submissions from one address in a minute, of guests and accounts together.
  package static let addressSubmissions = 300
  /// Accounts or addresses that a limit tells apart; what comes on top shares one allowance.
  package static let rateKeys = 20_000
  /// Rows of a page of a leaderboard.
  package static let defaultBoardPage = 50
  package static let largestBoardPage = 200
  /// Where a page of a leaderboard may begin.
  package static let boardOffset = 1_000_000
  /// Prepared answers kept of one board.
  package static let boardAnswers = 64
  /// Cells of the standings that changed since the last checkpoint; more make a new one. A start
  /// reads as many again: about 0.2 ms for each.
  package static let unsavedStandings = 1000
  /// A roster as CSV.
  package static let roster = ByteCount.mebibytes(1)
  /// The body of everything else about classrooms.
  package static let classroomBody = ByteCount.kibibytes(64)
  /// Wrong join codes of an account: of 2^50 codes nobody finds one by trying.
  package static let joinCodes = RateLimit(burst: 10, perMinute: 1)
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
