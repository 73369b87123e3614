import Domain
import Foundation

/// A hostile program of `Programs/`, with the facts it must end in and the verdict that a judge must
/// make of them. Its first line says what it tries, the next ones are directives:
///
///     # expect: contained                    see `Fact`; facts are joined by commas,
///     # expect: exceeds memory or exit 1     alternatives by `or`
///     # expect in tier B: exit 0             where there are namespaces, but neither cgroups nor ids
///     # expect in tier C: signal 9           where there are no namespaces
///     # verdict: MLE or RTE                  of a submission with this source
///     # verdict in tier C: RTE
///     # run as: command                      by the command runner, as compiled programs are
///     # scratch: 1 MiB                       with a private writable directory
package struct Attack: Sendable, CustomStringConvertible {
  /// What can be seen of a run from outside. Unless one says otherwise, no limit was broken.
  package enum Fact: Sendable, Hashable {
    /// It refused to believe that anything worked: exit 0 and the single line `contained`.
    case contained
    case ending(Execution.Ending)
    case exceeds(Execution.Limit)
    /// A line of standard output.
    case prints(String)
    case printsNothing
    /// Bytes of standard output, the line's end included.
    case writes(Int)
    /// Part of standard error.
    case says(String)
    case failsToCompile
  }

  package var name: String
  package var source: String
  /// Any of these lists of facts.
  private var expected: [[Fact]] = []
  private var expectedInTierB: [[Fact]] = []
  private var expectedInTierC: [[Fact]] = []
  private var verdicts: [Verdict] = []
  private var verdictsInTierC: [Verdict] = []
  package var isCommand = false
  package var scratch: ByteCount?

  package var description: String { name }

  package func expected(in tier: IsolationTier) -> [[Fact]] {
    if tier == .b && !expectedInTierB.isEmpty { return expectedInTierB }
    return tier <= .c && !expectedInTierC.isEmpty ? expectedInTierC : expected
  }

  /// Any of these; empty for a command, which is no submission.
  package func verdicts(in tier: IsolationTier) -> [Verdict] {
    tier <= .c && !verdictsInTierC.isEmpty ? verdictsInTierC : verdicts
  }
}

extension Attack {
  package struct Malformed: Error {
    package var file: String
    package var words: String
  }

  private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Programs")

  /// All of them, in the order of their numbers; empty when one cannot be read, which a test sees.
  package static let all: [Attack] = (try? readAll()) ?? []

  package static func readAll() throws -> [Attack] {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    return try names.filter { $0.hasSuffix(".py") }.sorted().map { name in
      let file = directory.appendingPathComponent(name)
      return try Attack(name: name, source: String(contentsOf: file, encoding: .utf8))
    }
  }

  package init(name: String, source: String) throws {
    self.name = name
    self.source = source
    for line in source.split(separator: "\n").dropFirst().prefix(while: { $0.hasPrefix("# ") }) {
      guard let colon = line.firstRange(of: ": ") else { continue }
      let words = String(line[colon.upperBound...])
      switch line[..<colon.lowerBound] {
      case "# expect": expected = try Self.alternatives(words, in: name)
      case "# expect in tier B": expectedInTierB = try Self.alternatives(words, in: name)
      case "# expect in tier C": expectedInTierC = try Self.alternatives(words, in: name)
      case "# verdict": verdicts = try Self.verdicts(words, in: name)
      case "# verdict in tier C": verdictsInTierC = try Self.verdicts(words, in: name)
      case "# run as": isCommand = words == "command"
      case "# scratch": scratch = .mebibytes(1)
      default: throw Malformed(file: name, words: String(line))
      }
    }
    if expected.isEmpty {
      throw Malformed(file: name, words: "the second line must be `# expect:`")
    }
    if verdicts.isEmpty != isCommand {
      throw Malformed(file: name, words: "every program but a command needs a `# verdict:`")
    }
  }

  private static func verdicts(_ words: String, in file: String) throws -> [Verdict] {
    try words.split(separator: " or ").map { word in
      guard let verdict = Verdict(rawValue: String(word)) else {
        throw Malformed(file: file, words: words)
      }
      return verdict
    }
  }

  private static func alternatives(_ words: String, in file: String) throws -> [[Fact]] {
    try words.split(separator: " or ").map { alternative in
      try alternative.split(separator: ", ").map { words in
        guard let fact = Fact(String(words)) else {
          throw Malformed(file: file, words: String(words))
        }
        return fact
      }
    }
  }
}

extension Attack.Fact {
  fileprivate init?(_ words: String) {
    let parts = words.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = parts.count == 2 ? parts[1] : ""
    switch parts.first {
    case "contained": self = .contained
    case "exit":
      guard let code = Int32(rest) else { return nil }
      self = .ending(.exited(code: code))
    case "signal":
      guard let number = Int32(rest) else { return nil }
      self = .ending(.signalled(number))
    case "exceeds":
      guard let limit = Execution.Limit(rawValue: rest) else { return nil }
      self = .exceeds(limit)
    case "prints": self = rest == "nothing" ? .printsNothing : .prints(rest)
    case "writes":
      guard let count = Int(rest.split(separator: " ")[0]) else { return nil }
      self = .writes(count)
    case "says": self = .says(rest)
    case "fails" where rest == "to compile": self = .failsToCompile
    default: return nil
    }
  }

  fileprivate func holds(of execution: Execution) -> Bool {
    switch self {
    case .contained: execution.ending == .exited(code: 0) && execution.text == "contained\n"
    case .ending(let ending): execution.ending == ending
    case .exceeds(let limit): execution.exceeded == limit
    case .prints(let line): execution.text.split(separator: "\n").contains(Substring(line))
    case .printsNothing: execution.output.isEmpty
    case .writes(let count): execution.output.count == count
    case .says(let words): execution.errorText.contains(words)
    case .failsToCompile: false
    }
  }
}

extension [Attack.Fact] {
  fileprivate func hold(of execution: Execution) -> Bool {
    let mayExceed = contains { if case .exceeds = $0 { true } else { false } }
    return allSatisfy { $0.holds(of: execution) } && (mayExceed || execution.exceeded == nil)
  }
}

/// What became of an attack: the facts of its run, or of its compilation.
package enum AttackOutcome: Sendable, CustomStringConvertible {
  case ran(Execution)
  case failedToCompile(String)

  package func matches(_ alternatives: [[Attack.Fact]]) -> Bool {
    switch self {
    case .ran(let execution): alternatives.contains { $0.hold(of: execution) }
    case .failedToCompile: alternatives.contains([.failsToCompile])
    }
  }

  package var description: String {
    switch self {
    case .ran(let run):
      "\(run.ending), exceeded \(run.exceeded?.rawValue ?? "nothing"), CPU \(run.cpuTime), "
        + "printed '\(run.text.prefix(300))', complained '\(run.errorText.suffix(300))'"
    case .failedToCompile(let message): "failed to compile: \(message.suffix(300))"
    }
  }
}

extension Execution {
  fileprivate var text: String { String(decoding: output, as: UTF8.self) }
  fileprivate var errorText: String { String(decoding: errorOutput, as: UTF8.self) }
}
