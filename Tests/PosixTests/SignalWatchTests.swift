import Glibc
import Testing

@testable import Posix

/// The only test of signals: they come to the whole process.
@Suite(.timeLimit(.minutes(1))) struct SignalWatchTests {
  private struct Heard: Hashable {
    var signal: Int32
    var before: Int
  }

  @Test func `each signal is told, with how many came before, and ends nothing`() async throws {
    let (heard, hear) = AsyncStream<Heard>.makeStream()
    let watch = try SignalWatch { hear.yield(Heard(signal: $0, before: $1)) }
    defer {
      // Ctrl-C shall end the tests again.
      signal(SIGTERM, SIG_DFL)
      signal(SIGINT, SIG_DFL)
      withExtendedLifetime(watch) {}
    }
    var all = heard.makeAsyncIterator()
    for (before, number) in [SIGTERM, SIGTERM, SIGINT, SIGTERM].enumerated() {
      kill(getpid(), number)
      #expect(await all.next() == Heard(signal: number, before: before))
    }
  }
}
