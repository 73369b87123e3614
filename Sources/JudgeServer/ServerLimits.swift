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
}
