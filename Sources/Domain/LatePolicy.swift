/// What a late submission is worth, as data:
///
/// ```
/// {}                                                        as much as one in time
/// {"steps": [{"after_hours": 0, "factor": 0.8}, {"after_hours": 48, "factor": 0.5}]}
/// {"per_day": 0.1, "floor": 0.5}
/// ```
package enum LatePolicy: Sendable, Hashable {
  /// The factor of the last step that the submission is later than; 1 before the first.
  case steps([Step])
  /// Each day that has begun takes `perDay` off, down to `floor`.
  case perDay(Double, floor: Double)

  package struct Step: Sendable, Hashable {
    package var afterHours: Double
    package var factor: Double

    package init(afterHours: Double, factor: Double) {
      self.afterHours = afterHours
      self.factor = factor
    }
  }

  /// Late is as good as in time.
  package static let none = LatePolicy.steps([])
  package static let largestStepCount = 20
  /// A year.
  package static let largestHours = 8784.0

  /// From 0 to 1; 1 when it is not late.
  package func factor(lateBy lateness: Duration) -> Double {
    guard lateness > .zero else { return 1 }
    switch self {
    case .steps(let steps):
      let hours = Double(lateness.microseconds) / 3_600_000_000
      return steps.last { $0.afterHours < hours }?.factor ?? 1
    case .perDay(let perDay, let floor):
      let day: Int64 = 86_400_000_000
      let days = (lateness.microseconds + day - 1) / day
      return max(floor, 1 - perDay * Double(days))
    }
  }
}

extension LatePolicy {
  /// Why a document is no policy.
  package struct Fault: Error, Sendable, Hashable {
    /// `late_policy.steps[1].factor must be …`
    package var description: String
  }

  package init(_ document: JSONValue) throws(Fault) {
    guard let object = document.object else { throw Fault(description: "must be an object") }
    if object.isEmpty {
      self = .none
    } else if let steps = object["steps"], object.count == 1 {
      self = .steps(try Self.steps(steps))
    } else if let perDay = object["per_day"], object.count == (object["floor"] == nil ? 1 : 2) {
      guard let perDay = perDay.double, (0...1).contains(perDay),
        let floor = (object["floor"] ?? .integer(0)).double, (0...1).contains(floor)
      else { throw Fault(description: "must have numbers from 0 to 1 as per_day and floor") }
      self = .perDay(perDay, floor: floor)
    } else {
      throw Fault(
        description: "must be {}, {\"steps\": […]} or {\"per_day\": 0.1, \"floor\": 0.5}")
    }
  }

  private static func steps(_ value: JSONValue) throws(Fault) -> [Step] {
    guard let values = value.array, values.count <= largestStepCount else {
      throw Fault(description: "takes a list of at most \(largestStepCount) steps")
    }
    var steps: [Step] = []
    for value in values {
      guard let object = value.object, object.count == 2,
        let hours = object["after_hours"]?.double, (0...largestHours).contains(hours),
        let factor = object["factor"]?.double, (0...1).contains(factor)
      else {
        throw Fault(
          description: "takes steps of {\"after_hours\": 24, \"factor\": 0.8}: hours from 0 to "
            + "8784, a factor from 0 to 1")
      }
      if let last = steps.last {
        guard last.afterHours < hours, factor <= last.factor else {
          throw Fault(description: "takes steps of growing after_hours whose factors do not grow")
        }
      }
      steps.append(Step(afterHours: hours, factor: factor))
    }
    return steps
  }

  /// The document that it is read from.
  package var document: JSONValue {
    switch self {
    case .steps([]): .object([:])
    case .steps(let steps):
      .object([
        "steps": .array(
          steps.map {
            .object(["after_hours": .number($0.afterHours), "factor": .number($0.factor)])
          })
      ])
    case .perDay(let perDay, let floor):
      .object(["per_day": .number(perDay), "floor": .number(floor)])
    }
  }
}

extension JSONValue {
  /// Of any number.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
