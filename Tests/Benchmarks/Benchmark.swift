/// `benchmark classroom`, `benchmark sandbox [rounds]`, `benchmark http [goals] [servers]` and
/// `benchmark siege [seconds]`; started by docker/benchmark. Figures are for comparing within one
/// run: the next machine, or the next minute, has others.
@main
enum Benchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "classroom", nil: try await ClassroomBenchmark.run()
    case "sandbox":
      let rounds = arguments.dropFirst().first.flatMap { Int($0) } ?? 15
      try await SandboxBenchmark.run(rounds: max(1, rounds))
    case "http": try HTTPBenchmark.run(Array(arguments.dropFirst()))
    case "siege":
      let seconds = arguments.dropFirst().first.flatMap { Int($0) } ?? 60
      try HTTPSiege.run(seconds: max(5, seconds))
    default:
      print(
        "usage: benchmark [classroom | sandbox [rounds] | http [goals] [servers] | siege [seconds]]"
      )
    }
  }
}
