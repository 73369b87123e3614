/// A set of problems of one difficulty; the directory under `Problems/`.
package enum ProblemSet: String, Sendable, Hashable, Codable, CaseIterable {
  case easy, medium, hard
}

/// The name of a problem in URLs and in the database: the package's directory name.
/// 1 to 36 characters of `a`-`z`, `0`-`9` and `-`, starting with a letter or digit.
package struct ProblemID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let rawValue: String

  /// nil when `rawValue` is not a valid name.
  package init?(_ rawValue: String) {
    let bytes = rawValue.utf8
    guard (1...36).contains(bytes.count), bytes.first != UInt8(ascii: "-"),
      bytes.allSatisfy({ byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      })
    else { return nil }
    self.rawValue = rawValue
  }

  package var description: String { rawValue }

  package static func < (a: ProblemID, b: ProblemID) -> Bool { a.rawValue < b.rawValue }
}

/// What a submission to a problem may use, per test case.
package struct ProblemLimits: Sendable, Hashable {
  /// CPU time of one test case; the verdict TLE is about this figure.
  package var cpuTime: Duration
  /// A safety net for programs that sleep or wait for ever.
  package var wallTime: Duration
  package var memory: ByteCount
  /// Standard output; standard error is cut, not counted.
  package var output: ByteCount
  /// Size of a submitted source.
  package var code: ByteCount

  package init(
    cpuTime: Duration, wallTime: Duration? = nil, memory: ByteCount, output: ByteCount,
    code: ByteCount
  ) {
    self.cpuTime = cpuTime
    self.wallTime = wallTime ?? ProblemLimits.wallTime(forCPUTime: cpuTime)
    self.memory = memory
    self.output = output
    self.code = code
  }

  /// Three times the CPU limit and a second: on a loaded machine an honest program of 0.7 s CPU
  /// was seen to take 2 s of wall time, so anything tighter misjudges.
  package static func wallTime(forCPUTime cpuTime: Duration) -> Duration {
    cpuTime * 3 + .seconds(1)
  }
}

/// A problem as students see it: nothing hidden is in here.
package struct Problem: Sendable, Hashable {
  package var id: ProblemID
  package var set: ProblemSet
  package var name: String
  /// Markdown.
  package var statement: String
  package var limits: ProblemLimits
  package var samples: [Sample]
  /// Runtimes that may be submitted, by id; nil means all that the server has.
  package var runtimes: [String]?
  package var keywords: [String]
  /// The most that a judgement can score.
  package var maxScore: Double
  /// Of asynchronous problems: the class or function that a solution defines.
  package var entry: String?
  /// Of problems that ship their solver: what a student sends instead of a source.
  package var parameters: [ParameterRule]?

  package init(
    id: ProblemID, set: ProblemSet, name: String, statement: String, limits: ProblemLimits,
    samples: [Sample], runtimes: [String]?, keywords: [String], maxScore: Double,
    entry: String? = nil, parameters: [ParameterRule]? = nil
  ) {
    self.parameters = parameters
    self.entry = entry
    self.id = id
    self.set = set
    self.name = name
    self.statement = statement
    self.limits = limits
    self.samples = samples
    self.runtimes = runtimes
    self.keywords = keywords
    self.maxScore = maxScore
  }

  /// One worked example of the statement.
  package struct Sample: Sendable, Hashable {
    package var name: String
    package var input: String
    package var answer: String

    package init(name: String, input: String, answer: String) {
      self.name = name
      self.input = input
      self.answer = answer
    }
  }
}
