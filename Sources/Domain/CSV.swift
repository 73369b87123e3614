/// Comma-separated values as RFC 4180 has them.
package enum CSV {
  /// One line of a document; a quoted value may hold line ends, so it can take several.
  package struct Record: Sendable, Hashable {
    /// Counts from 1; the first of the record's.
    package var line: Int
    package var fields: [String]

    package init(line: Int, fields: [String]) {
      self.line = line
      self.fields = fields
    }
  }

  /// Why a document cannot be read.
  package struct Fault: Error, Sendable, Hashable {
    package var line: Int
    package var description: String
  }

  /// Takes lines that end with LF, too, and UTF-8 with a byte order mark. Empty lines are left out.
  /// Linear in the bytes.
  package static func parse(
    _ bytes: [UInt8], recordLimit: Int, fieldLimit: Int
  ) throws(Fault) -> [Record] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault(line: 1, description: "is not UTF-8; save the file as UTF-8")
    }
    var parser = Parser(rest: Substring(text).unicodeScalars)
    if parser.rest.first == "\u{FEFF}" { parser.rest.removeFirst() }
    var records: [Record] = []
    while !parser.rest.isEmpty {
      let line = parser.line
      let fields = try parser.record()
      if fields == [""] { continue }
      guard fields.count <= fieldLimit else {
        throw Fault(line: line, description: "has more than \(fieldLimit) fields")
      }
      guard records.count < recordLimit else {
        throw Fault(line: line, description: "is one more than the \(recordLimit) that are taken")
      }
      records.append(Record(line: line, fields: fields))
    }
    return records
  }

  private struct Parser {
    var rest: Substring.UnicodeScalarView
    var line = 1

    /// Takes the line end behind it, too.
    mutating func record() throws(Fault) -> [String] {
      var fields: [String] = []
      while true {
        fields.append(rest.first == "\"" ? try quoted() : try plain())
        switch rest.popFirst() {
        case ",": continue
        case "\r":
          if rest.first == "\n" { rest.removeFirst() }
        case "\n", nil: break
        default: throw Fault(line: line, description: "goes on after a quoted field's end")
        }
        line += 1
        return fields
      }
    }

    private mutating func plain() throws(Fault) -> String {
      let field = rest.prefix { $0 != "," && $0 != "\n" && $0 != "\r" }
      guard !field.contains("\"") else {
        throw Fault(
          line: line,
          description: "has a quotation mark in a field that is not quoted; quote the field and "
            + "double the mark")
      }
      rest = rest[field.endIndex...]
      return String(field)
    }

    private mutating func quoted() throws(Fault) -> String {
      let start = line
      rest.removeFirst()
      var field = String.UnicodeScalarView()
      while let scalar = rest.popFirst() {
        if scalar == "\"" {
          guard rest.first == "\"" else { return String(field) }
          rest.removeFirst()
        } else if scalar == "\n" {
          line += 1
        }
        field.append(scalar)
      }
      throw Fault(line: start, description: "has a quoted field that does not end")
    }
  }

  // MARK: writing

  /// A line with its end. Cells that a spreadsheet would take for a formula get an apostrophe
  /// before them.
  package static func line(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",") + "\r\n"
  }

  private static func cell(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
      text = "'" + text
    }
    let needsQuotes = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    guard needsQuotes else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
