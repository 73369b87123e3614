import Foundation
import Testing

/// What the house asks of every file, as far as a program can see it.
@Suite struct StyleTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  struct SourceFile: Sendable, CustomTestStringConvertible {
    var path: String
    var lines: [Substring]
    var testDescription: String { path }
  }

  static let files = ["Sources", "Tests"].flatMap { top in
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root.path + "/" + top)) ?? []
    return paths.filter { [".swift", ".c", ".h", ".py"].contains(where: $0.hasSuffix) }.map {
      let path = top + "/" + $0
      let text = (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
      return SourceFile(
        path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  @Test func `there are files to look at`() {
    #expect(Self.files.count > 100)
  }

  @Test(arguments: files)
  func `no file is longer than 400 lines`(file: SourceFile) {
    #expect(file.lines.count <= 401)
  }

  @Test(arguments: files)
  func `no type is named after nothing`(file: SourceFile) throws {
    let banned = /\b(class|struct|enum|actor|protocol) \w*(Manager|Helper|Util|Utils|Common|Impl)\b/
    for line in file.lines where !file.path.hasSuffix("StyleTests.swift") {
      #expect(line.firstMatch(of: banned) == nil, "\(line)")
    }
  }

  @Test(
    arguments: files.filter {
      $0.path.hasSuffix(".swift") && !$0.path.hasSuffix("StyleTests.swift")
    })
  func `only C forks`(file: SourceFile) throws {
    let fork = /(^|[^.\w])v?fork\(\)/
    for line in file.lines where !line.contains("\"") && !line.contains("//") {
      #expect(line.firstMatch(of: fork) == nil, "\(line)")
    }
  }
}
