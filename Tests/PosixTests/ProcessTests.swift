import Glibc
import Testing

@testable import Posix

@Suite struct ProcessTests {
  /// `Cpus_allowed: ff,00000003` in what the kernel says of this process.
  private func allowedCores() throws -> Int {
    let file = unsafe fopen("/proc/self/status", "r")
    try #require(unsafe file != nil)
    defer { unsafe fclose(file!) }
    var line = [CChar](repeating: 0, count: 4096)
    while unsafe fgets(&line, Int32(line.count), file!) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      guard text.hasPrefix("Cpus_allowed:") else { continue }
      return text.dropFirst("Cpus_allowed:".count).reduce(0) {
        $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount
      }
    }
    return 0
  }

  @Test func `the cores are those that this process may use`() throws {
    #expect(Process.availableCores == (try allowedCores()))
    #expect(Process.availableCores >= 1)
  }
}
