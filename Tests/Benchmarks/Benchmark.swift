/// `benchmark classroom` and `benchmark sandbox [rounds]`; started by docker/benchmark. Figures are
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
    default: print("usage: benchmark [classroom | sandbox [rounds]]")
    }
  }
}
