import Foundation
import Packages
import Testing

/// A directory of problem sets in the file system of a test.
struct PackageDirectory: Sendable {
  /// Holds `Problems`, and what is outside of it.
  let outside: String

  var root: String { outside + "/Problems" }

  /// The path of a file of a package.
  func path(_ relative: String, in package: String = "easy/echo") -> String {
    root + "/" + package + "/" + relative
  }

  func write(_ bytes: [UInt8], to relative: String, in package: String = "easy/echo") throws {
    let url = URL(fileURLWithPath: path(relative, in: package))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func write(_ text: String, to relative: String, in package: String = "easy/echo") throws {
    try write(Array(text.utf8), to: relative, in: package)
  }

  /// A file of zeros that takes no room on the disk.
  func write(size: Int, to relative: String) throws {
    try write("", to: relative)
    let file = try #require(FileHandle(forWritingAtPath: path(relative)))
    try file.truncate(atOffset: UInt64(size))
    try file.close()
  }

  func remove(_ relative: String) throws {
    try FileManager.default.removeItem(atPath: path(relative))
  }

  /// Moves a file or directory to `destination`, and puts a link in its place.
  func moveAndLink(
    _ relative: String, in package: String = "easy/echo", to destination: String
  ) throws {
    let file = path(relative, in: package)
    try FileManager.default.moveItem(atPath: file, toPath: destination)
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: destination)
  }

  func load() -> ProblemCatalog { ProblemCatalog.load(directory: root) }

  /// A pass-fail problem with one sample and one hidden case. `more` is added to its problem.yaml.
  func writePackage(
    _ package: String = "easy/echo", uuid: String = "00000000-0000-4000-8000-000000000001",
    more: String = ""
  ) throws {
    try write(Self.metadata(uuid: uuid) + more, to: "problem.yaml", in: package)
    try write("Print what you read.\n", to: "statement/problem.en.md", in: package)
    for name in ["data/sample/1", "data/secret/1"] {
      try write("hello\n", to: name + ".in", in: package)
      try write("hello\n", to: name + ".ans", in: package)
    }
    try write("print(input())\n", to: "submissions/accepted/echo.py", in: package)
  }

  /// Makes a scoring problem of it, with the groups `1-small` and `2-large`.
  func writeGroups() throws {
    try write(Self.metadata() + "type: scoring\n", to: "problem.yaml")
    try remove("data/secret")
    for (group, score) in [("1-small", 30), ("2-large", 70)] {
      try write("max_score: \(score)\n", to: "data/secret/\(group)/test_group.yaml")
      try write("hello\n", to: "data/secret/\(group)/1.in")
      try write("hello\n", to: "data/secret/\(group)/1.ans")
    }
  }

  static func metadata(
    version: String = "2025-09", uuid: String = "00000000-0000-4000-8000-000000000001",
    limits: String = "{time_limit: 1}"
  ) -> String {
    """
    problem_format_version: \(version)
    name: Echo
    uuid: \(uuid)
    limits: \(limits)

    """
  }
}

/// Makes a directory with the package `easy/echo` for `body` and removes it after.
func withPackage<Result>(_ body: (PackageDirectory) throws -> Result) throws -> Result {
  let directory = PackageDirectory(
    outside: URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
      + "/packages-" + UUID().uuidString)
  defer { try? FileManager.default.removeItem(atPath: directory.outside) }
  try directory.writePackage()
  return try body(directory)
}
