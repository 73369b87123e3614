import Foundation
import Testing

/// The committed test data are what the generators write: nobody has edited them by hand, and
/// whoever changes a generator also commits what it makes.
@Suite struct GeneratorTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Problems")

  static let generators =
    FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?
    .compactMap { $0 as? URL }.filter { $0.path.hasSuffix("generators/generate.py") } ?? []

  @Test func `there are generators`() {
    #expect(!Self.generators.isEmpty)
  }

  @Test(arguments: generators)
  func `writes the committed data`(generator: URL) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: directory) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [generator.path, directory.path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let package = generator.deletingLastPathComponent().deletingLastPathComponent()
    let written = try contents(directory)
    #expect(!written.isEmpty)
    #expect(try contents(package) == written)
  }

  /// The cases below `data/`, and everything below `variants/`, by path.
  private func contents(_ package: URL) throws -> [String: Data] {
    let base = package.resolvingSymlinksInPath().path
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: base)
    where path.hasPrefix("data/") && (path.hasSuffix(".in") || path.hasSuffix(".ans"))
      || path.hasPrefix("variants/") && path.contains(".")
    {
      files[path] = try Data(contentsOf: URL(fileURLWithPath: base + "/" + path))
    }
    return files
  }
}
