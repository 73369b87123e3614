import Domain

/// A run's timeline for a terminal: a bar for each request, what waits, and what blocked the loop.
struct TimelineChart {
  private static let width = 56
  private static let rowsMax = 60

  private let end: Int
  private var table = TextTable()
  private var rows = 0

  /// `timeline` is what `GET …/timeline` answers.
  init(_ timeline: JSONValue) {
    end = max(1, timeline.object?["end_us"]?.integer ?? 1)
    for request in timeline.object?["requests"]?.array ?? [] {
      let parts = request.object ?? [:]
      let name = [parts["service"], parts["operation"]].compactMap { $0?.string }
      let argument = (parts["argument"]?.string ?? "").prefix(20)
      add(
        "\(name.joined(separator: "."))(\(argument))", from: parts["start_us"]?.integer ?? 0,
        to: parts["end_us"]?.integer, mark: "=", note: parts["status"]?.string ?? "")
    }
    for block in timeline.object?["blocks"]?.array ?? [] {
      let parts = block.object ?? [:]
      let start = parts["start_us"]?.integer ?? 0
      add(
        "loop blocked", from: start, to: start + (parts["duration_us"]?.integer ?? 0), mark: "#",
        note: parts["place"]?.string ?? "")
    }
    for task in timeline.object?["tasks"]?.array ?? [] {
      let parts = task.object ?? [:]
      add(
        "task \(parts["coroutine"]?.string ?? "?")", from: parts["start_us"]?.integer ?? 0,
        to: parts["end_us"]?.integer, mark: "-", note: parts["end"]?.string ?? "")
    }
  }

  var text: String {
    let more = rows > Self.rowsMax ? "\n… \(rows - Self.rowsMax) more" : ""
    return "0 to \(Double(end) / 1000) ms of virtual time\n\(table.text)\(more)"
  }

  private mutating func add(
    _ name: String, from start: Int, to stop: Int?, mark: String, note: String
  ) {
    rows += 1
    guard rows <= Self.rowsMax else { return }
    let first = min(Self.width - 1, start * Self.width / end)
    let last = min(Self.width, max(first + 1, ((stop ?? end) * Self.width + end - 1) / end))
    let bar =
      String(repeating: " ", count: first) + String(repeating: mark, count: last - first)
      + String(repeating: " ", count: Self.width - last)
    table.add(name, "|\(bar)|", "\(Double((stop ?? end) - start) / 1000) ms", note)
  }
}
