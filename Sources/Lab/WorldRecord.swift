import Domain

/// What a world saw of one run. The verdict is a function of this and of the answer.
package struct WorldRecord: Sendable, Hashable {
  /// One request, from asking to its end.
  package struct Span: Sendable, Hashable {
    package var id: Int
    package var service: String
    package var operation: String
    package var argument: String
    package var start: Int
    package var end: Int?
    /// `ok`, `error`, `cancelled` or `open`.
    package var status: String
    /// What the service took for it, for replaying it.
    package var index: Int
    package var latency: Int
  }

  /// The loop was held by something else than `await`.
  package struct Block: Sendable, Hashable {
    package var time: Int
    package var duration: Int
    /// `solver.py:12`, as the sandbox says: a hint.
    package var place: String?
  }

  package var spans: [Span] = []
  package var requests = 0
  package var cancelled = 0
  package var wakes = 0
  package var peak = 0
  package var makespan = 0
  package var orphans = 0
  package var leaks = 0
  package var violations: [Violation] = []
  package var violationCount = 0
  package var blocks: [Block] = []
  package var blocked = 0
  package var longestBlock = 0
  /// In flight, summed over time; with `makespan` the average concurrency.
  var area = 0
  var areaTime = 0

  mutating func add(_ request: LabRequest) {
    spans.append(
      Span(
        id: request.id, service: request.service.name, operation: shortened(request.operation),
        argument: shortened(request.key), start: request.start, end: request.end,
        status: request.status,
        index: request.index, latency: request.latency))
  }

  mutating func block(_ time: Int, _ duration: Int, _ place: String?) {
    blocked += duration
    longestBlock = max(longestBlock, duration)
    if blocks.count < LabLimits.blocks {
      blocks.append(Block(time: time, duration: duration, place: place.map(shortened)))
    }
  }

  /// Equal for equal runs, on every machine: FNV-1a over every request and its end.
  package func hash(answer: JSONValue?) -> UInt64 {
    var mix = Mix(0)
    for span in spans {
      mix.add(span.id)
      mix.add(span.service)
      mix.add(span.operation)
      mix.add(span.argument)
      mix.add(span.start)
      mix.add(span.end ?? -1)
      mix.add(span.status)
    }
    mix.add(makespan)
    mix.add(answer?.json ?? "-")
    return mix.value
  }
}

/// What the program says is shown and kept in its first 40 bytes.
private func shortened(_ text: String) -> String {
  text.utf8.count <= 40 ? text : String(decoding: text.utf8.prefix(37), as: UTF8.self) + "..."
}
