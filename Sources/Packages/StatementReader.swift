/// Reads `statement/problem.<language>.md`.
enum StatementReader {
  /// English first, else the first by name; empty, and a fault, when there is none.
  static func read(_ files: PackageFiles, constants: [String: String]) -> String {
    let names = files.names(in: "statement").filter {
      $0.hasPrefix("problem.") && $0.hasSuffix(".md")
    }
    guard let name = names.first(where: { $0 == "problem.en.md" }) ?? names.first else {
      files.faults.add(
        files.path("statement"), "has no statement; write statement/problem.en.md")
      return ""
    }
    let file = "statement/" + name
    guard let text = files.text(file, limit: PackageLimits.statement) else { return "" }
    if text.allSatisfy(\.isWhitespace) { files.faults.add(files.path(file), "is empty") }
    return substitute(text, constants: constants) { unknown in
      files.faults.add(
        files.path(file), "uses {{\(unknown)}}, which problem.yaml does not define in constants")
    }
  }

  private static func substitute(
    _ text: String, constants: [String: String], onUnknown: (Substring) -> Void
  ) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "{{") {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: "}}") else {
        result += "{{"
        break
      }
      let name = rest[..<end.lowerBound]
      rest = rest[end.upperBound...]
      if let value = constants[String(name)] { result += value } else { onUnknown(name) }
    }
    return result + rest
  }
}
