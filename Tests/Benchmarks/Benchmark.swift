/// `swift run -c release benchmark [classroom|sandbox]`: prints tables, and never fails a build.
@main
enum Benchmark {
  static func main() async throws {
    switch CommandLine.arguments.dropFirst().first {
    case "classroom": try await ClassroomBenchmark.run()
    case "sandbox": try await SandboxBenchmark.run()
    case nil:
      try await SandboxBenchmark.run()
      try await ClassroomBenchmark.run()
    case let name?: print("There is no benchmark \(name); there are classroom and sandbox.")
    }
  }
}
