import Domain
import Foundation
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1))) struct ZipArchiveTests {
  private static let entries: [(name: String, bytes: [UInt8])] = [
    ("echo/ada/1.py", Array("print(input())\n".utf8)),
    ("echo/ada/2.py", Array(String(repeating: "x = 1\n", count: 10_000).utf8)),
    ("echo/b~2/empty.py", []),
    ("sum/ada/random.txt", (0..<5000).map { _ in UInt8.random(in: 0...255) }),
  ]

  /// Python's zipfile checks every header and checksum.
  @Test func `another program reads what is written`() async throws {
    var archive = ZipArchive()
    var bytes: [UInt8] = []
    for entry in Self.entries {
      let piece = archive.add(
        entry.name, entry.bytes, modifiedAt: Timestamp(microseconds: 1_772_446_501_000_000))
      bytes += try #require(piece)
    }
    bytes += archive.end()
    #expect(bytes.count < 8000)
    let whole = bytes
    try await withDirectory { directory in
      let file = directory.path + "/a.zip"
      try Data(whole).write(to: URL(fileURLWithPath: file))
      let script = """
        import sys, zipfile
        with zipfile.ZipFile(sys.argv[1]) as archive:
            assert archive.testzip() is None
            for info in archive.infolist():
                print(info.filename, info.date_time, len(archive.read(info)))
        """
      let python = Foundation.Process()
      python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
      python.arguments = ["-c", script, file]
      let pipe = Pipe()
      python.standardOutput = pipe
      try python.run()
      let output = try #require(try pipe.fileHandleForReading.readToEnd())
      python.waitUntilExit()
      #expect(python.terminationStatus == 0)
      let expected = Self.entries.map { entry in
        "\(entry.name) (2026, 3, 2, 10, 15, 0) \(entry.bytes.count)"
      }
      #expect(
        String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init) == expected)
    }
  }

  @Test func `an archive without entries is one`() {
    #expect(ZipArchive().end().count == 22)
  }
}
