/// `benchmark classroom`, `benchmark lab [rounds]` and `benchmark sandbox [rounds]`; started by
/// docker/benchmark. Figures are for comparing within one run: the next machine, or the next minute,
/// has others.
@main
enum Benchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    let rounds = max(1, arguments.dropFirst().first.flatMap { Int($0) } ?? 15)
    switch arguments.first {
    case "classroom", nil: try await ClassroomBenchmark.run()
    case "lab": try await LabBenchmark.run(rounds: rounds)
    case "sandbox": try await SandboxBenchmark.run(rounds: rounds)
    default: print("usage: benchmark [classroom | lab [rounds] | sandbox [rounds]]")
    }
  }
}
