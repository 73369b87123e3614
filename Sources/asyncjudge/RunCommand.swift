import ArgumentParser
import Domain
import FoundationEssentials
import Judging
import Packages

/// `asyncjudge run PROBLEM FILE`: a solution against the samples, on this machine.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Judge a solution by the samples of a problem, here and now.")

  @Argument(help: "Id of the problem.")
  var problem: String

  @Argument(help: "The solution's file.")
  var file: String

  @OptionGroup var options: JudgeOptions

  @Option(help: "Run this plan again, as a judgement names it: bimodal:3, cancel:2:after …")
  var replay: String?

  @Option(name: .customLong("case"), help: "The sample to replay; the first without it.")
  var sample: String?

  @Flag(help: "Print the timeline of each run as JSON.")
  var timeline = false

  func run() async throws {
    let package = try options.packages([problem])[0]
    guard let source = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw ValidationError("\(file) cannot be read as UTF-8 text.")
    }
    let (judge, sandbox) = try await options.judge()
    let configuration = SolverConfiguration(
      runtime: Runtime.named(like: file)?.id ?? "python3", source: source, entry: nil,
      parameters: [:])
    var samples = package
    samples.groups = package.groups.filter(\.isSample)
    var verdict = Verdict.accepted
    if let replay {
      let cases = samples.groups.flatMap(\.cases)
      guard let testCase = cases.first(where: { sample == nil || $0.name.hasSuffix(sample ?? "") })
      else { throw ValidationError("There is no sample \(sample ?? "").") }
      guard
        let run = try await judge.replay(replay, of: testCase, in: package, configuration)
      else { throw ValidationError("Only asynchronous problems, and code that compiles, replay.") }
      show(run)
      verdict = run.verdict
    } else {
      let judgement = try await judge.judge(configuration, against: samples)
      if let message = judgement.message { print(message) }
      for run in judgement.runs { show(run) }
      verdict = judgement.verdict
      print("\(verdict.rawValue): \(verdict.name)")
    }
    await sandbox.stop()
    if verdict != .accepted { throw ExitCode.failure }
  }

  private func show(_ run: Run) {
    print("\(run.testCase)  \(run.verdict.rawValue)  \(run.cpuTime.microseconds / 1000) ms CPU")
    if let lab = run.lab {
      let allowed = lab.allowedMakespan.map { " of \(Double($0) / 1000)" } ?? ""
      print(
        "  virtual time \(Double(lab.makespan) / 1000)\(allowed) ms, \(lab.requests) requests, "
          + "at most \(lab.peakConcurrency) at the same time, \(lab.runs) runs")
      if let reason = lab.reason { print("  \(reason.rawValue)") }
      if let cause = lab.cause { print("  when: \(cause)\n  replay: --replay \(lab.plan)") }
      for (name, found) in lab.advice.sorted(by: { $0.key < $1.key }) {
        print("  \(name): \(found.joined(separator: "; "))")
      }
      if let mistake = lab.mistake { print("  \(mistake.rawValue): \(mistake.advice)") }
    }
    if let feedback = run.feedback, run.verdict != .accepted {
      if let message = feedback.checkerMessage { print("  \(message)") }
      if let output = feedback.output { print("  your output: \(output)") }
      if let expected = feedback.expected { print("  expected:    \(expected)") }
    }
    if let text = run.feedback?.errorOutput { print(text) }
    if timeline, let timeline = run.timeline {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      if let data = try? encoder.encode(timeline) { print(String(decoding: data, as: UTF8.self)) }
    }
  }
}
