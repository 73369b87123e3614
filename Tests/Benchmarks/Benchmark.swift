/// `benchmark classroom`, `events [each]`, `sandbox [rounds]`, `lab [rounds]`, `leaderboard [size]`,
/// `http [goals] [servers]` and `siege [seconds]`; started by docker/benchmark. Figures are for comparing within one run: the next
/// machine, or the next minute, has others.
@main
enum Benchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    let rounds = max(1, arguments.dropFirst().first.flatMap { Int($0) } ?? 15)
    switch arguments.first {
    case "classroom", nil: try await ClassroomBenchmark.run()
    case "events":
      let each = arguments.dropFirst().first.flatMap { Int($0) } ?? 1
      try await EventsBenchmark.run(each: max(1, each))
    case "lab": try await LabBenchmark.run(rounds: rounds)
    case "sandbox": try await SandboxBenchmark.run(rounds: rounds)
    case "leaderboard":
      let size = arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
      try await LeaderboardBenchmark.run(largest: max(10_000, size))
    case "http": try HTTPBenchmark.run(Array(arguments.dropFirst()))
    case "siege":
      let seconds = arguments.dropFirst().first.flatMap { Int($0) } ?? 60
      try HTTPSiege.run(seconds: max(5, seconds))
    default:
      print(
        "usage: benchmark [classroom | events [each] | lab [rounds] | sandbox [rounds] "
          + "| leaderboard [size] | http [goals] [servers] | siege [seconds]]")
    }
  }
}
