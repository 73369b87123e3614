import Domain

/// Every limit of the packages module.
package enum PackageLimits {
  /// problem.yaml, test_group.yaml, a case's .yaml, submissions.yaml.
  package static let yaml = ByteCount.kibibytes(256)
  package static let statement = ByteCount.mebibytes(1)
  /// One .in or .ans.
  package static let testFile = ByteCount.mebibytes(64)
  /// An example submission.
  package static let source = ByteCount.mebibytes(1)
  /// What a sample shows of its input and its answer.
  package static let shownSample = ByteCount.kibibytes(16)
  /// Entries of one directory.
  package static let entries = 10_000
  /// Test cases of one problem.
  package static let testCases = 2_000

  /// Variants of one problem.
  package static let variants = 50

  /// Where problem.yaml does not say.
  package static let defaultMemory = ByteCount.mebibytes(256)
  package static let defaultOutput = ByteCount.mebibytes(8)
  package static let defaultCode = ByteCount.kibibytes(128)
  /// What problem.yaml may say at the most.
  package static let largestTime = Duration.seconds(60)
  package static let largestWallTime = Duration.seconds(600)
  package static let largestMemory = ByteCount.mebibytes(4096)
  package static let largestOutput = ByteCount.mebibytes(64)
  package static let largestCode = ByteCount.kibibytes(512)
}
