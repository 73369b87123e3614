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

  @Flag(help: "Draw the timeline of each run.")
  var timeline = false

  @Flag(help: "Print the timeline of each run as JSON.")
  var timelineJSON = false

  func run() async throws {
    let package = try options.packages([problem])[0]
    let configuration = try submitted(to: package)
    let (judge, sandbox) = try await options.judge()
    var samples = package
    samples.groups = package.groups.filter(\.isSample)
    var verdict = Verdict.accepted
    if let replay {
      let cases = samples.groups.flatMap(\.cases)
      guard let testCase = cases.first(where: { sample == nil || $0.name.hasSuffix(sample ?? "") })
      else { throw ValidationError("There is no sample \(sample ?? "").") }
      guard
        let run = try await judge.replay(replay, of: testCase.name, in: package, configuration)
      else { throw ValidationError("Only asynchronous problems, and code that compiles, replay.") }
      show([run])
      verdict = run.verdict
    } else {
      let judgement = try await judge.judge(configuration, against: samples)
      if let message = judgement.message { print(message) }
      show(judgement.runs)
      verdict = judgement.verdict
      print("\(verdict.rawValue): \(verdict.name)")
    }
    await sandbox.stop()
    if verdict != .accepted { throw ExitCode.failure }
  }

  /// A file of parameters (JSON) where the problem ships its solver; else a source.
  private func submitted(to package: ProblemPackage) throws -> SolverConfiguration {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw ValidationError("\(file) cannot be read as UTF-8 text.")
    }
    guard let solver = package.solver else {
      return SolverConfiguration(
        runtime: Runtime.named(like: file)?.id ?? "python3", source: text, entry: nil,
        parameters: [:])
    }
    let parameters = (try? JSONParser.parse(Array(text.utf8)))?.object ?? [:]
    for rule in solver.parameters {
      guard let value = parameters[rule.name], rule.allows(value) else {
        throw ValidationError(
          "\(problem) ships its solver and wants parameters as a JSON object; "
            + "\"\(rule.name)\" must be \(rule.requirement).")
      }
    }
    return SolverConfiguration(
      runtime: "python3", source: solver.source, entry: nil, parameters: parameters)
  }

  private func show(_ runs: [Run]) {
    var table = TextTable()
    table.add("case", "verdict", "CPU ms", "virtual ms", "allowed", "requests", "peak", "runs", "")
    for run in runs {
      let lab = run.lab
      table.add(
        run.testCase, run.verdict.rawValue, "\(Double(run.cpuTime.microseconds / 100) / 10)",
        milliseconds(lab?.makespan), milliseconds(lab?.allowedMakespan),
        lab.map { "\($0.requests)" } ?? "", lab.map { "\($0.peakConcurrency)" } ?? "",
        lab.map { "\($0.runs)" } ?? "", lab?.reason?.rawValue ?? "")
    }
    print(table.text)
    for run in runs { explain(run) }
  }

  private func milliseconds(_ time: Int?) -> String { time.map { "\(Double($0) / 1000)" } ?? "" }

  private func explain(_ run: Run) {
    var lines: [String] = []
    if let lab = run.lab {
      if let cause = lab.cause {
        let name = run.testCase.split(separator: "/").last.map(String.init) ?? run.testCase
        lines += ["when: \(cause)", "again: --replay \(lab.plan) --case \(name)"]
      }
      for (name, found) in lab.advice.sorted(by: { $0.key < $1.key }) {
        lines.append("\(name): \(found.joined(separator: "; "))")
      }
      if let mistake = lab.mistake { lines.append("\(mistake.rawValue): \(mistake.advice)") }
      if replay != nil { lines.append("trace \(lab.traceHash)") }
    }
    if let feedback = run.feedback, run.verdict != .accepted {
      if let message = feedback.checkerMessage { lines.append(message) }
      if let output = feedback.output { lines.append("your output: \(output)") }
      if let expected = feedback.expected { lines.append("expected:    \(expected)") }
    }
    if let text = run.feedback?.errorOutput { lines.append(text) }
    if let found = run.timeline, timeline { lines.append(TimelineChart(found).text) }
    if let found = run.timeline, timelineJSON { lines.append(found.json) }
    guard !lines.isEmpty else { return }
    print("\n\(run.testCase)")
    for line in lines.flatMap({ $0.split(separator: "\n", omittingEmptySubsequences: false) }) {
      print("  \(line)")
    }
  }
}
