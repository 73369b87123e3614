/// One parameter of a problem that ships its solver: the student submits values, not source.
package struct ParameterRule: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case boolean
    case choice([String])
  }

  package var name: String
  package var kind: Kind
  /// For the student: what it does.
  package var description: String

  package init(name: String, kind: Kind, description: String) {
    self.description = description
    self.kind = kind
    self.name = name
  }

  /// What a value must be, in words.
  package var requirement: String {
    switch kind {
    case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .boolean: "true or false"
    case .choice(let choices): "one of " + choices.joined(separator: ", ")
    }
  }

  package func allows(_ value: JSONValue) -> Bool {
    switch (kind, value) {
    case (.integer(let range), .integer(let integer)): range.contains(integer)
    case (.number(let range), .integer(let integer)): range.contains(Double(integer))
    case (.number(let range), .number(let number)): range.contains(number)
    case (.boolean, .bool): true
    case (.choice(let choices), .string(let text)): choices.contains(text)
    default: false
    }
  }
}
