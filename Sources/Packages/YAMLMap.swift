import Domain
import Yams

/// A mapping of a YAML file, read key by key. Notes values of a wrong type, and at the end the keys
/// that nobody asked for.
final class YAMLMap {
  private let file: String
  private let prefix: String
  private let faults: FaultCollector
  private let mapping: [(key: String, value: Node)]
  private var asked: Set<String> = []

  /// nil, and a fault, when the text is no YAML mapping. An empty text is an empty mapping.
  convenience init?(_ text: String, file: String, faults: FaultCollector) {
    do {
      guard let node = try Yams.compose(yaml: text) else {
        self.init([], file: file, prefix: "", faults: faults)
        return
      }
      guard let mapping = node.mapping else {
        faults.add(file, line: 1, "must be a mapping of keys to values")
        return nil
      }
      self.init(
        mapping.map { ($0.key.string ?? "?", $0.value) }, file: file, prefix: "", faults: faults)
    } catch {
      let (line, problem) = Self.problem(of: error)
      faults.add(file, line: line, "is not valid YAML: \(problem)")
      return nil
    }
  }

  private init(
    _ mapping: [(key: String, value: Node)], file: String, prefix: String, faults: FaultCollector
  ) {
    self.mapping = mapping
    self.file = file
    self.prefix = prefix
    self.faults = faults
  }

  private static func problem(of error: any Error) -> (line: Int?, String) {
    switch error {
    case YamlError.parser(_, let problem, let mark, _),
      YamlError.scanner(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      (mark.line, problem)
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      (context.mark.line, "it has the key \(keys.sorted()[0]) more than once")
    default: (nil, "it cannot be parsed")
    }
  }

  var keys: [String] { mapping.map(\.key) }

  /// Whether the key is there with a value, of whatever type.
  func has(_ key: String) -> Bool { node(key) != nil }

  private func node(_ key: String) -> Node? {
    asked.insert(key)
    guard let node = mapping.first(where: { $0.key == key })?.value, node.null == nil else {
      return nil
    }
    return node
  }

  func fault(_ key: String, _ message: String) {
    let line = mapping.first { $0.key == key }?.value.mark?.line
    faults.add(file, key: prefix + key, line: line, message)
  }

  /// Notes the keys that were not asked for. Call it last.
  func refuseUnknownKeys() {
    for (key, value) in mapping where !asked.contains(key) {
      faults.add(
        file, key: prefix + key, line: value.mark?.line,
        "is not a key of the format here; check its spelling or remove it")
    }
  }

  func string(_ key: String) -> String? {
    guard let node = node(key) else { return nil }
    if let text = node.scalar?.string { return text }
    fault(key, "must be a text")
    return nil
  }

  func number(_ key: String) -> Double? {
    guard let node = node(key) else { return nil }
    if let number = node.float ?? node.int.map(Double.init), number.isFinite { return number }
    fault(key, "must be a number")
    return nil
  }

  func bool(_ key: String) -> Bool? {
    guard let node = node(key) else { return nil }
    if let value = node.bool { return value }
    fault(key, "must be true or false")
    return nil
  }

  /// A list of texts; a single text counts as a list of one.
  func strings(_ key: String) -> [String]? {
    guard let node = node(key) else { return nil }
    if let text = node.scalar?.string { return [text] }
    let texts = node.sequence.map { $0.map { $0.scalar?.string } }
    if let texts, !texts.contains(nil) { return texts.compactMap { $0 } }
    fault(key, "must be a text or a list of texts")
    return nil
  }

  func map(_ key: String) -> YAMLMap? {
    guard let node = node(key) else { return nil }
    guard let mapping = node.mapping else {
      fault(key, "must be a mapping of keys to values")
      return nil
    }
    return YAMLMap(
      mapping.map { ($0.key.string ?? "?", $0.value) }, file: file, prefix: prefix + key + ".",
      faults: faults)
  }

  func isMap(_ key: String) -> Bool { mapping.first { $0.key == key }?.value.mapping != nil }

  /// Accepts a key of the format that does not matter here.
  func ignore(_ keys: String...) { asked.formUnion(keys) }
}
