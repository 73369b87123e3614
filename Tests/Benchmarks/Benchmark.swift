/// `benchmark classroom`, `benchmark sandbox [rounds]`, `benchmark leaderboard [size]`; started by docker/benchmark. Figures are
/// for comparing within one run: the next machine, or the next minute, has others.
@main
enum Benchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "classroom", nil: try await ClassroomBenchmark.run()
    case "sandbox":
      let rounds = arguments.dropFirst().first.flatMap { Int($0) } ?? 15
      try await SandboxBenchmark.run(rounds: max(1, rounds))
    case "leaderboard":
      let size = arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
      try await LeaderboardBenchmark.run(largest: max(10_000, size))
    default: print("usage: benchmark [classroom | sandbox [rounds] | leaderboard [size]]")
    }
  }
}
