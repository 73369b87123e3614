import Domain

extension WorldRecord {
  /// For a chart of the run: one bar per request, which the world saw; what blocked the loop; and
  /// the tasks, as the sandbox tells them (`notes`), which is a hint only. Times in microseconds.
  package func timeline(notes: JSONValue?) -> JSONValue {
    let bars = spans.prefix(LabLimits.timelineSpans).map { span in
      JSONValue.object([
        "id": .integer(span.id), "service": .string(span.service),
        "operation": .string(span.operation), "argument": .string(span.argument),
        "start_us": .integer(span.start), "end_us": span.end.map { .integer($0) } ?? .null,
        "status": .string(span.status),
      ])
    }
    return .object([
      "version": .integer(1), "end_us": .integer(makespan),
      "requests": .array(bars),
      "blocks": .array(
        blocks.map { block in
          .object([
            "start_us": .integer(block.time), "duration_us": .integer(block.duration),
            "place": block.place.map { .string($0) } ?? .null,
          ])
        }),
      "violations": .array(
        violations.map { violation in
          .object([
            "time_us": .integer(violation.time), "reason": .string(violation.reason.rawValue),
            "what": .string(violation.what),
          ])
        }),
      "tasks": notes?.object?["tasks"] ?? .array([]),
    ])
  }

  /// Requests in flight on average, over the makespan.
  package var averageConcurrency: Double {
    makespan > 0 ? Double(area) / Double(makespan) : 0
  }
}
