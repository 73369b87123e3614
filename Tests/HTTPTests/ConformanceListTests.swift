import Foundation
import Testing

/// `Conformance.md` says which test is for which rule: what it names must be there.
@Suite struct ConformanceListTests {
  private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  static let rows: [String] = {
    let text =
      (try? String(contentsOf: directory.appendingPathComponent("Conformance.md"), encoding: .utf8))
      ?? ""
    return text.split(separator: "\n").map(String.init).filter {
      $0.hasPrefix("|") && !$0.hasPrefix("|---") && !$0.hasPrefix("| Rule ")
    }
  }()

  private static let tests: Set<String> = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    let texts = names.filter { $0.hasSuffix("Tests.swift") }.compactMap {
      try? String(contentsOf: directory.appendingPathComponent($0), encoding: .utf8)
    }
    return Set(texts.flatMap { text in text.matches(of: /func `([^`]+)`/).map { String($0.1) } })
  }()

  @Test func `there are rules`() {
    #expect(Self.rows.count > 40)
  }

  @Test(arguments: rows)
  func `each rule has its tests`(row: String) throws {
    let cells = row.split(separator: "|", omittingEmptySubsequences: false)
    let names = try #require(cells.dropLast().last).matches(of: /`([^`]+)`/).map { String($0.1) }
    #expect(!names.isEmpty)
    for name in names where !name.hasPrefix("docker/") { #expect(Self.tests.contains(name)) }
  }
}
