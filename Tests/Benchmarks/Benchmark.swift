/// `benchmark classroom`, `sandbox [rounds]`, `lab`, `leaderboard [size]`, `http [goals] [servers]` and
/// `siege [seconds]`; started by docker/benchmark. Figures are for comparing within one run: the next
/// machine, or the next minute, has others.
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
    case "http": try HTTPBenchmark.run(Array(arguments.dropFirst()))
    case "siege":
      let seconds = arguments.dropFirst().first.flatMap { Int($0) } ?? 60
      try HTTPSiege.run(seconds: max(5, seconds))
    default:
      print(
        "usage: benchmark [classroom | sandbox [rounds] | leaderboard [size] "
          + "| http [goals] [servers] | siege [seconds]]")
    }
  }
}
