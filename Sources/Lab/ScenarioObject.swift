import Domain

/// A fault in a scenario: where, as a JSON path (`services.kv.latency`), and what to do.
package struct ScenarioFault: Sendable, Hashable, CustomStringConvertible {
  package var path: String
  package var problem: String
  package var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
}

/// Collects faults, so that a teacher sees all of them at once.
final class ScenarioFaults {
  private(set) var faults: [ScenarioFault] = []

  func add(_ path: String, _ problem: String) {
    faults.append(ScenarioFault(path: path, problem: problem))
  }
}

/// An object of a scenario while it is read: knows its path and which keys were asked for.
final class ScenarioObject {
  let path: String
  let faults: ScenarioFaults
  private let members: [String: JSONValue]
  private var known: Set<String> = []

  init(_ value: JSONValue, path: String, faults: ScenarioFaults) {
    self.path = path
    self.faults = faults
    if let members = value.object {
      self.members = members
    } else {
      members = [:]
      faults.add(path, "must be an object")
    }
  }

  func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func fault(_ key: String, _ problem: String) { faults.add(path(key), problem) }

  var keys: [String] { members.keys.sorted() }

  func value(_ key: String) -> JSONValue? {
    known.insert(key)
    return members[key]
  }

  /// Nil when the key is absent; a fault when it is something else than an integer in `range`.
  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = value(key) else { return nil }
    guard let integer = value.integer, range.contains(integer) else {
      fault(key, "must be an integer from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return integer
  }

  /// A time in microseconds.
  func time(_ key: String) -> Int? { integer(key, in: 0...LabLimits.virtualTime) }

  func required(_ key: String, in range: ClosedRange<Int>) -> Int {
    if members[key] == nil { fault(key, "is missing") }
    return integer(key, in: range) ?? range.lowerBound
  }

  /// A probability from 0 to 1, in millionths.
  func millionths(_ key: String) -> Int? {
    guard let value = value(key) else { return nil }
    let number: Double? =
      switch value {
      case .integer(let integer): Double(integer)
      case .number(let number): number
      default: nil
      }
    guard let number, (0...1).contains(number) else {
      fault(key, "must be a number from 0 to 1")
      return nil
    }
    return Int((number * 1_000_000).rounded())
  }

  func number(_ key: String) -> Double? {
    switch value(key) {
    case .integer(let integer): return Double(integer)
    case .number(let number): return number
    case nil: return nil
    default:
      fault(key, "must be a number")
      return nil
    }
  }

  func bool(_ key: String) -> Bool? {
    guard let value = value(key) else { return nil }
    if case .bool(let bool) = value { return bool }
    fault(key, "must be true or false")
    return nil
  }

  func string(_ key: String) -> String? {
    guard let value = value(key) else { return nil }
    if let string = value.string { return string }
    fault(key, "must be a text")
    return nil
  }

  func choice<Choice: RawRepresentable>(_ key: String, of choices: [Choice]) -> Choice?
  where Choice.RawValue == String {
    guard let text = string(key) else { return nil }
    if let choice = choices.first(where: { $0.rawValue == text }) { return choice }
    fault(key, "must be one of \(choices.map(\.rawValue).joined(separator: ", "))")
    return nil
  }

  func array(_ key: String) -> [JSONValue]? {
    guard let value = value(key) else { return nil }
    if let array = value.array { return array }
    fault(key, "must be an array")
    return nil
  }

  func members(_ key: String) -> [String: JSONValue]? {
    guard let value = value(key) else { return nil }
    if let members = value.object { return members }
    fault(key, "must be an object")
    return nil
  }

  func integers(_ key: String) -> [String: Int]? {
    members(key).map { members in
      members.compactMapValues { value in
        if let integer = value.integer, integer >= 0 { return integer }
        fault(key, "must hold integers of at least 0")
        return nil
      }
    }
  }

  func object(_ key: String) -> ScenarioObject? {
    value(key).map { ScenarioObject($0, path: path(key), faults: faults) }
  }

  func objects(_ key: String) -> [ScenarioObject]? {
    array(key).map { elements in
      elements.enumerated().map {
        ScenarioObject($1, path: "\(path(key))[\($0)]", faults: faults)
      }
    }
  }

  /// Call it last: what nobody asked for is a mistake of the author.
  func refuseUnknownKeys() {
    for key in keys where !known.contains(key) {
      fault(key, "is not known; keys here are \(known.sorted().joined(separator: ", "))")
    }
  }
}
