import Domain

/// Every limit of the storage module.
package enum StorageLimits {
  /// How long a statement waits for another process's lock.
  package static let busyTimeout = Duration.seconds(5)
  /// The write-ahead log is cut back to this size after a checkpoint.
  package static let journalSize = ByteCount.mebibytes(64)
  /// Connections that read while the writer writes.
  package static let readers = 4
  /// Writes that may share one commit.
  package static let batch = 500
  /// A migration file.
  package static let migrationSize = ByteCount.mebibytes(1)
  /// A stored source, decompressed: a row that claims more is corrupt.
  package static let blobSize = ByteCount.mebibytes(64)
  /// Unicode scalars of an account's name.
  package static let accountName = 1...64
  /// Unicode scalars of a token's name.
  package static let tokenName = 1...64
  /// Of an account; one more is refused until one is revoked.
  package static let tokens = 50
  /// The oldest sign-ins of an account end when there are more.
  package static let sessions = 20
  /// A token's last use is written when the one before it is that old.
  package static let tokenUse = Duration.seconds(3600)
  /// Unicode scalars of the name of a classroom, a member or an assignment.
  package static let name = 1...100
  /// Classrooms that somebody teaches, archived ones not counted.
  package static let classrooms = 100
  package static let members = 1000
  /// Of a classroom, removed ones not counted.
  package static let assignments = 200
  /// Rejected submissions of an account, the last ones, whose runs are asked what they point to.
  package static let practiceFailures = 20
  /// Problems that somebody may want to solve in a week.
  package static let weeklyGoal = 1...100
  /// About a problem in a classroom.
  package static let threads = 1000
  package static let pinnedThreads = 10
  /// In a thread, removed ones counted.
  package static let posts = 1000
  /// Posts of an account within the window, before it has to wait.
  package static let postsInWindow = 10
  package static let postWindow = Duration.seconds(10 * 60)
  /// Rows of a page.
  package static let page = 1...100
  /// How long the caller of a rescue holds a submission that is out of attempts.
  package static let rescueLease = Duration.seconds(60)
  /// Submissions of one rejudging.
  package static let rejudgedSubmissions = 20_000
  /// Suites of tests of one account that wait to be judged.
  package static let waitingTestSuites = 5
  /// Changes of the standings that are read at once.
  package static let standingChanges = 2000
  /// Characters of a reason for a release.
  package static let reason = 1000

  /// Whether a classroom, a member or an assignment can be called so.
  package static func isName(_ text: String) -> Bool { isPlainText(text, length: name) }
}
