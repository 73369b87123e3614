import Domain
import Foundation
import Packages

/// The problems that these tests submit to: `echo` (easy, at most 1 KiB of source), `paused` (hard,
/// in a language that the server does not have). A problem called `varied` has three variants.
enum ProblemFixtures {
  static let catalog = catalog(["easy/echo": "[python3]", "hard/paused": "[cobol]"])

  /// Problems by `set/id`, with their languages.
  static func catalog(_ problems: [String: String]) -> ProblemCatalog {
    let root = NSTemporaryDirectory() + "/problems-" + UUID().uuidString
    // Only judging reads files again.
    defer { try? FileManager.default.removeItem(atPath: root) }
    do {
      for (index, problem) in problems.sorted(by: { $0.key < $1.key }).enumerated() {
        try write(root + "/" + problem.key, number: index + 1, languages: problem.value)
      }
    } catch {
      preconditionFailure("the temporary directory takes a few files: \(error)")
    }
    let catalog = ProblemCatalog.load(directory: root)
    precondition(catalog.faults.isEmpty, "the fixtures are good: \(catalog.faults)")
    return catalog
  }

  private static func write(_ package: String, number: Int, languages: String) throws {
    var files = [
      "problem.yaml": """
      problem_format_version: 2025-09
      name: Number \(number)
      uuid: 00000000-0000-4000-8000-00000000000\(number)
      keywords: [a, b]
      languages: \(languages)
      limits: {time_limit: 1, memory: 64, output: 1, code: 1}
      """,
      "statement/problem.en.md": "Print what you read.\n",
      "data/sample/1.in": "shown input\n", "data/sample/1.ans": "shown answer\n",
      "data/secret/1.in": "hidden input\n", "data/secret/1.ans": "hidden answer\n",
      "submissions/accepted/a.py": "print(input())\n",
    ]
    if package.hasSuffix("/varied") {
      for variant in ["one", "two", "three"] {
        for (name, text) in files where name.contains("/") {
          files["variants/\(variant)/\(name)"] =
            name.hasSuffix(".md") ? "Print \(variant).\n" : text
        }
      }
    }
    for (name, text) in files {
      let url = URL(fileURLWithPath: package + "/" + name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }
}

extension ProblemID {
  static let echo = ProblemID("echo")!
}

extension Timestamp {
  /// What the server's clock shows: 2026-03-02T10:15:00.123Z.
  static let now = Timestamp(microseconds: 1_772_446_500_123_456)
}
